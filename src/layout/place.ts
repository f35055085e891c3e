/** Places problems: cut, place the parts, stack. What was placed once is kept. */
import { rowOf, type Row } from './columns';
import { cut, cutEverywhere, type Cuts } from './cut';
import type { ElkLike } from './elk';
import { stackingOrder } from './order';
import { piecesOf, type Part, type Piece } from './pieces';
import { isSameProblem, problemKey, type Placement, type Problem } from './problem';
import { placePrime } from './prime';
import { stackRows } from './stack';

/** @param report is told how many more items have their place; in the end all but the borders. */
export type Place = (problem: Problem, report: Report) => Promise<Placement>;

export type Report = (items: number) => void;

/** Placements kept for problems that come again, in this layout or after an edit. */
const mostKept = 16_384;
/** Larger problems are too unlikely to come again for a key of their size. */
const largestKept = 1000;
/** ELK takes seconds for more than this in one piece; then everything goes in one column. */
const largestPrime = { items: 160, links: 640 };
/** ELK takes some milliseconds for each; of more different parts the others go in one column each. */
const mostDifferent = 150;
/** Parts within parts within parts; real networks have five levels or so. */
const deepest = 40;

/** The problem with its items in stacking order, and the old index of each position. */
interface Arranged {
  readonly problem: Problem;
  readonly order: readonly number[];
}

function arrange({ items, links }: Problem): Arranged {
  const order = stackingOrder({ items, links });
  // Most are built in the order in which they are stacked.
  if (order.every((index, at) => index === at)) return { order, problem: { items, links } };
  const position = new Int32Array(items.length);
  order.forEach((index, at) => (position[index] = at));
  return {
    order,
    problem: {
      items: order.flatMap((index) => items[index] ?? []),
      links: links.map((link) => ({
        ...link,
        from: position[link.from] ?? 0,
        to: position[link.to] ?? 0,
      })),
    },
  };
}

function restoreOrder(placement: Placement, order: readonly number[]): Placement {
  if (order.every((index, at) => index === at)) return placement;
  const items = [...placement.items];
  order.forEach((index, position) => {
    const point = placement.items[position];
    if (point !== undefined) items[index] = point;
  });
  return { ...placement, items };
}

/** Whether cutting has got nowhere. */
function isPrime(pieces: readonly Piece[], { bypasses }: Cuts): boolean {
  const [only, second] = pieces;
  if (only === undefined || second !== undefined) return false;
  return only.parts.length === 1 && only.direct.length === 0 && bypasses.length === 0;
}

/** One column with every other wire in a lane beside it: plain, and always possible. */
function placeColumn(problem: Problem): Placement {
  const cuts = cutEverywhere(problem.items.length, problem.links);
  const rows = piecesOf(problem, cuts).map((piece) => rowOf(piece, []));
  return stackRows(problem, cuts, rows);
}

async function placeOrColumn(elk: ElkLike, problem: Problem): Promise<Placement> {
  const { items, links } = problem;
  if (items.length > largestPrime.items || links.length > largestPrime.links)
    return placeColumn(problem);
  try {
    return await placePrime(elk, problem);
  } catch {
    // ELK refuses some graphs; a picture in one column is better than none.
    return placeColumn(problem);
  }
}

function sizeOf({ items }: Problem): number {
  return items.length - 2;
}

function partsOf(pieces: readonly Piece[]): Part[] {
  const parts: Part[] = [];
  for (const piece of pieces) for (const part of piece.parts) parts.push(part);
  return parts;
}

/** Rows from the placements of all parts, in their order. */
function rowsOf(pieces: readonly Piece[], placements: readonly Placement[]): Row[] {
  let used = 0;
  return pieces.map((piece) => {
    const own = placements.slice(used, used + piece.parts.length);
    used += own.length;
    return rowOf(piece, own);
  });
}

/** How parts are placed: how deep they lie, and whether without ELK. */
interface Way {
  readonly depth: number;
  readonly plain: boolean;
}

/** Whether the part is more than layers in a row, so that it may be ELK's. */
function isTangled({ problem: { items, links } }: Part): boolean {
  return links.length >= items.length;
}

/**
 * Which parts are placed without ELK. The problem alone decides, so that it has the same picture
 * whatever was laid out before.
 */
function plainParts(parts: readonly Part[]): readonly boolean[] {
  if (parts.length <= mostDifferent) return parts.map(() => false);
  const different = new Set<string>();
  return parts.map((part) => {
    if (!isTangled(part)) return false;
    const key = problemKey(part.problem);
    if (different.size < mostDifferent) different.add(key);
    return !different.has(key);
  });
}

/** Keeps what was asked for last. */
class Memory {
  readonly #kept = new Map<string, Promise<Placement>>();

  get(key: string): Promise<Placement> | undefined {
    const known = this.#kept.get(key);
    if (known !== undefined) this.keep(key, known);
    return known;
  }

  keep(key: string, placement: Promise<Placement>): void {
    // Deleting first makes the map's order that of last use.
    this.#kept.delete(key);
    this.#kept.set(key, placement);
    if (this.#kept.size <= mostKept) return;
    for (const oldest of this.#kept.keys()) if (this.#kept.delete(oldest)) break;
  }
}

/** Places problems; those like the one before them, as blocks in a row are, share its placement. */
export async function placeAll(
  problems: readonly Problem[],
  place: (problem: Problem, index: number) => Promise<Placement>,
  report: Report,
): Promise<Placement[]> {
  const starts = problems.flatMap((problem, index) => {
    const before = problems[index - 1];
    return before !== undefined && isSameProblem(before, problem) ? [] : { problem, index };
  });
  const placed = starts.map(async ({ problem, index }, at) => {
    const placement = await place(problem, index);
    const times = (starts[at + 1]?.index ?? problems.length) - index;
    if (times > 1) report((times - 1) * sizeOf(problem));
    return new Array<Placement>(times).fill(placement);
  });
  return (await Promise.all(placed)).flat();
}

class Placer {
  readonly #elk: ElkLike;
  readonly #memory = new Memory();

  constructor(elk: ElkLike) {
    this.#elk = elk;
  }

  async place(problem: Problem, way: Way, report: Report): Promise<Placement> {
    if (problem.items.length > largestKept) return this.#placeNew(problem, way, report);
    const key = `${way.plain ? 'plain ' : ''}${problemKey(problem)}`;
    const known = this.#memory.get(key);
    if (known === undefined) {
      const placement = this.#placeNew(problem, way, report);
      this.#memory.keep(key, placement);
      return placement;
    }
    const placement = await known;
    report(sizeOf(problem));
    return placement;
  }

  async #placeNew(problem: Problem, way: Way, report: Report): Promise<Placement> {
    const { problem: arranged, order } = arrange(problem);
    if (way.depth <= deepest)
      return restoreOrder(await this.#placeParts(arranged, way, report), order);
    report(sizeOf(problem));
    return restoreOrder(placeColumn(arranged), order);
  }

  async #placeParts(problem: Problem, way: Way, report: Report): Promise<Placement> {
    const cuts = cut(problem.items.length, problem.links);
    const pieces = piecesOf(problem, cuts);
    if (isPrime(pieces, cuts)) {
      const placement = way.plain ? placeColumn(problem) : await placeOrColumn(this.#elk, problem);
      report(sizeOf(problem));
      return placement;
    }
    const parts = partsOf(pieces);
    const rows = rowsOf(pieces, await this.#placeAll(parts, way, report));
    report(parts.reduce((own, part) => own - sizeOf(part.problem), sizeOf(problem)));
    return stackRows(problem, cuts, rows);
  }

  /** The parts go to ELK together: it takes its time between one answer and the next question. */
  #placeAll(parts: readonly Part[], { depth, plain }: Way, report: Report): Promise<Placement[]> {
    const isPlain = plainParts(parts);
    const problems = parts.map(({ problem }) => problem);
    const place = (problem: Problem, index: number): Promise<Placement> => {
      const way = { depth: depth + 1, plain: plain || isPlain[index] === true };
      return this.place(problem, way, report);
    };
    return placeAll(problems, place, report);
  }
}

/** A place function with its own memory. */
export function createPlacer(elk: ElkLike): Place {
  const placer = new Placer(elk);
  return (problem, report) => placer.place(problem, { depth: 0, plain: false }, report);
}
