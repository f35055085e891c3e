/** The layers of a line, as a table with a small picture of their block. */
import {
  Hover,
  l10n,
  MarkdownString,
  type HoverProvider,
  type Position,
  type TextDocument,
} from 'vscode';
import type { LayerAt } from '../../model/lineLayers';
import { setting } from '../settings';
import { blockImage } from './blockPicture';
import { lineTable } from './layerMarkdown';
import type { Models } from './models';
import type { ShowArguments } from './showArguments';

/** The command behind the link of a hover; its argument is `ShowArguments`. */
export const showLayerCommand = 'resnetDesigner.showLayer';

function showLink(uri: string, { node }: LayerAt): string {
  const shown: ShowArguments = { uri, node: node.id };
  const query = encodeURIComponent(JSON.stringify([shown]));
  return `[$(type-hierarchy) ${l10n.t('Show in ResNet Designer')}](command:${showLayerCommand}?${query})`;
}

export class LayerHovers implements HoverProvider {
  readonly #models: Pick<Models, 'linesOf' | 'of'>;

  constructor(models: Pick<Models, 'linesOf' | 'of'>) {
    this.#models = models;
  }

  async provideHover(document: TextDocument, position: Position): Promise<Hover | undefined> {
    if (!setting('beside.enabled') || !setting('hover.enabled')) return undefined;
    const found = this.#models.linesOf(document).find(({ line }) => line === position.line);
    const model = this.#models.of(document);
    const [first] = found?.layers.results ?? [];
    if (found === undefined || model === undefined || first === undefined) return undefined;
    const text = new MarkdownString(lineTable(found.layers), true);
    const image = setting('hover.picture') ? await blockImage(first) : undefined;
    if (image !== undefined) text.appendMarkdown(`\n\n${image}`);
    text.appendMarkdown(`\n\n${showLink(model.session.uri.toString(), first)}`);
    text.isTrusted = { enabledCommands: [showLayerCommand] };
    return new Hover(text);
  }
}
