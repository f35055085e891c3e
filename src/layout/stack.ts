/** Stacks the rows between cuts under each other with the cut items on the axis. */
import type { Row } from './columns';
import type { Cuts } from './cut';
import { gapAbove, gapBelow, singleGap, type Gap } from './gaps';
import type { Point } from './picture';
import type { Placement, Problem } from './problem';
import { itemAt, routeWires, type Stack } from './routes';
import { wayThrough } from './way';

/** A placement in the making. */
interface Draft {
  readonly stack: Stack;
  readonly items: Point[];
  readonly wires: Point[][];
}

function placeItem({ stack, items }: Draft, position: number, y: number): number {
  const item = itemAt(stack.problem, position);
  items[position] = { x: -item.left, y };
  return y + item.height;
}

/** From the lower side of a cut item to where the wire runs on. */
function drawHeads({ stack, wires }: Draft, position: number, y: number, gap: Gap): void {
  for (const link of stack.below[position] ?? []) {
    const run = stack.runs[link];
    const wire = wires[link];
    if (run === undefined || wire === undefined) continue;
    wire.push({ x: run.out, y });
    const track = gap.offset.get(link);
    if (track !== undefined)
      wire.push({ x: run.out, y: y + track }, { x: run.start, y: y + track });
  }
}

/** To the upper side of a cut item; `top` is that of the gap above it. */
function drawTails(draft: Draft, position: number, top: number, gap: Gap, y: number): void {
  const { stack, wires } = draft;
  for (const link of stack.above[position] ?? []) {
    const run = stack.runs[link];
    const wire = wires[link];
    if (run === undefined || wire === undefined) continue;
    const track = gap.offset.get(link);
    if (track !== undefined && run.end !== run.in)
      wire.push({ x: run.end, y: top + track }, { x: run.in, y: top + track });
    wire.push({ x: run.in, y });
  }
}

/** Shorter columns stand in the middle of the row's height. */
function drawColumns({ items, wires }: Draft, row: Row, top: number): void {
  for (const { part, placement, x } of row.columns) {
    const y = top + Math.floor((row.height - placement.height) / 2);
    const move = (point: Point): Point => ({ x: point.x + x, y: point.y + y });
    part.positions.forEach((position, local) => {
      const point = placement.items[local];
      if (position >= 0 && point !== undefined) items[position] = move(point);
    });
    part.links.forEach((link, local) => {
      for (const point of placement.wires[local] ?? []) wires[link]?.push(move(point));
    });
  }
}

/** Draws one row from the lower side of its first cut item; gives the y of the next one's top. */
function drawRow(draft: Draft, row: Row, y: number): number {
  const { from, to } = row.piece;
  if (row.columns.length === 0) {
    const gap = singleGap(draft.stack, row);
    const next = y + gap.height;
    drawHeads(draft, from, y, gap);
    drawTails(draft, to, y, gap, next);
    return next;
  }
  const below = gapBelow(draft.stack, row);
  const above = gapAbove(draft.stack, row);
  const bottom = y + below.height + row.height;
  drawHeads(draft, from, y, below);
  drawColumns(draft, row, y + below.height);
  drawTails(draft, to, bottom, above, bottom + above.height);
  return bottom + above.height;
}

/** How far boxes and wires reach from the axis. */
function extent({ items, wires, stack }: Draft): Pick<Placement, 'left' | 'right'> {
  let left = 0;
  let right = 0;
  const reach = (x: number): void => {
    left = Math.max(left, -x);
    right = Math.max(right, x);
  };
  items.forEach(({ x }, position) => {
    reach(x);
    reach(x + itemAt(stack.problem, position).width);
  });
  for (const wire of wires) for (const { x } of wire) reach(x);
  return { left, right };
}

/** `problem` is in stacking order, `rows` are those between its cuts. */
export function stackRows(problem: Problem, cuts: Cuts, rows: readonly Row[]): Placement {
  const stack = routeWires(problem, rows, cuts);
  const draft: Draft = { stack, items: [], wires: problem.links.map(() => []) };
  let y = placeItem(draft, 0, 0);
  for (const row of rows) y = placeItem(draft, row.piece.to, drawRow(draft, row, y));
  return { ...extent(draft), height: y, items: draft.items, wires: draft.wires.map(wayThrough) };
}
