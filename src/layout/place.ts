/** Places problems: cut, place the parts, stack. What was placed once is kept. */
import { rowOf } from './columns';
import { cut, cutEverywhere, type Cuts } from './cut';
import type { ElkLike } from './elk';
import { stackingOrder } from './order';
import { piecesOf, type Piece } from './pieces';
import { problemKey, type Placement, type Problem } from './problem';
import { placePrime } from './prime';
import { stackRows } from './stack';

export type Place = (problem: Problem) => Promise<Placement>;

/** Placements kept for problems that come again, in this layout or after an edit. */
const mostKept = 4096;
/** Larger problems are too unlikely to come again for a key of their size. */
const largestKept = 1000;
/** ELK takes seconds for more than this in one piece; then everything goes in one column. */
const largestPrime = { items: 160, links: 640 };
/** Parts within parts within parts; real networks have five levels or so. */
const deepest = 40;

/** The problem with its items in stacking order, and the old index of each position. */
interface Arranged {
  readonly problem: Problem;
  readonly order: readonly number[];
}

function arrange({ items, links }: Problem): Arranged {
  const order = stackingOrder({ items, links });
  const position = new Map(order.map((index, at) => [index, at]));
  return {
    order,
    problem: {
      items: order.flatMap((index) => items[index] ?? []),
      links: links.map((link) => ({
        ...link,
        from: position.get(link.from) ?? 0,
        to: position.get(link.to) ?? 0,
      })),
    },
  };
}

function restoreOrder(placement: Placement, order: readonly number[]): Placement {
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

/** A place function with its own memory. */
export function createPlacer(elk: ElkLike): Place {
  const kept = new Map<string, Placement>();

  const placeParts = async (problem: Problem, depth: number): Promise<Placement> => {
    const cuts = cut(problem.items.length, problem.links);
    const pieces = piecesOf(problem, cuts);
    if (isPrime(pieces, cuts)) return placeOrColumn(elk, problem);
    const rows = [];
    for (const piece of pieces) {
      const placements: Placement[] = [];
      for (const part of piece.parts) placements.push(await place(part.problem, depth + 1));
      rows.push(rowOf(piece, placements));
    }
    return stackRows(problem, cuts, rows);
  };

  const placeNew = async (problem: Problem, depth: number): Promise<Placement> => {
    const arranged = arrange(problem);
    const placement =
      depth > deepest ? placeColumn(arranged.problem) : await placeParts(arranged.problem, depth);
    return restoreOrder(placement, arranged.order);
  };

  const place = async (problem: Problem, depth: number): Promise<Placement> => {
    if (problem.items.length > largestKept) return placeNew(problem, depth);
    const key = problemKey(problem);
    const known = kept.get(key);
    const placement = known ?? (await placeNew(problem, depth));
    // Deleting first makes the map's order that of last use.
    kept.delete(key);
    kept.set(key, placement);
    if (kept.size > mostKept) for (const oldest of kept.keys()) if (kept.delete(oldest)) break;
    return placement;
  };

  return (problem) => place(problem, 0);
}
