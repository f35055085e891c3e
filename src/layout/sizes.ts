/** Texts of the boxes and the sizes that these need. */
import { categoryOf, type LayerCategory } from '../model/category';
import type { GraphNode } from '../model/graph';
import { metrics } from './metrics';
import type { Item } from './problem';
import { fitText, textWidth } from './textWidth';
import { groupDetail, layerDetail, layerTitle, type GroupTotals } from './titles';
import type { Group, TreeNode } from './tree';
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

function fitted(title: string, detail: string): Pick<Label, 'title' | 'detail'> {
  return {
    title: fitText(title, metrics.titleSize, metrics.longestText),
    detail: fitText(detail, metrics.detailSize, metrics.longestText),
  };
}

function badgesWidth(skips: SkipCounts): number {
  const badges = Object.keys(skips).length * metrics.badgeWidth;
  return badges === 0 ? 0 : metrics.textGap + badges;
}

/** A layer has badges for the skips that it holds behind everything else. */
export function layerLabel(node: GraphNode, skips: SkipCounts): LayerLabel {
  const text = fitted(layerTitle(node), layerDetail(node));
  const detail =
    text.detail === '' ? 0 : metrics.textGap + textWidth(text.detail, metrics.detailSize);
  const title = textWidth(text.title, metrics.titleSize);
  const width = even(2 * metrics.textPadding + title + detail + badgesWidth(skips));
  return {
    ...text,
    category: categoryOf(node.className),
    width,
    left: width / 2,
    height: text.detail === '' ? metrics.smallHeight : metrics.layerHeight,
  };
}

/** Sums over a group's layers. */
export function totalsOf(group: Group): GroupTotals {
  const totals = { layers: 0, parameters: 0, macs: 0, failed: false };
  const below: TreeNode[] = [group];
  for (const node of below) {
    if (node.type === 'group') for (const child of node.children) below.push(child);
    else {
      totals.layers++;
      totals.parameters += node.node.parameters.trainable + node.node.parameters.nonTrainable;
      totals.macs += node.node.macs.forward;
      totals.failed ||= node.node.failed === true;
    }
  }
  return totals;
}

/** A closed group has badges for its skips behind the title, and the detail below. */
export function closedLabel(group: Group, totals: GroupTotals, skips: SkipCounts): Label {
  const text = fitted(group.title, groupDetail(totals));
  const title = textWidth(text.title, metrics.titleSize) * boldFactor;
  const first = metrics.chevronWidth + title + badgesWidth(skips);
  const second = metrics.chevronWidth + textWidth(text.detail, metrics.detailSize);
  const width = even(2 * metrics.textPadding + Math.max(first, second));
  return { ...text, width, height: metrics.closedHeight };
}

/** The least size of an open group: that of its header. */
export function headerLabel(group: Group, totals: GroupTotals): Label {
  const text = fitted(group.title, groupDetail(totals));
  const title = textWidth(text.title, metrics.titleSize) * boldFactor;
  const detail = textWidth(text.detail, metrics.detailSize);
  const texts = metrics.chevronWidth + title + metrics.textGap + detail;
  return { ...text, width: even(2 * metrics.textPadding + texts), height: metrics.headerHeight };
}
