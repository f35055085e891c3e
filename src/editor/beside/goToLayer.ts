/** "Go to Layer…": every layer of a model to choose from, by name, class, shape or scope. */
import { l10n, window, type QuickPickItem } from 'vscode';
import { formatCount, formatExact } from '../../model/format';
import type { GraphNode, ModelGraph } from '../../model/graph';
import { layerName } from '../../model/layerName';
import { layerTitle } from '../../model/layerTitle';
import { allLayers, type LayerAt } from '../../model/lineLayers';
import { iconName } from './layerIcons';
import { inputWords, outputWords, parametersOf, shortName, skipWords, whereWords } from './words';

export interface LayerItem extends QuickPickItem {
  /** Undefined of the line that says how many more there are. */
  readonly node?: GraphNode;
  /** What is searched: small letters, and `x` for `×`, which no keyboard has. */
  readonly searched: string;
}

/** The list shows so many; who looks for another one types on. */
const mostShown = 500;

function searchable(text: string): string {
  return text.toLowerCase().replaceAll('×', 'x');
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
    const name = shortName(layerName(node));
    const title = shortName(layerTitle(node));
    const description = descriptionOf(layer);
    const detail = where === '' ? name : `${name} — ${where}`;
    return {
      label: `$(${iconName(node)}) ${title}`,
      description,
      detail,
      node,
      searched: searchable(
        `${title} ${node.className} ${description} ${detail} ${shortName(node.name)}`,
      ),
      // What does not fit is left out here already; the editor's own search knows neither `x` nor order.
      alwaysShow: true,
    };
  });
}

/** The layers that hold every word of a query, in any order, the first few of them. */
export function matching(items: readonly LayerItem[], query: string): LayerItem[] {
  const words = searchable(query).split(/\s+/);
  const found = items.filter(({ searched }) => words.every((word) => searched.includes(word)));
  if (found.length <= mostShown) return found;
  const more = l10n.t('… {0} more: type what you look for', formatExact(found.length - mostShown));
  return [...found.slice(0, mostShown), { label: more, searched: '', alwaysShow: true }];
}

/** What a choice is shown by while it is only looked at. */
export type Preview = (node: GraphNode) => void;

/**
 * Asks for a layer, and shows each that is looked at on the way.
 * @returns undefined when the user gave up.
 */
export function chooseLayer(graph: ModelGraph, preview: Preview): Promise<GraphNode | undefined> {
  const items = layerItems(graph);
  const pick = window.createQuickPick<LayerItem>();
  pick.title = l10n.t('Go to Layer');
  pick.placeholder = l10n.t('A layer by its class, name, shape or function');
  pick.items = matching(items, '');
  pick.onDidChangeValue((query) => (pick.items = matching(items, query)));
  return new Promise((resolve) => {
    let looked = false;
    pick.onDidChangeActive(([active]) => {
      // The first one is active before the user has looked at any.
      if (looked && active?.node !== undefined) preview(active.node);
      looked = true;
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
