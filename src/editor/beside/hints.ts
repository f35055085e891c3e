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

export class LayerHints implements InlayHintsProvider, Disposable {
  readonly #models: Pick<Models, 'linesOf'>;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeInlayHints = this.#changed.event;
  readonly #disposables: Disposable[];

  constructor(models: Pick<Models, 'linesOf' | 'onDidChange'>) {
    this.#models = models;
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
    return this.#models
      .linesOf(document)
      .filter(({ line }) => line >= range.start.line && line <= range.end.line)
      .map(({ line, layers }) => new LayerHint(document.lineAt(line).range.end, layers));
  }

  resolveInlayHint(hint: InlayHint): InlayHint {
    if (hint instanceof LayerHint) hint.tooltip = new MarkdownString(lineTable(hint.layers));
    return hint;
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}
