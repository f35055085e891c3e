/** Places the open groups from the innermost outward: each is a box of known size in the next. */
import { Labels } from './labels';
import { localLinks, type LocalLink, type LocalLinks } from './local';
import { metrics } from './metrics';
import type { BoxWords } from './pictureWords';
import { placeAll, type Place } from './place';
import { border, type Item, type Link, type Placement, type Problem } from './problem';
import { closedLabel, even, headerLabel, totalsOf, type Label, type LayerLabel } from './sizes';
import type { GroupTotals } from './titles';
import type { StandIn } from './series/standIns';
import { stretched } from './series/stretch';
import { childCount, depthOf, type Group, type TreeNode } from './tree';
import type { View } from './view';

/** An open group with everything in it placed. */
export interface Block {
  readonly label: Label;
  readonly totals: GroupTotals;
  readonly placement: Placement;
  readonly item: Item;
}

export interface ClosedGroup {
  readonly label: Label;
  readonly totals: GroupTotals;
}

export interface Blocks {
  /** By the group's number. */
  readonly open: readonly (Block | undefined)[];
  readonly closed: readonly (ClosedGroup | undefined)[];
  /** By the leaf's number. */
  readonly layers: readonly (LayerLabel | undefined)[];
  readonly links: LocalLinks;
}

/** What is known while the blocks are made. */
interface Making {
  readonly view: View;
  readonly open: (Block | undefined)[];
  readonly closed: (ClosedGroup | undefined)[];
  readonly labels: Labels;
  readonly layers: (LayerLabel | undefined)[];
  readonly links: LocalLinks;
  /** The index of each child of an open group in the group's problem. */
  readonly indices: Int32Array;
}

/** From an open group's top to the placement of what it holds. */
export const contentTop = metrics.headerHeight + metrics.groupPadding;

function centred({ width, height }: Label): Item {
  return { width, height, left: width / 2 };
}

/** Layers with a detail are equally wide within a group, so that the texts stand in columns. */
function measureLayers({ view, labels, layers }: Making, group: Group): void {
  let width = 0;
  for (const child of group.children) {
    if (child.type !== 'leaf') continue;
    const label = labels.of(child, view.hiddenSkips.get(child));
    layers[child.number] = label;
    if (label.detail !== '') width = Math.max(width, label.width);
  }
  for (const { number } of group.children) {
    const label = layers[number];
    if (label !== undefined && label.detail !== '') layers[number] = labels.widened(label, width);
  }
}

function measureClosed({ view, closed, labels }: Making, group: Group): Label {
  const totals = totalsOf(group);
  const label = closedLabel(group, labels.groupDetail(totals), view.hiddenSkips.get(group) ?? {});
  closed[group.number] = { label, totals };
  return label;
}

function itemOf(making: Making, child: TreeNode): Item {
  if (child.type === 'leaf') return making.layers[child.number] ?? border;
  const block = making.open[child.number];
  return block?.item ?? centred(measureClosed(making, child));
}

/** Where an open child lets the connection in or out, from its axis; nothing for other children. */
function gate({ open, links }: Making, child: TreeNode | null, connection: number, side: 0 | -1) {
  if (child?.type !== 'group') return undefined;
  const section = links.sections[connection]?.find(({ group }) => group === child);
  const block = open[child.number];
  if (section === undefined || block === undefined) return undefined;
  return block.placement.wires[section.link]?.at(side)?.x ?? 0;
}

function linkOf(making: Making, exit: number, { connection, from, to }: LocalLink): Link {
  return {
    from: from === null ? 0 : (making.indices[from.number] ?? 0),
    to: to === null ? exit : (making.indices[to.number] ?? exit),
    skip: making.view.connections[connection]?.skip !== undefined,
    out: gate(making, from, connection, -1),
    in: gate(making, to, connection, 0),
  };
}

/** The children of a group as items to be placed, and the wires between them. */
function problemOf(making: Making, group: Group): Problem {
  const items = [border];
  for (const child of group.children) {
    making.indices[child.number] = items.length;
    items.push(itemOf(making, child));
  }
  const exit = items.push(border) - 1;
  const local = making.links.byGroup[group.number] ?? [];
  return { items, links: local.map((link) => linkOf(making, exit, link)) };
}

/** The group's box around its placement, wide enough for its header. */
function boxAround(placement: Placement, label: Label): Item {
  const left = Math.ceil(placement.left) + metrics.groupPadding;
  const right = Math.ceil(placement.right) + metrics.groupPadding;
  const missing = Math.max(0, label.width - left - right);
  const height = contentTop + placement.height + metrics.groupPadding;
  const width = even(left + right + missing);
  return { width, height: even(height), left: left + Math.floor(missing / 2) };
}

/** A placement with room for the blocks that others stand for; undefined where they leave none. */
function withAll(
  { indices }: Making,
  problem: Problem,
  placement: Placement,
  standIns: readonly StandIn[],
): Placement | undefined {
  let whole: Placement | undefined = placement;
  for (const { before, block, after, copies } of standIns) {
    const [a = 0, b = 0, c = 0] = [before, block, after].map(({ number }) => indices[number]);
    whole &&= stretched(problem, whole, { before: a, block: b, after: c, copies });
  }
  return whole;
}

function standInsByGroup(standIns: readonly StandIn[]): Map<Group, StandIn[]> {
  const byGroup = new Map<Group, StandIn[]>();
  for (const standIn of standIns) {
    const list = byGroup.get(standIn.group) ?? [];
    if (list.push(standIn) === 1) byGroup.set(standIn.group, list);
  }
  return byGroup;
}

function blockOf(making: Making, group: Group, placement: Placement): Block {
  const totals = totalsOf(
    group,
    ({ number }) => (making.open[number] ?? making.closed[number])?.totals,
  );
  const label = headerLabel(group, making.labels.groupDetail(totals));
  return { label, totals, placement, item: boxAround(placement, label) };
}

/** Groups of the same depth hold none of each other. */
function byDepth(groups: readonly Group[]): Group[][] {
  const levels: Group[][] = [];
  for (const group of groups) (levels[depthOf(group) + 1] ??= []).push(group);
  return levels;
}

/** How many boxes have their place, of all that will be drawn. */
export interface LayoutProgress {
  readonly done: number;
  readonly of: number;
}

export type OnProgress = (progress: LayoutProgress) => void;

/** Nothing is known yet of any leaf or group. */
function perNode<T>({ tree }: View): (T | undefined)[] {
  return new Array<T | undefined>(tree.size).fill(undefined);
}

/** What blocks are made with. */
export interface BlockTools {
  readonly place: Place;
  readonly onProgress: OnProgress;
  /** On the boxes. */
  readonly words: BoxWords;
}

/**
 * @param standIns blocks that stand for others, for which the placements make room.
 * @returns undefined where there is no room for these.
 */
export async function makeBlocks(
  view: View,
  { place, onProgress, words }: BlockTools,
  standIns: readonly StandIn[] = [],
): Promise<Blocks | undefined> {
  const making: Making = {
    view,
    open: perNode(view),
    closed: perNode(view),
    labels: new Labels(words),
    layers: perNode(view),
    links: localLinks(view),
    indices: new Int32Array(view.tree.size),
  };
  const byGroup = standInsByGroup(standIns);
  const of = view.open.reduce((boxes, group) => boxes + childCount(group), 0);
  let done = 0;
  const report = (boxes: number): void => onProgress({ done: (done += boxes), of });
  for (const groups of byDepth(view.open).reverse()) {
    for (const group of groups) measureLayers(making, group);
    const problems = groups.map((group) => problemOf(making, group));
    const placements = await placeAll(problems, (problem) => place(problem, report), report);
    for (const [index, group] of groups.entries()) {
      const [problem, placed] = [problems[index], placements[index]];
      if (problem === undefined || placed === undefined) continue;
      const placement = withAll(making, problem, placed, byGroup.get(group) ?? []);
      if (placement === undefined) return undefined;
      making.open[group.number] = blockOf(making, group, placement);
      const leftOut = childCount(group) - group.children.length;
      if (leftOut > 0) report(leftOut);
    }
  }
  return making;
}
