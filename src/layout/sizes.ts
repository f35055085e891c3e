/** Texts of the boxes and the sizes that these need. */
import { categoryOf, type LayerCategory } from '../model/category';
import type { GraphNode } from '../model/graph';
import { badgesWidth } from './badges';
import { metrics } from './metrics';
import type { BoxWords } from './pictureWords';
import type { Item } from './problem';
import { fitText, textWidth } from './textWidth';
import { layerDetail, layerTitle, type GroupTotals } from './titles';
import type { Group, Leaf } from './tree';
import type { SkipCounts } from './view';

export interface Label {
  readonly title: string;
  readonly detail: string;
  readonly width: number;
  readonly height: number;
}

/** With its box as an item of a layout problem. */
export interface LayerLabel extends Label, Item {
  readonly category: LayerCategory;
}

/** Group titles are drawn semi-bold, which is wider by this factor. */
const boldFactor = 1.14;

/** Boxes are centred on whole pixels. */
export function even(length: number): number {
  return 2 * Math.ceil(length / 2);
}

/** A title as far as there is room for it. */
export function fittedTitle(title: string): string {
  return fitText(title, metrics.titleSize, metrics.longestText);
}

function fitted(title: string, detail: string): Pick<Label, 'title' | 'detail'> {
  return {
    title: fittedTitle(title),
    detail: fitText(detail, metrics.detailSize, metrics.longestText),
  };
}

function badgesRoom(skips: SkipCounts): number {
  const badges = badgesWidth(skips);
  return badges === 0 ? 0 : metrics.textGap + badges;
}

/** A layer has badges for the skips that it holds behind everything else. */
export function layerLabel(node: GraphNode, skips: SkipCounts, words: BoxWords): LayerLabel {
  const text = fitted(layerTitle(node), layerDetail(node, words));
  const detail =
    text.detail === '' ? 0 : metrics.textGap + textWidth(text.detail, metrics.detailSize);
  const title = textWidth(text.title, metrics.titleSize);
  const width = even(2 * metrics.textPadding + title + detail + badgesRoom(skips));
  return {
    ...text,
    category: categoryOf(node.className),
    width,
    left: width / 2,
    height: text.detail === '' ? metrics.smallHeight : metrics.layerHeight,
  };
}

function addLayer(sums: Sums, { node }: Leaf, times: number): void {
  sums.layers += times;
  sums.parameters += times * (node.parameters.trainable + node.parameters.nonTrainable);
  sums.macs += times * node.macs.forward;
  sums.failed ||= node.failed === true;
}

function addGroup(sums: Sums, totals: GroupTotals, times: number): void {
  sums.layers += times * totals.layers;
  sums.parameters += times * totals.parameters;
  sums.macs += times * totals.macs;
  sums.failed ||= totals.failed;
}

type Sums = { -readonly [Key in keyof GroupTotals]: GroupTotals[Key] };

/**
 * Sums over a group's layers.
 *
 * @param known the sums of groups within it, where they were made before.
 */
export function totalsOf(
  group: Group,
  known: (inner: Group) => GroupTotals | undefined = () => undefined,
): GroupTotals {
  const sums = { layers: 0, parameters: 0, macs: 0, failed: false };
  const below = [{ group, times: 1 }];
  for (const { group: around, times } of below)
    for (const child of around.children) {
      const all = times * (child.times ?? 1);
      const inner = child.type === 'group' ? known(child) : undefined;
      if (child.type === 'leaf') addLayer(sums, child, all);
      else if (inner === undefined) below.push({ group: child, times: all });
      else addGroup(sums, inner, all);
    }
  return sums;
}

/** A closed group has badges for its skips behind the title, and the detail below. */
export function closedLabel(group: Group, detail: string, skips: SkipCounts): Label {
  const text = fitted(group.title, detail);
  const title = textWidth(text.title, metrics.titleSize) * boldFactor;
  const first = metrics.chevronWidth + title + badgesRoom(skips);
  const second = metrics.chevronWidth + textWidth(text.detail, metrics.detailSize);
  const width = even(2 * metrics.textPadding + Math.max(first, second));
  return { ...text, width, height: metrics.closedHeight };
}

/** The least size of an open group: that of its header. */
export function headerLabel(group: Group, detail: string): Label {
  const text = fitted(group.title, detail);
  const title = textWidth(text.title, metrics.titleSize) * boldFactor;
  const besideTitle = metrics.textGap + textWidth(text.detail, metrics.detailSize);
  const texts = metrics.chevronWidth + title + besideTitle;
  return { ...text, width: even(2 * metrics.textPadding + texts), height: metrics.headerHeight };
}
