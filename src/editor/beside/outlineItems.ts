/** What stands on the rows of the outline, and what a screen reader says of them. */
import { l10n, TreeItem, TreeItemCollapsibleState, ThemeIcon } from 'vscode';
import { formatCount, formatExact, formatMacs, formatShape } from '../../model/format';
import { skipKinds, type GraphNode, type Skip } from '../../model/graph';
import { layerTitle } from '../../model/layerTitle';
import { layerIcon } from './layerIcons';
import type { GroupElement, LayerElement, OutlineElement, RangeElement } from './outlineElements';
import { inputWords, outputWords, parametersOf, shortName, skipCount, skipWords } from './words';

/** `↷ identity`, `↷ 12 identity, 4 projection`; nothing without skips. */
function skipMark(skips: readonly Skip[]): string {
  if (skips.length === 0) return '';
  const kinds = skipKinds.flatMap((kind) => {
    const count = skips.filter((skip) => skip.kind === kind).length;
    if (count === 0) return [];
    return skips.length === 1 ? [kind] : [`${formatExact(count)} ${kind}`];
  });
  return `↷ ${kinds.join(', ')}`;
}

function joined(parts: readonly string[], separator: string): string {
  return parts.filter((part) => part !== '').join(separator);
}

function layerDescription({ node, skips }: LayerElement): string {
  const parameters = parametersOf(node);
  // The title of an input is its shape.
  if (node.className === 'InputLayer') return skipMark(skips);
  const shape =
    node.failed === true ? l10n.t('failed on {0}', inputWords(node)) : outputWords(node);
  return joined([shape, parameters === 0 ? '' : formatCount(parameters), skipMark(skips)], ' · ');
}

/** `output 56 by 56 by 64`, for ears. */
function spokenOutput({ outputs, failed, ...node }: GraphNode): string {
  if (failed === true) return l10n.t('failed on {0}', spoken(inputWords(node)));
  return l10n.t('output {0}', spoken(outputs.map(({ shape }) => formatShape(shape)).join(', ')));
}

function spoken(shapes: string): string {
  return shapes.replaceAll('×', l10n.t(' by ')).replaceAll('?', l10n.t('unknown'));
}

function spokenParameters(count: number): string {
  if (count === 0) return '';
  return count === 1 ? l10n.t('1 parameter') : l10n.t('{0} parameters', formatExact(count));
}

function layerItem(element: LayerElement): TreeItem {
  const { node, skips } = element;
  const title = shortName(layerTitle(node));
  const item = new TreeItem(title, TreeItemCollapsibleState.None);
  item.description = layerDescription(element);
  item.iconPath = layerIcon(node);
  const ends = skips.map((skip) => l10n.t('end of {0}', skipWords(skip)));
  const label = [title, spokenOutput(node), spokenParameters(parametersOf(node)), ...ends];
  item.accessibilityInformation = { label: joined(label, ', ') };
  return item;
}

/** What matters most first: a narrow side bar cuts the rest off. */
function groupDescription(
  { layers, parameters, macs }: GroupElement['totals'],
  skips: readonly Skip[],
): string {
  const count = layers === 1 ? l10n.t('1 layer') : l10n.t('{0} layers', formatExact(layers));
  const counted = parameters === 0 ? '' : formatCount(parameters);
  return joined([counted, skipMark(skips), macs === 0 ? '' : formatMacs(macs), count], ' · ');
}

function groupItem({ title, totals, skips, parent }: GroupElement): TreeItem {
  const name = shortName(title);
  const state =
    parent === undefined ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
  const item = new TreeItem(name, state);
  item.description = groupDescription(totals, skips);
  item.iconPath = new ThemeIcon(totals.failed ? 'error' : 'symbol-module');
  const label = [
    name,
    totals.failed ? l10n.t('holds the call that failed') : '',
    totals.layers === 1 ? l10n.t('1 layer') : l10n.t('{0} layers', formatExact(totals.layers)),
    spokenParameters(totals.parameters),
    skips.length === 0 ? '' : skipCount(skips.length),
  ];
  item.accessibilityInformation = { label: joined(label, ', ') };
  return item;
}

function rangeItem({ from, to }: RangeElement): TreeItem {
  const title = l10n.t('{0} to {1}', formatExact(from), formatExact(to));
  return new TreeItem(title, TreeItemCollapsibleState.Collapsed);
}

function itemOf(element: OutlineElement): TreeItem {
  if (element.type === 'layer') return layerItem(element);
  return element.type === 'group' ? groupItem(element) : rangeItem(element);
}

/** A row with the id of its element, so that what is open stays open when the model changes. */
export function outlineItem(element: OutlineElement): TreeItem {
  const item = itemOf(element);
  item.id = element.id;
  item.contextValue = element.type;
  return item;
}
