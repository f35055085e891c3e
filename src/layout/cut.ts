/**
 * Cuts a problem where every path passes through one item. Wires that go around a part of the main
 * path (identity shortcuts above all) are taken out first and run in lanes beside the boxes: they
 * would hold the parts together that the cut separates.
 */
import { incidence, longestPaths, type Arc } from './topology';

/** Arcs are between positions in stacking order, each from a lower to a higher. */
export interface Cuts {
  /** Positions of the cut items, ascending; the first and last position among them. */
  readonly cuts: readonly number[];
  /** Indices of the arcs that bypass: both ends are cut items, with others between. */
  readonly bypasses: readonly number[];
}

/** How often bypasses that hinder the cut are given back before all are. */
const mostRounds = 8;

/** Positions that no kept arc passes over. */
function cutsOf(count: number, arcs: readonly Arc[], isBypass: readonly boolean[]): number[] {
  const reach = new Array<number>(count).fill(0);
  arcs.forEach(({ from, to }, index) => {
    if (isBypass[index] !== true) reach[from] = Math.max(reach[from] ?? 0, to);
  });
  const cuts: number[] = [];
  let furthest = 0;
  for (let position = 0; position < count; position++) {
    if (furthest <= position) cuts.push(position);
    furthest = Math.max(furthest, reach[position] ?? 0);
  }
  return cuts;
}

/**
 * Arcs that a longer path goes around, as far as one can tell from levels. Every item keeps at
 * least one arc out, the one that ends first; an item's arcs in that are on its longest path stay.
 */
function candidates(count: number, arcs: readonly Arc[]): boolean[] {
  const order = Array.from({ length: count }, (_, position) => position);
  const level = longestPaths(order, arcs);
  const isTight = arcs.map(({ from, to }) => level[to] === (level[from] ?? 0) + 1);
  const isBypass = arcs.map(({ from, to }, index) => to > from + 1 && isTight[index] !== true);
  for (const out of incidence(count, arcs).out) {
    if (out.some((index) => isTight[index] === true)) continue;
    const [first] = out;
    if (first === undefined) continue;
    const end = (index: number): number => arcs[index]?.to ?? 0;
    isBypass[out.reduce((kept, index) => (end(index) < end(kept) ? index : kept), first)] = false;
  }
  return isBypass;
}

function indicesOf(flags: readonly boolean[]): number[] {
  return flags.flatMap((flag, index) => (flag ? [index] : []));
}

/** Finds the cuts of the positions below `count`. */
export function cut(count: number, arcs: readonly Arc[]): Cuts {
  let isBypass = candidates(count, arcs);
  for (let round = 0; ; round++) {
    const cuts = cutsOf(count, arcs, isBypass);
    const isCut = new Set(cuts);
    const wrong = indicesOf(isBypass).filter((index) => {
      const arc = arcs[index];
      return arc === undefined || !isCut.has(arc.from) || !isCut.has(arc.to);
    });
    if (wrong.length === 0) return { cuts, bypasses: indicesOf(isBypass) };
    if (round === mostRounds) isBypass = isBypass.map(() => false);
    for (const index of wrong) isBypass[index] = false;
  }
}

/** Every position a cut, every arc that does not go to the next one a bypass: always possible. */
export function cutEverywhere(count: number, arcs: readonly Arc[]): Cuts {
  const cuts = Array.from({ length: count }, (_, position) => position);
  return { cuts, bypasses: indicesOf(arcs.map(({ from, to }) => to > from + 1)) };
}
