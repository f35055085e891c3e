/** Decides where the wires of a stack run horizontally: ports, columns and lanes. */
import type { Row } from './columns';
import type { Cuts } from './cut';
import { assignLanes } from './lanes';
import { spreadPorts, type Terminal } from './ports';
import { border, type Item, type Problem } from './problem';
import { spacing } from './spacing';

/** Horizontal places of one wire: where it leaves a box, runs, and enters the next. */
export interface Run {
  out: number;
  /** Below the first box and above the second; the same but for the wires of parts. */
  start: number;
  end: number;
  in: number;
}

export interface Stack {
  readonly problem: Problem;
  readonly rows: readonly Row[];
  /** Indices of the bypasses. */
  readonly bypasses: readonly number[];
  readonly runs: readonly Run[];
  /** Links by the position of the cut item whose lower or upper side they end at. */
  readonly below: LinksAt;
  readonly above: LinksAt;
}

type LinksAt = readonly (readonly number[] | undefined)[];

export function itemAt(problem: Problem, position: number): Item {
  return problem.items[position] ?? border;
}

export function isBorder(problem: Problem, position: number): boolean {
  return position === 0 || position === problem.items.length - 1;
}

/** Indices of the links by the cut item that they leave or enter. */
function linksAt({ items, links }: Problem, cuts: readonly number[], end: 'from' | 'to'): LinksAt {
  const lists = new Array<number[] | undefined>(items.length).fill(undefined);
  for (const position of cuts) lists[position] = [];
  links.forEach((link, index) => lists[link[end]]?.push(index));
  return lists;
}

function prepare(problem: Problem, rows: readonly Row[], { cuts, bypasses }: Cuts): Stack {
  return {
    problem,
    rows,
    bypasses,
    runs: problem.links.map((link) => {
      const skip = link.skip ? 1 : 0;
      return { out: 0, start: link.in ?? skip, end: link.out ?? skip, in: 0 };
    }),
    below: linksAt(problem, cuts, 'from'),
    above: linksAt(problem, cuts, 'to'),
  };
}

/** The wires of parts leave for, and come from, where the part has them on its borders. */
function aimAtColumns({ rows, runs }: Stack): void {
  for (const { columns } of rows) {
    for (const { part, placement, x } of columns) {
      part.links.forEach((link, local) => {
        const points = placement.wires[local];
        const run = runs[link];
        if (run === undefined || points === undefined) return;
        run.start = x + (points[0]?.x ?? 0);
        run.end = x + (points.at(-1)?.x ?? 0);
      });
    }
  }
}

/** Slots alternate: cut item, row, cut item… */
function aimAtLanes({ problem, rows, bypasses, runs }: Stack): void {
  const reach = rows.flatMap(({ piece, right }) => {
    const item = itemAt(problem, piece.from);
    return [item.width - item.left, right];
  });
  const slot = new Map(rows.map(({ piece }, index) => [piece.from, 2 * index]));
  const end = 2 * rows.length;
  const spans = bypasses.map((link) => {
    const { from, to } = problem.links[link] ?? { from: 0, to: 0 };
    return { link, first: (slot.get(from) ?? 0) + 1, last: (slot.get(to) ?? end) - 1 };
  });
  for (const [link, x] of assignLanes(reach, spans)) {
    const run = runs[link];
    if (run !== undefined) run.start = run.end = x;
  }
}

/** How far from the axis wires may end on an item's side. */
function portRange(problem: Problem, position: number): number {
  if (isBorder(problem, position)) return Infinity;
  return Math.max(1, itemAt(problem, position).width / 2 - spacing.corner);
}

/** Where a run goes on from the box that it leaves or enters. */
const farEnd = { out: 'start', in: 'end' } as const;

/** Sets where the links end on one side of the item. */
function spread(
  { problem, runs }: Stack,
  position: number,
  links: readonly number[] | undefined,
  side: 'out' | 'in',
): void {
  if (links?.length === 1) {
    const [only = 0] = links;
    const run = runs[only];
    if (run !== undefined) run[side] = problem.links[only]?.[side] ?? 0;
    return;
  }
  const terminals = (links ?? []).map((link): Terminal => {
    const { skip = false, [side]: fixed } = problem.links[link] ?? {};
    return { link, skip, fixed, x: runs[link]?.[farEnd[side]] ?? 0 };
  });
  for (const [link, x] of spreadPorts(terminals, portRange(problem, position))) {
    const run = runs[link];
    if (run !== undefined) run[side] = x;
  }
}

/** A wire from a cut item straight to the next has one run between the two, and no lane. */
function aimAtNext(stack: Stack, row: Row): void {
  if (row.columns.length === 0) {
    for (const index of row.piece.direct) {
      const run = stack.runs[index];
      if (run !== undefined) run.end = run.out;
    }
    return;
  }
  row.piece.direct.forEach((index, place) => {
    const run = stack.runs[index];
    if (run !== undefined) run.start = run.end = place * spacing.port;
  });
}

/** Everything horizontal, from the first cut item to the last. */
export function routeWires(problem: Problem, rows: readonly Row[], cuts: Cuts): Stack {
  const stack = prepare(problem, rows, cuts);
  aimAtColumns(stack);
  aimAtLanes(stack);
  for (const row of rows) {
    spread(stack, row.piece.from, stack.below[row.piece.from], 'out');
    aimAtNext(stack, row);
    spread(stack, row.piece.to, stack.above[row.piece.to], 'in');
    if (row.columns.length === 0) aimAtPorts(stack, row);
  }
  return stack;
}

/** Between neighbours a wire turns once at most: right below the upper one's other wires. */
function aimAtPorts({ runs }: Stack, { piece }: Row): void {
  for (const index of piece.direct) {
    const run = runs[index];
    if (run !== undefined) run.start = run.end = run.in;
  }
}
