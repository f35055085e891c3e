/** "Go to Layer…": every layer of a model to choose from, by name, class, shape or scope. */
import { l10n, window, type QuickPickItem } from 'vscode';
import { formatCount } from '../../model/format';
import type { GraphNode, ModelGraph } from '../../model/graph';
import { layerTitle } from '../../model/layerTitle';
import { allLayers, type LayerAt } from '../../model/lineLayers';
import { iconName } from './layerIcons';
import { inputWords, outputWords, parametersOf, shortName, skipWords, whereWords } from './words';

export interface LayerItem extends QuickPickItem {
  readonly node: GraphNode;
}

/** `56×56×64 · 36.9 k · projection skip around 3 weight layers`. */
function descriptionOf({ node, merges }: LayerAt): string {
  const parameters = parametersOf(node);
  const shape =
    node.failed === true ? l10n.t('failed on {0}', inputWords(node)) : outputWords(node);
  return [
    shape,
    parameters === 0 ? '' : formatCount(parameters),
    ...merges.map((skip) => skipWords(skip)),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** The layers of a model in the order in which they run. */
export function layerItems(graph: ModelGraph): LayerItem[] {
  return allLayers(graph).map((layer) => {
    const { node } = layer;
    const where = whereWords(layer);
    const name = shortName(node.name);
    return {
      label: `$(${iconName(node)}) ${shortName(layerTitle(node))}`,
      description: descriptionOf(layer),
      detail: where === '' ? name : `${name} — ${where}`,
      node,
    };
  });
}

/** What a choice is shown by while it is only looked at. */
export type Preview = (node: GraphNode) => void;

/**
 * Asks for a layer, and shows each that is looked at on the way.
 * @returns undefined when the user gave up.
 */
export function chooseLayer(graph: ModelGraph, preview: Preview): Promise<GraphNode | undefined> {
  const pick = window.createQuickPick<LayerItem>();
  pick.title = l10n.t('Go to Layer');
  pick.placeholder = l10n.t('A layer by its class, name, shape or function');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = layerItems(graph);
  return new Promise((resolve) => {
    let moved = false;
    pick.onDidChangeActive(([active]) => {
      // The first one is active before the user has looked at any.
      if (moved && active !== undefined) preview(active.node);
      moved = true;
    });
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.node);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
