/** From placed groups to one picture in absolute coordinates. */
import { contentTop, type Block, type Blocks } from './blocks';
import type { LocalLink } from './local';
import { metrics } from './metrics';
import type { Box, DrawnSkip, GroupBox, LayerBox, Picture, Point, Wire } from './picture';
import { border } from './problem';
import type { LayerLabel } from './sizes';
import { depthOf, type FlatSkip, type Group, type Leaf } from './tree';
import type { Connection, SkipCounts, View } from './view';
import { wayThrough } from './way';

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

const nowhere: Point = { x: 0, y: 0 };

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
  const block = blocks.open[group.number];
  const made = block ?? blocks.closed[group.number];
  if (made === undefined) return [];
  if (block !== undefined)
    origins[group.number] = { x: at.x + block.item.left, y: at.y + contentTop };
  const { width, height } = block?.item ?? made.label;
  return [
    {
      type: 'group',
      id: group.id,
      parent: level.parent,
      depth: level.depth,
      hiddenSkips: view.hiddenSkips.get(group) ?? noSkips,
      x: at.x,
      y: at.y,
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
  const block = composing.blocks.open[group.number];
  const origin = composing.origins[group.number];
  if (block === undefined || origin === undefined) return;
  const parent = group.parent === null ? null : group.id;
  const level = { parent, depth: depthOf(group) + 1 };
  const boxes: Box[] = [];
  group.children.forEach((child, index) => {
    const { x, y } = block.placement.items[index + 1] ?? nowhere;
    const at = { x: origin.x + x, y: origin.y + y };
    if (child.type === 'leaf') boxes.push(layerBox(composing, child, at, level));
    else for (const box of groupBox(composing, child, at, level)) boxes.push(box);
  });
  if (!isSorted(boxes)) boxes.sort((a, b) => a.y - b.y || a.x - b.x);
  // Not by one push of all: what a call takes as arguments is limited by the stack.
  for (const box of boxes) composing.boxes.push(box);
}

/** Where the part of a connection runs that is in one group; it is placed without needless points. */
function pointsIn({ blocks, origins }: Composing, { group, link }: LocalLink): Point[] {
  const { x: left, y: top } = origins[group.number] ?? nowhere;
  const wire = blocks.open[group.number]?.placement.wires[link] ?? [];
  return wire.map(({ x, y }) => ({ x: left + x, y: top + y }));
}

/** Through the groups that the connection runs in. */
function pointsOf(composing: Composing, sections: readonly LocalLink[]): readonly Point[] {
  const [only, second] = sections;
  if (only !== undefined && second === undefined) return pointsIn(composing, only);
  return wayThrough(sections.flatMap((section) => pointsIn(composing, section)));
}

function wireOf(composing: Composing, connection: Connection, index: number): Wire {
  const points = pointsOf(composing, composing.blocks.links.sections[index] ?? []);
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
  const block = root === undefined ? undefined : blocks.open[root.number];
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
