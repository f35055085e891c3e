/** Above everything in a file that builds a model: its totals where they are known, and what can be done with it. */
import {
  CodeLens,
  EventEmitter,
  l10n,
  Range,
  workspace,
  type CodeLensProvider,
  type Disposable,
  type TextDocument,
} from 'vscode';
import type { EntryCandidate } from '../protocol/designer';
import { entriesOf } from './entries';
import { setting } from './settings';

/** What the lens hands to the command. */
export interface OpenArguments {
  readonly uri: string;
  readonly entry: EntryCandidate;
}

/** The totals of a model that was read, as a lens. */
export interface LensTotals {
  readonly title: string;
  readonly tooltip: string;
}

/** Undefined where the model of an entry was not read. */
export type TotalsOf = (document: TextDocument, entry: EntryCandidate) => LensTotals | undefined;

export class ModelLenses implements CodeLensProvider, Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #watch = workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('resnetDesigner')) this.#changed.fire();
  });

  readonly #totalsOf: TotalsOf;

  constructor(totalsOf: TotalsOf) {
    this.#totalsOf = totalsOf;
  }

  /** Has the lenses of all files asked for again. */
  refresh(): void {
    this.#changed.fire();
  }

  async provideCodeLenses(document: TextDocument): Promise<CodeLens[]> {
    if (!setting('codeLens.enabled')) return [];
    const entries = await entriesOf(document);
    return entries.flatMap((entry) => this.#lenses(document, entry));
  }

  /** The totals first, then what can be done with the model. */
  #lenses(document: TextDocument, entry: EntryCandidate): CodeLens[] {
    const line = Math.min(Math.max(0, entry.line - 1), document.lineCount - 1);
    const range = new Range(line, 0, line, 0);
    const totals = setting('beside.enabled') ? this.#totalsOf(document, entry) : undefined;
    const openArguments: OpenArguments = { uri: document.uri.toString(), entry };
    const open = new CodeLens(range, {
      title: `$(type-hierarchy) ${l10n.t('Open in ResNet Designer')}`,
      tooltip: l10n.t('Draw and count the model that {0} builds', entry.expression),
      command: 'resnetDesigner.open',
      arguments: [openArguments],
    });
    const profile = new CodeLens(range, {
      title: `$(dashboard) ${l10n.t('Profile')}`,
      tooltip: l10n.t(
        'Measure a step of the model that {0} builds, layer by layer',
        entry.expression,
      ),
      command: 'resnetDesigner.profile',
      arguments: [openArguments],
    });
    if (totals === undefined) return [open, profile];
    const goTo = { command: 'resnetDesigner.goToLayer', arguments: [document.uri] };
    return [new CodeLens(range, { ...totals, ...goTo }), open, profile];
  }

  dispose(): void {
    this.#watch.dispose();
    this.#changed.dispose();
  }
}
