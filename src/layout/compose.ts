/** From placed groups to one picture in absolute coordinates. */
import { contentTop, type Block, type Blocks } from './blocks';
import { metrics } from './metrics';
import type { Box, DrawnSkip, GroupBox, LayerBox, Picture, Point, Rect, Wire } from './picture';
import { depthOf, type Group, type Leaf, type TreeNode } from './tree';
import type { Connection, View } from './view';

/** Where an open group's placement has its axis and its top. */
type Origin = Point;

interface Composing {
  readonly view: View;
  readonly blocks: Blocks;
  readonly origins: Map<Group, Origin>;
  readonly boxes: Box[];
}

function rootOrigin({ placement }: Block): Origin {
  return { x: metrics.margin + Math.ceil(placement.left), y: metrics.margin };
}

function base(
  { view }: Composing,
  child: TreeNode,
  at: Point,
  { width, height }: Pick<Rect, 'width' | 'height'>,
  depth: number,
) {
  const parent = child.parent?.parent == null ? null : child.parent.id;
  const hiddenSkips = view.hiddenSkips.get(child) ?? {};
  return { id: child.id, parent, depth, hiddenSkips, x: at.x, y: at.y, width, height };
}

function layerBox(composing: Composing, child: TreeNode, at: Point, depth: number): LayerBox[] {
  if (child.type !== 'leaf') return [];
  const label = composing.blocks.layers.get(child);
  if (label === undefined) return [];
  const { title, detail, category } = label;
  const failed = child.node.failed === true;
  const box = base(composing, child, at, label, depth);
  return [{ type: 'layer', ...box, title, detail, category, failed }];
}

function groupBox(composing: Composing, child: TreeNode, at: Point, depth: number): GroupBox[] {
  if (child.type !== 'group') return [];
  const block = composing.blocks.open.get(child);
  const made = block ?? composing.blocks.closed.get(child);
  if (made === undefined) return [];
  const box: GroupBox = {
    type: 'group',
    ...base(composing, child, at, block?.item ?? made.label, depth),
    open: block !== undefined,
    title: made.label.title,
    detail: made.label.detail,
    failed: block === undefined && made.totals.failed,
    layers: made.totals.layers,
  };
  if (block !== undefined) {
    const origin = { x: at.x + block.item.left, y: at.y + contentTop };
    composing.origins.set(child, origin);
  }
  return [box];
}

/** Boxes of a group's children, top to bottom. */
function composeGroup(composing: Composing, group: Group): void {
  const block = composing.blocks.open.get(group);
  const origin = composing.origins.get(group);
  if (block === undefined || origin === undefined) return;
  const depth = depthOf(group) + 1;
  const boxes = group.children.flatMap((child, index): Box[] => {
    const { x, y } = block.placement.items[index + 1] ?? { x: 0, y: 0 };
    const at = { x: origin.x + x, y: origin.y + y };
    return [...layerBox(composing, child, at, depth), ...groupBox(composing, child, at, depth)];
  });
  // Not by one push of all: what a call takes as arguments is limited by the stack.
  for (const box of boxes.sort((a, b) => a.y - b.y || a.x - b.x)) composing.boxes.push(box);
}

/** Without the points that lie on the way between their neighbours. */
function straightened(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    if (last?.x === point.x && last.y === point.y) continue;
    const before = kept.at(-2);
    if (last !== undefined && before !== undefined && isBetween(before, last, point)) kept.pop();
    kept.push(point);
  }
  return kept;
}

function isBetween(a: Point, b: Point, c: Point): boolean {
  const vertical = a.x === b.x && b.x === c.x && (b.y - a.y) * (c.y - b.y) >= 0;
  return vertical || (a.y === b.y && b.y === c.y && (b.x - a.x) * (c.x - b.x) >= 0);
}

function wireOf(composing: Composing, connection: Connection, index: number): Wire {
  const sections = composing.blocks.links.sections[index] ?? [];
  const points = sections.flatMap(({ group, link }) => {
    const origin = composing.origins.get(group) ?? { x: 0, y: 0 };
    const wire = composing.blocks.open.get(group)?.placement.wires[link] ?? [];
    return wire.map(({ x, y }) => ({ x: origin.x + x, y: origin.y + y }));
  });
  return {
    id: connection.id,
    from: connection.from.id,
    to: connection.to.id,
    points: straightened(points),
    shape: connection.shape,
    ...(connection.skip === undefined ? {} : { skip: connection.skip.id }),
  };
}

/** In the order of their first wires. */
function drawnSkips({ connections, shown }: View): DrawnSkip[] {
  const wires = new Map<string, Connection[]>();
  for (const connection of connections) {
    if (connection.skip === undefined) continue;
    const list = wires.get(connection.skip.id) ?? [];
    if (list.push(connection) === 1) wires.set(connection.skip.id, list);
  }
  return [...wires].flatMap(([id, own]): DrawnSkip[] => {
    const flat = own[0]?.skip;
    if (flat === undefined) return [];
    const { kind, length } = flat.skip;
    const boxOf = (leaf: Leaf): string => (shown.get(leaf) ?? leaf).id;
    const ends = { fork: boxOf(flat.fork), merge: boxOf(flat.merge) };
    return [{ id, kind, length, ...ends, wires: own.map((wire) => wire.id) }];
  });
}

/** `view.open` starts with the root. */
export function compose(view: View, blocks: Blocks): Picture {
  const [root] = view.open;
  const block = root === undefined ? undefined : blocks.open.get(root);
  if (root === undefined || block === undefined)
    return { width: 0, height: 0, boxes: [], wires: [], skips: [] };
  const origins = new Map([[root, rootOrigin(block)]]);
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
