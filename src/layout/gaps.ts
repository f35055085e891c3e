/** The gaps above and below cut items, in which wires run horizontally. */
import type { Row } from './columns';
import type { Piece } from './pieces';
import { isBorder, type Stack } from './routes';
import { spacing } from './spacing';
import { assignTracks, type Shift } from './tracks';

/** A gap between a cut item and the row below or above it, with the levels of its tracks. */
export interface Gap {
  readonly height: number;
  /** From the gap's top to a wire's track. */
  readonly offset: ReadonlyMap<number, number>;
}

function makeGap(levels: ReadonlyMap<number, number>, count: number, sides: GapSides): Gap {
  if (count === 0) return { height: sides.empty, offset: levels };
  const offset = new Map<number, number>();
  for (const [link, level] of levels) offset.set(link, sides.before + level * spacing.track);
  return { height: sides.before + (count - 1) * spacing.track + sides.after, offset };
}

interface GapSides {
  readonly empty: number;
  readonly before: number;
  readonly after: number;
}

function shiftsOut({ runs }: Stack, links: readonly number[]): Shift[] {
  return links.map((link) => ({ link, port: runs[link]?.out ?? 0, far: runs[link]?.start ?? 0 }));
}

function shiftsIn({ runs }: Stack, links: readonly number[]): Shift[] {
  return links.map((link) => ({ link, port: runs[link]?.in ?? 0, far: runs[link]?.end ?? 0 }));
}

/** Above a box the nearest track is the lowest. */
function fromBelow(level: ReadonlyMap<number, number>, count: number, above: number) {
  return [...level].map(([link, l]) => [link, above + count - 1 - l] as const);
}

/** What enters the lower cut item and does not come straight from the upper one. */
function enteringBeside(stack: Stack, { to, direct }: Piece): readonly number[] {
  const all = stack.above[to] ?? [];
  if (all.length === direct.length) return [];
  const straight = new Set(direct);
  return all.filter((link) => !straight.has(link));
}

/** Nothing between two cut items: what leaves the upper and what enters the lower share a gap. */
export function singleGap(stack: Stack, { piece }: Row): Gap {
  const out = assignTracks(shiftsOut(stack, stack.below[piece.from] ?? []));
  const into = assignTracks(shiftsIn(stack, enteringBeside(stack, piece)));
  const below = fromBelow(into.level, into.count, out.count);
  const levels = below.length === 0 ? out.level : new Map([...out.level, ...below]);
  const top = isBorder(stack.problem, piece.from);
  const bottom = isBorder(stack.problem, piece.to);
  return makeGap(levels, out.count + into.count, {
    empty: top || bottom ? 0 : spacing.row,
    before: top ? spacing.atBorder : spacing.afterBox,
    after: bottom ? spacing.atBorder : spacing.beforeBox,
  });
}

export function gapBelow(stack: Stack, { piece }: Row): Gap {
  const top = isBorder(stack.problem, piece.from);
  const { level, count } = assignTracks(shiftsOut(stack, stack.below[piece.from] ?? []));
  return makeGap(level, count, {
    empty: top ? 0 : spacing.row,
    before: top ? spacing.atBorder : spacing.afterBox,
    after: spacing.beforeBox,
  });
}

export function gapAbove(stack: Stack, { piece }: Row): Gap {
  const bottom = isBorder(stack.problem, piece.to);
  const { level, count } = assignTracks(shiftsIn(stack, stack.above[piece.to] ?? []));
  return makeGap(new Map(fromBelow(level, count, 0)), count, {
    empty: bottom ? 0 : spacing.row,
    before: spacing.afterBox,
    after: bottom ? spacing.atBorder : spacing.beforeBox,
  });
}
