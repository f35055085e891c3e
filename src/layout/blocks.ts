/** Places the open groups from the innermost outward: each is a box of known size in the next. */
import { localLinks, type LocalLink, type LocalLinks } from './local';
import { metrics } from './metrics';
import type { Place, Report } from './place';
import { border, type Item, type Link, type Placement } from './problem';
import {
  closedLabel,
  even,
  headerLabel,
  layerLabel,
  totalsOf,
  type Label,
  type LayerLabel,
} from './sizes';
import type { GroupTotals } from './titles';
import { depthOf, type Group, type Leaf, type TreeNode } from './tree';
import type { View } from './view';

/** An open group with everything in it placed. */
export interface Block {
  readonly label: Label;
  readonly totals: GroupTotals;
  readonly placement: Placement;
  readonly item: Item;
  /** Where connections come in and go out, from the axis. */
  readonly ins: ReadonlyMap<number, number>;
  readonly outs: ReadonlyMap<number, number>;
}

export interface ClosedGroup {
  readonly label: Label;
  readonly totals: GroupTotals;
}

export interface Blocks {
  readonly open: ReadonlyMap<Group, Block>;
  readonly closed: ReadonlyMap<Group, ClosedGroup>;
  readonly layers: ReadonlyMap<Leaf, LayerLabel>;
  readonly links: LocalLinks;
}

/** What is known while the blocks are made. */
interface Making {
  readonly view: View;
  readonly open: Map<Group, Block>;
  readonly closed: Map<Group, ClosedGroup>;
  readonly layers: Map<Leaf, LayerLabel>;
  readonly links: LocalLinks;
}

/** From an open group's top to the placement of what it holds. */
export const contentTop = metrics.headerHeight + metrics.groupPadding;

function centred({ width, height }: Label): Item {
  return { width, height, left: width / 2 };
}

/** Layers with a detail are equally wide within a group, so that the texts stand in columns. */
function measureLayers(making: Making, group: Group): void {
  const leaves = group.children.filter((child) => child.type === 'leaf');
  const labels = leaves.map((leaf) => layerLabel(leaf, making.view.hiddenSkips.get(leaf) ?? {}));
  const isWide = ({ detail }: Label): boolean => detail !== '';
  const width = labels.reduce(
    (most, label) => (isWide(label) ? Math.max(most, label.width) : most),
    0,
  );
  leaves.forEach((leaf, index) => {
    const label = labels[index];
    if (label) making.layers.set(leaf, isWide(label) ? { ...label, width } : label);
  });
}

function measureClosed({ view, closed }: Making, group: Group): Label {
  const totals = totalsOf(group);
  const label = closedLabel(group, totals, view.hiddenSkips.get(group) ?? {});
  closed.set(group, { label, totals });
  return label;
}

function itemOf(making: Making, child: TreeNode): Item {
  if (child.type === 'leaf') {
    const label = making.layers.get(child);
    return label === undefined ? border : centred(label);
  }
  const block = making.open.get(child);
  return block?.item ?? centred(measureClosed(making, child));
}

/** Where an open child lets the connection pass; nothing for other children. */
function gate(making: Making, child: TreeNode | null, link: LocalLink, side: 'ins' | 'outs') {
  if (child?.type !== 'group') return undefined;
  return making.open.get(child)?.[side].get(link.connection);
}

function linksOf(making: Making, group: Group, local: readonly LocalLink[]): Link[] {
  const indices = new Map(group.children.map((child, index) => [child, index + 1]));
  const exit = group.children.length + 1;
  return local.map((link) => {
    const out = gate(making, link.from, link, 'outs');
    const into = gate(making, link.to, link, 'ins');
    return {
      from: link.from === null ? 0 : (indices.get(link.from) ?? 0),
      to: link.to === null ? exit : (indices.get(link.to) ?? exit),
      skip: making.view.connections[link.connection]?.skip !== undefined,
      ...(out === undefined ? {} : { out }),
      ...(into === undefined ? {} : { in: into }),
    };
  });
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

function gates(placement: Placement, local: readonly LocalLink[]) {
  const ins = new Map<number, number>();
  const outs = new Map<number, number>();
  local.forEach(({ connection, from, to }, index) => {
    const points = placement.wires[index] ?? [];
    if (from === null) ins.set(connection, points[0]?.x ?? 0);
    if (to === null) outs.set(connection, points.at(-1)?.x ?? 0);
  });
  return { ins, outs };
}

async function makeBlock(
  making: Making,
  group: Group,
  place: Place,
  report: Report,
): Promise<Block> {
  measureLayers(making, group);
  const local = making.links.byGroup.get(group) ?? [];
  const items = [border, ...group.children.map((child) => itemOf(making, child)), border];
  const placement = await place({ items, links: linksOf(making, group, local) }, report);
  const totals = totalsOf(group);
  const label = headerLabel(group, totals);
  return {
    label,
    totals,
    placement,
    item: boxAround(placement, label),
    ...gates(placement, local),
  };
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

export async function makeBlocks(
  view: View,
  place: Place,
  onProgress: OnProgress,
): Promise<Blocks> {
  const making: Making = {
    view,
    open: new Map(),
    closed: new Map(),
    layers: new Map(),
    links: localLinks(view),
  };
  const of = view.open.reduce((boxes, { children }) => boxes + children.length, 0);
  let done = 0;
  const report = (boxes: number): void => onProgress({ done: (done += boxes), of });
  for (const groups of byDepth(view.open).reverse()) {
    const blocks = await Promise.all(
      groups.map((group) => makeBlock(making, group, place, report)),
    );
    groups.forEach((group, index) => {
      const block = blocks[index];
      if (block !== undefined) making.open.set(group, block);
    });
  }
  return making;
}
