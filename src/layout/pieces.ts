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
  const above = Int32Array.from({ length: count }, (_, position) => position);
  const find = (start: number): number => {
    let root = start;
    while (above[root] !== root) root = above[root] ?? root;
    for (let next = start; next !== root;) {
      const further = above[next] ?? root;
      above[next] = root;
      next = further;
    }
    return root;
  };
  const join = (a: number, b: number): void => {
    const [first, second] = [find(a), find(b)];
    above[Math.max(first, second)] = Math.min(first, second);
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
        out: from === undefined ? undefined : link.out,
        in: to === undefined ? undefined : link.in,
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

/** 1 at each index that is in the list. */
function flagsOf(count: number, indices: readonly number[]): Uint8Array {
  const flags = new Uint8Array(count);
  for (const index of indices) flags[index] = 1;
  return flags;
}

/** By the position of its first member, each part; nothing at other positions. */
type Drafts = readonly (Draft | undefined)[];

function draftsOf(isCut: Uint8Array, find: (position: number) => number): Drafts {
  const drafts = new Array<Draft | undefined>(isCut.length).fill(undefined);
  isCut.forEach((cut, position) => {
    if (cut === 1) return;
    const draft = (drafts[find(position)] ??= { members: [], links: [] });
    draft.members.push(position);
  });
  return drafts;
}

/** `problem` is in stacking order. */
export function piecesOf(problem: Problem, { cuts, bypasses }: Cuts): Piece[] {
  const { items, links } = problem;
  const isCut = flagsOf(items.length, cuts);
  const isBypass = flagsOf(links.length, bypasses);
  const { find, join } = makeSets(items.length);
  links.forEach(({ from, to }, index) => {
    if (isBypass[index] === 0 && isCut[from] === 0 && isCut[to] === 0) join(from, to);
  });
  const drafts = draftsOf(isCut, find);
  const direct = new Array<number[] | undefined>(items.length).fill(undefined);
  links.forEach(({ from, to }, index) => {
    if (isBypass[index] === 1) return;
    const inner = isCut[from] === 1 ? to : from;
    if (isCut[inner] === 0) drafts[find(inner)]?.links.push(index);
    else (direct[from] ??= []).push(index);
  });
  return cuts.slice(0, -1).map((from, index): Piece => {
    const to = cuts[index + 1] ?? from;
    return {
      from,
      to,
      direct: direct[from] ?? none,
      parts: partsBetween(drafts, from, to, problem),
    };
  });
}

const none: readonly never[] = [];

function partsBetween(drafts: Drafts, from: number, to: number, problem: Problem) {
  if (to === from + 1) return none;
  const parts: Part[] = [];
  for (let position = from + 1; position < to; position++) {
    const draft = drafts[position];
    if (draft !== undefined) parts.push(partOf(draft, problem));
  }
  return parts;
}
