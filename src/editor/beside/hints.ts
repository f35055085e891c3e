/** Output shape and parameters at the end of each line that applies layers. */
import {
  EventEmitter,
  InlayHint,
  MarkdownString,
  workspace,
  type Disposable,
  type InlayHintsProvider,
  type Range,
} from 'vscode';
import type { LineLayers } from '../../model/lineLayers';
import { setting } from '../settings';
import { lineTable } from './layerMarkdown';
import type { Models, ModelText } from './models';
import { lineWords } from './words';

/** What is read of a document. */
interface HintedText extends ModelText {
  lineAt(line: number): { readonly range: Pick<Range, 'end'> };
}

/** A hint knows its line, so that its tooltip is written when somebody looks at it. */
class LayerHint extends InlayHint {
  constructor(
    position: InlayHint['position'],
    readonly layers: LineLayers,
  ) {
    super(position, lineWords(layers));
    this.paddingLeft = true;
  }
}

/** Lines, from 0, that say something else: VS Code cuts what a line says after some forty characters. */
export type TakenLines = (document: ModelText) => ReadonlySet<number>;

export class LayerHints implements InlayHintsProvider, Disposable {
  readonly #models: Pick<Models, 'linesOf'>;
  readonly #taken: TakenLines;
  readonly #given: (answerMs: number) => void;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeInlayHints = this.#changed.event;
  readonly #disposables: Disposable[];

  constructor(
    models: Pick<Models, 'linesOf' | 'onDidChange'>,
    taken: TakenLines = () => new Set(),
    given: (answerMs: number) => void = () => undefined,
  ) {
    this.#models = models;
    this.#taken = taken;
    this.#given = given;
    this.#disposables = [
      this.#changed,
      models.onDidChange(() => this.#changed.fire()),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('resnetDesigner')) this.#changed.fire();
      }),
    ];
  }

  provideInlayHints(document: HintedText, range: Pick<Range, 'start' | 'end'>): InlayHint[] {
    if (!setting('beside.enabled') || !setting('inlayHints.enabled')) return [];
    const start = performance.now();
    const taken = this.#taken(document);
    const hints = this.#models
      .linesOf(document)
      .filter(({ line }) => line >= range.start.line && line <= range.end.line)
      .filter(({ line }) => !taken.has(line))
      .map(({ line, layers }) => new LayerHint(document.lineAt(line).range.end, layers));
    this.#given(performance.now() - start);
    return hints;
  }

  refresh(): void {
    this.#changed.fire();
  }

  resolveInlayHint(hint: InlayHint): InlayHint {
    if (hint instanceof LayerHint) hint.tooltip = new MarkdownString(lineTable(hint.layers));
    return hint;
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}
