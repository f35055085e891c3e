/** The pieces between two cuts: what lies there falls into parts that stand side by side. */
import type { Cuts } from './cut';
import { border, type Link, type Problem } from './problem';

/** Items between two cuts that hang together: a branch, a problem of its own. */
export interface Part {
  /** Its first and last item are the borders. */
  readonly problem: Problem;
  /** Position of each of the problem's items; -1 for the borders. */
  readonly positions: readonly number[];
  /** Index in the outer problem of each of the problem's links. */
  readonly links: readonly number[];
  /** The layers of a shortcut, such as a projection. */
  readonly isShortcut: boolean;
}

export interface Piece {
  /** Positions of the two cut items. */
  readonly from: number;
  readonly to: number;
  /** Indices of the links that go from cut to cut. */
  readonly direct: readonly number[];
  readonly parts: readonly Part[];
}

/** Union by lower number, so the root of a set is its first position. */
function makeSets(count: number) {
  const above = Array.from({ length: count }, (_, position) => position);
  const find = (start: number): number => {
    let root = start;
    while (above[root] !== root) root = above[root] ?? root;
    for (let next = start; next !== root;) [next, above[next]] = [above[next] ?? root, root];
    return root;
  };
  const join = (a: number, b: number): void => {
    const [low, high] = [find(a), find(b)].sort((x, y) => x - y);
    if (low !== undefined && high !== undefined) above[high] = low;
  };
  return { find, join };
}

/** Positions and links of one part while they are collected. */
interface Draft {
  readonly members: number[];
  readonly links: number[];
}

function partOf(draft: Draft, problem: Problem): Part {
  const { members, links } = draft;
  const local = new Map(members.map((position, index) => [position, index + 1]));
  const exit = members.length + 1;
  const localLink = (index: number): Link[] => {
    const link = problem.links[index];
    if (link === undefined) return [];
    const from = local.get(link.from);
    const to = local.get(link.to);
    return [
      {
        from: from ?? 0,
        to: to ?? exit,
        skip: link.skip,
        ...(from === undefined || link.out === undefined ? {} : { out: link.out }),
        ...(to === undefined || link.in === undefined ? {} : { in: link.in }),
      },
    ];
  };
  const localLinks = links.flatMap(localLink);
  const items = [border, ...members.map((position) => problem.items[position] ?? border), border];
  return {
    problem: { items, links: localLinks },
    positions: [-1, ...members, -1],
    links,
    isShortcut: localLinks.some((link) => link.skip && (link.from === 0 || link.to === exit)),
  };
}

/** `problem` is in stacking order. */
export function piecesOf(problem: Problem, { cuts, bypasses }: Cuts): Piece[] {
  const count = problem.items.length;
  const isCut = new Set(cuts);
  const isBypass = new Set(bypasses);
  const sets = makeSets(count);
  const kept = [...problem.links.keys()].filter((index) => !isBypass.has(index));
  for (const index of kept) {
    const link = problem.links[index];
    if (link && !isCut.has(link.from) && !isCut.has(link.to)) sets.join(link.from, link.to);
  }
  const drafts = new Map<number, Draft>();
  for (let position = 0; position < count; position++) {
    if (isCut.has(position)) continue;
    const root = sets.find(position);
    const draft = drafts.get(root) ?? { members: [], links: [] };
    if (draft.members.push(position) === 1) drafts.set(root, draft);
  }
  const direct = new Map<number, number[]>();
  for (const index of kept) {
    const link = problem.links[index];
    if (link === undefined) continue;
    const inner = isCut.has(link.from) ? link.to : link.from;
    if (!isCut.has(inner)) drafts.get(sets.find(inner))?.links.push(index);
    else {
      const list = direct.get(link.from) ?? [];
      if (list.push(index) === 1) direct.set(link.from, list);
    }
  }
  return between(cuts, direct, drafts, problem);
}

function between(
  cuts: readonly number[],
  direct: ReadonlyMap<number, readonly number[]>,
  drafts: ReadonlyMap<number, Draft>,
  problem: Problem,
): Piece[] {
  return cuts.slice(0, -1).map((from, index) => {
    const to = cuts[index + 1] ?? from;
    const parts: Part[] = [];
    for (let position = from + 1; position < to; position++) {
      const draft = drafts.get(position);
      if (draft !== undefined) parts.push(partOf(draft, problem));
    }
    return { from, to, direct: direct.get(from) ?? [], parts };
  });
}
