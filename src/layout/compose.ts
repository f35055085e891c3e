/** From placed groups to one picture in absolute coordinates. */
import { contentTop, type Block, type Blocks } from './blocks';
import { metrics } from './metrics';
import type { Box, DrawnSkip, GroupBox, LayerBox, Picture, Point, Wire } from './picture';
import { border } from './problem';
import type { LayerLabel } from './sizes';
import { depthOf, type FlatSkip, type Group, type Leaf } from './tree';
import type { Connection, SkipCounts, View } from './view';

/** Where an open group's placement has its axis and its top. */
type Origin = Point;

interface Composing {
  readonly view: View;
  readonly blocks: Blocks;
  /** By the numbers of open groups. */
  readonly origins: (Origin | undefined)[];
  readonly boxes: Box[];
}

const unmeasured: LayerLabel = { ...border, title: '', detail: '', category: 'custom' };

function rootOrigin({ placement }: Block): Origin {
  return { x: metrics.margin + Math.ceil(placement.left), y: metrics.margin };
}

/** Shared by the boxes that hide none. */
const noSkips: SkipCounts = {};

/** What the children of one group have in common. */
interface Level {
  /** The id of the group that holds them. */
  readonly parent: string | null;
  readonly depth: number;
}

function layerBox({ view, blocks }: Composing, leaf: Leaf, at: Point, level: Level): LayerBox {
  const { title, detail, category, width, height } = blocks.layers[leaf.number] ?? unmeasured;
  return {
    type: 'layer',
    id: leaf.id,
    parent: level.parent,
    depth: level.depth,
    hiddenSkips: view.hiddenSkips.get(leaf) ?? noSkips,
    x: at.x,
    y: at.y,
    width,
    height,
    title,
    detail,
    category,
    failed: leaf.node.failed === true,
  };
}

function groupBox(composing: Composing, group: Group, at: Point, level: Level): GroupBox[] {
  const { view, blocks, origins } = composing;
  const block = blocks.open.get(group);
  const made = block ?? blocks.closed.get(group);
  if (made === undefined) return [];
  if (block !== undefined)
    origins[group.number] = { x: at.x + block.item.left, y: at.y + contentTop };
  const { width, height } = block?.item ?? made.label;
  return [
    {
      type: 'group',
      id: group.id,
      ...level,
      hiddenSkips: view.hiddenSkips.get(group) ?? noSkips,
      ...at,
      width,
      height,
      open: block !== undefined,
      title: made.label.title,
      detail: made.label.detail,
      failed: block === undefined && made.totals.failed,
      layers: made.totals.layers,
    },
  ];
}

function isSorted(boxes: readonly Box[]): boolean {
  return boxes.every((box, index) => index === 0 || (boxes[index - 1]?.y ?? 0) < box.y);
}

/** Boxes of a group's children, top to bottom. */
function composeGroup(composing: Composing, group: Group): void {
  const block = composing.blocks.open.get(group);
  const origin = composing.origins[group.number];
  if (block === undefined || origin === undefined) return;
  const parent = group.parent === null ? null : group.id;
  const level = { parent, depth: depthOf(group) + 1 };
  const boxes: Box[] = [];
  group.children.forEach((child, index) => {
    const { x, y } = block.placement.items[index + 1] ?? { x: 0, y: 0 };
    const at = { x: origin.x + x, y: origin.y + y };
    if (child.type === 'leaf') boxes.push(layerBox(composing, child, at, level));
    else for (const box of groupBox(composing, child, at, level)) boxes.push(box);
  });
  if (!isSorted(boxes)) boxes.sort((a, b) => a.y - b.y || a.x - b.x);
  // Not by one push of all: what a call takes as arguments is limited by the stack.
  for (const box of boxes) composing.boxes.push(box);
}

/** Adds a point to a way, and takes out the one before if that lies between its neighbours. */
function extend(way: Point[], x: number, y: number): void {
  const last = way.at(-1);
  if (last?.x === x && last.y === y) return;
  const before = way.at(-2);
  if (last !== undefined && before !== undefined && isBetween(before, last, x, y)) way.pop();
  way.push({ x, y });
}

function isBetween(a: Point, b: Point, x: number, y: number): boolean {
  const vertical = a.x === b.x && b.x === x && (b.y - a.y) * (y - b.y) >= 0;
  return vertical || (a.y === b.y && b.y === y && (b.x - a.x) * (x - b.x) >= 0);
}

function wireOf({ blocks, origins }: Composing, connection: Connection, index: number): Wire {
  const points: Point[] = [];
  for (const { group, link } of blocks.links.sections[index] ?? []) {
    const origin = origins[group.number];
    const wire = blocks.open.get(group)?.placement.wires[link];
    if (origin === undefined || wire === undefined) continue;
    for (const { x, y } of wire) extend(points, origin.x + x, origin.y + y);
  }
  const { id, shape, skip } = connection;
  const [from, to] = [connection.from.id, connection.to.id];
  if (skip === undefined) return { id, from, to, points, shape };
  return { id, from, to, points, shape, skip: skip.id };
}

/** In the order of their first wires. */
function drawnSkips({ connections, shown }: View): DrawnSkip[] {
  const wires = new Map<FlatSkip, string[]>();
  for (const { id, skip } of connections) {
    if (skip === undefined) continue;
    const list = wires.get(skip);
    if (list === undefined) wires.set(skip, [id]);
    else list.push(id);
  }
  const boxOf = (leaf: Leaf): string => shown.get(leaf).id;
  return Array.from(wires, ([{ id, skip, fork, merge }, own]): DrawnSkip => {
    const { kind, length } = skip;
    return { id, kind, length, fork: boxOf(fork), merge: boxOf(merge), wires: own };
  });
}

/** `view.open` starts with the root. */
export function compose(view: View, blocks: Blocks): Picture {
  const [root] = view.open;
  const block = root === undefined ? undefined : blocks.open.get(root);
  if (root === undefined || block === undefined)
    return { width: 0, height: 0, boxes: [], wires: [], skips: [] };
  const origins = new Array<Origin | undefined>(view.tree.size).fill(undefined);
  origins[root.number] = rootOrigin(block);
  const composing: Composing = { view, blocks, origins, boxes: [] };
  for (const group of view.open) composeGroup(composing, group);
  const { left, right, height } = block.placement;
  return {
    width: Math.ceil(left) + Math.ceil(right) + 2 * metrics.margin,
    height: height + 2 * metrics.margin,
    boxes: composing.boxes,
    wires: view.connections.map((connection, index) => wireOf(composing, connection, index)),
    skips: drawnSkips(view),
  };
}
