/**
 * What stands beside the code of a model that was read: inlay hints, hovers, status bar, marked lines, the
 * outline and "Go to Layer…". It is a bundle of its own, loaded when the first model is read. Only dynamic
 * imports may name this module, and it must not import a module that keeps a state of its own: that would be
 * a second one.
 */
import {
  commands,
  languages,
  l10n,
  window,
  type Disposable,
  type Event,
  type TextDocument,
  type Uri,
} from 'vscode';
import type { GraphNode } from '../model/graph';
import type { EntryCandidate } from '../protocol/designer';
import type { SourcePlace } from '../protocol/failure';
import { Followed } from './beside/followed';
import { chooseLayer } from './beside/goToLayer';
import { LayerHints, type TakenLines } from './beside/hints';
import { LayerHovers, showLayerCommand } from './beside/hovers';
import { lensTotals } from './beside/lensTotals';
import { Models, type ModelSession } from './beside/models';
import { OutlineView } from './beside/outlineView';
import { SelectedLines } from './beside/selectedLines';
import { parseShowArguments } from './beside/showArguments';
import { ModelStatus } from './beside/status';
import type { LensTotals, ModelLenses } from './codeLenses';
import { modelFiles } from './languages';
import type { SelectionHub } from './selection';
import type { DesignerSession } from './session';
import type { Sessions } from './sessions';

/** The parts of the extension that this works with. */
export interface BesideServices {
  readonly sessions: Sessions;
  readonly selection: SelectionHub;
  readonly lenses: ModelLenses;
  /** A designer has come to the front. */
  readonly onDidActivate: Event<DesignerSession>;
  /** Shows a place in its file; `focus` moves the keyboard there. */
  readonly reveal: (place: SourcePlace, focus: boolean) => void;
  /** Lines, from 0, at whose end a profile says its times. */
  readonly timedLines: TakenLines;
  readonly log: (text: string) => void;
  /** Opens the designer of a model file, or brings it to the front. */
  readonly openDesigner: (uri: Uri) => void;
}

export class Beside implements Disposable {
  readonly #services: BesideServices;
  readonly #models: Models;
  readonly #hints: LayerHints;
  readonly #disposables: Disposable[];

  constructor(services: BesideServices) {
    this.#services = services;
    this.#models = new Models(services.sessions);
    const followed = new Followed(services.log);
    const hints = new LayerHints(this.#models, services.timedLines, (answerMs) =>
      followed.given('hints', answerMs),
    );
    services.lenses.onTold((answerMs) => followed.given('lens', answerMs));
    this.#hints = hints;
    this.#disposables = [
      this.#models,
      hints,
      languages.registerInlayHintsProvider(modelFiles, hints),
      languages.registerHoverProvider(modelFiles, new LayerHovers(this.#models)),
      new ModelStatus(this.#models, services.sessions),
      new SelectedLines(this.#models, services.selection),
      new OutlineView(this.#models, services),
      this.#models.onDidChange(() => {
        followed.known(services.sessions.all.at(-1)?.state.startedAt);
        services.lenses.refresh();
      }),
      commands.registerCommand(showLayerCommand, (value: unknown) => this.#showLayer(value)),
    ];
    services.lenses.refresh();
    // The view's container is in sight from the first model on.
    void commands.executeCommand('setContext', 'resnetDesigner.modelRead', true);
  }

  /** Other lines have times by now. */
  refreshHints(): void {
    this.#hints.refresh();
  }

  lensTotals(document: TextDocument, entry: EntryCandidate): LensTotals | undefined {
    return lensTotals(this.#services.sessions, document, entry);
  }

  /** Asks for a layer of a file's model, or of the one in front, and goes to its line. */
  async goToLayer(uri: Uri | undefined): Promise<void> {
    const session = this.#sessionFor(uri);
    const graph = session?.state.graph;
    if (session === undefined || graph === undefined) {
      await window.showInformationMessage(
        l10n.t('No model has been read yet. Open one in ResNet Designer first.'),
      );
      return;
    }
    const before = window.activeTextEditor;
    const [selection, visible] = [before?.selection, before?.visibleRanges[0]];
    const chosen = await chooseLayer(graph, ({ source }) => {
      if (source !== undefined) this.#services.reveal(source, false);
    });
    if (chosen !== undefined) this.#goTo(session, chosen, true);
    else if (before !== undefined && selection !== undefined) {
      before.selection = selection;
      if (visible !== undefined) before.revealRange(visible);
    }
  }

  #sessionFor(uri: Uri | undefined): ModelSession | undefined {
    const document = window.activeTextEditor?.document;
    if (uri !== undefined) return this.#services.sessions.of(uri);
    const active = document === undefined ? undefined : this.#models.of(document)?.session;
    return active ?? this.#models.sessions.at(-1);
  }

  #goTo({ uri }: ModelSession, { id, source }: GraphNode, focus: boolean): void {
    const selected = { uri: uri.toString(), selection: { type: 'box', id } as const };
    this.#services.selection.set(selected, 'command');
    if (source !== undefined) this.#services.reveal(source, focus);
  }

  /** From the link of a hover, which anybody may call: what does not fit is left alone. */
  #showLayer(value: unknown): void {
    const shown = parseShowArguments(value);
    const session = this.#models.sessions.find(({ uri }) => uri.toString() === shown?.uri);
    if (shown === undefined || session === undefined) return;
    this.#services.openDesigner(session.uri);
    const selection = { type: 'box', id: shown.node } as const;
    this.#services.selection.set({ uri: shown.uri, selection }, 'command');
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}
