/** Above everything in a file that builds a model: its totals where they are known, and what can be done with it. */
import {
  CodeLens,
  EventEmitter,
  l10n,
  Range,
  window,
  workspace,
  type CodeLensProvider,
  type Disposable,
  type TextDocument,
} from 'vscode';
import type { EntryCandidate } from '../protocol/designer';
import { entriesOf } from './entries';
import { isModelFile } from './languages';
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

/** What VS Code has been told of a text. */
interface Told {
  readonly version: number;
  /** False while it is still to ask for the words of the totals. */
  resolved: boolean;
  readonly hasBuilders: boolean;
  /** How long it waited for the lenses, milliseconds. */
  readonly providedMs: number;
}

/** Its words are asked for when it is drawn, which VS Code does a while after it asked for the lenses. */
class TotalsLens extends CodeLens {
  constructor(
    range: Range,
    readonly document: TextDocument,
    readonly entry: EntryCandidate,
    readonly totals: LensTotals,
  ) {
    super(range);
  }
}

/** By then VS Code has asked by itself after an edit, unless the text lost the keyboard meanwhile. */
const askedByItselfMs = 1_000;

export class ModelLenses implements CodeLensProvider, Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #watch = workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('resnetDesigner')) this.#changed.fire();
  });

  readonly #totalsOf: TotalsOf;
  readonly #onBuilders: () => void;
  readonly #told = new WeakMap<TextDocument, Told>();
  #late: NodeJS.Timeout | undefined;
  #onTold: ((answerMs: number) => void) | undefined;

  /** @param onBuilders called whenever a file that builds a model is in sight. */
  constructor(totalsOf: TotalsOf, onBuilders: () => void) {
    this.#totalsOf = totalsOf;
    this.#onBuilders = onBuilders;
  }

  /**
   * Has the totals of all files shown anew. After an edit VS Code waits twice for a quarter of a second before
   * it asks for the words of a lens, and an event would only have it begin to wait again.
   */
  refresh(): void {
    clearTimeout(this.#late);
    if (this.#withBuilders().every((document) => this.#isStillAsked(document)))
      this.#late = setTimeout(() => this.#changed.fire(), askedByItselfMs);
    else this.#changed.fire();
  }

  /**
   * @param listener called whenever the words of totals were given to VS Code, with how long it waited for both of its
   * steps, the lenses and their words, in milliseconds.
   */
  onTold(listener: (answerMs: number) => void): void {
    this.#onTold = listener;
  }

  /** Texts in sight that have lenses, or may have. */
  #withBuilders(): TextDocument[] {
    return window.visibleTextEditors
      .map(({ document }) => document)
      .filter(
        (document) => isModelFile(document) && this.#told.get(document)?.hasBuilders !== false,
      );
  }

  #isStillAsked(document: TextDocument): boolean {
    const told = this.#told.get(document);
    return told?.version !== document.version || !told.resolved;
  }

  async provideCodeLenses(document: TextDocument): Promise<CodeLens[]> {
    if (!setting('codeLens.enabled')) return [];
    const { version } = document;
    const start = performance.now();
    const entries = await entriesOf(document);
    const hasBuilders = entries.length > 0;
    if (hasBuilders) this.#onBuilders();
    const lenses = entries.flatMap((entry) => this.#lenses(document, entry));
    const resolved = !lenses.some((lens) => lens instanceof TotalsLens);
    const providedMs = performance.now() - start;
    this.#told.set(document, { version, resolved, hasBuilders, providedMs });
    return lenses;
  }

  resolveCodeLens(lens: CodeLens): CodeLens {
    if (!(lens instanceof TotalsLens)) return lens;
    const start = performance.now();
    const { document, entry } = lens;
    const told = this.#told.get(document);
    if (told?.version === document.version) told.resolved = true;
    if (!this.#withBuilders().some((other) => this.#isStillAsked(other))) clearTimeout(this.#late);
    const totals = this.#totalsOf(document, entry) ?? lens.totals;
    lens.command = { ...totals, command: 'resnetDesigner.goToLayer', arguments: [document.uri] };
    this.#onTold?.((told?.providedMs ?? 0) + performance.now() - start);
    return lens;
  }

  /** The totals first, then what can be done with the model. */
  #lenses(document: TextDocument, entry: EntryCandidate): CodeLens[] {
    const line = Math.min(Math.max(0, entry.line - 1), document.lineCount - 1);
    const range = new Range(line, 0, line, 0);
    const totals = setting('beside.enabled') ? this.#totalsOf(document, entry) : undefined;
    const openArguments: OpenArguments = { uri: document.uri.toString(), entry };
    // A plain space after an icon is not drawn in a lens.
    const open = new CodeLens(range, {
      title: `$(type-hierarchy)\u00a0${l10n.t('Open in ResNet Designer')}`,
      tooltip: l10n.t('Draw and count the model that {0} builds', entry.expression),
      command: 'resnetDesigner.open',
      arguments: [openArguments],
    });
    const profile = new CodeLens(range, {
      title: `$(dashboard)\u00a0${l10n.t('Profile')}`,
      tooltip: l10n.t(
        'Measure a step of the model that {0} builds, layer by layer',
        entry.expression,
      ),
      command: 'resnetDesigner.profile',
      arguments: [openArguments],
    });
    if (totals === undefined) return [open, profile];
    return [new TotalsLens(range, document, entry, totals), open, profile];
  }

  dispose(): void {
    clearTimeout(this.#late);
    this.#watch.dispose();
    this.#changed.dispose();
  }
}
