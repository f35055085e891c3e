/**
 * Cuts a problem where every path passes through one item. Wires that go around a part of the main
 * path (identity shortcuts above all) are taken out first and run in lanes beside the boxes: they
 * would hold the parts together that the cut separates.
 */
import { arcsBy, longestPaths, type Arc } from './topology';

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
function cutsOf(count: number, arcs: readonly Arc[], isBypass: Uint8Array): number[] {
  const reach = new Int32Array(count);
  arcs.forEach(({ from, to }, index) => {
    if (isBypass[index] === 0 && (reach[from] ?? 0) < to) reach[from] = to;
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
 * 1 for the arcs that a longer path goes around, as far as one can tell from levels. Every item keeps
 * at least one arc out, the one that ends first; an item's arcs in that are on its longest path stay.
 */
function candidates(count: number, arcs: readonly Arc[]): Uint8Array {
  const out = arcsBy('from', count, arcs);
  const order = Array.from({ length: count }, (_, position) => position);
  const level = longestPaths(order, arcs, out);
  const isBypass = new Uint8Array(arcs.length);
  for (let position = 0; position < count; position++) {
    const end = out.start[position + 1] ?? 0;
    const next = (level[position] ?? 0) + 1;
    let tight = false;
    let soonest = -1;
    for (let at = out.start[position] ?? 0; at < end; at++) {
      const index = out.arcs[at] ?? 0;
      const to = arcs[index]?.to ?? 0;
      if (level[to] === next) tight = true;
      else if (to > position + 1) isBypass[index] = 1;
      if (soonest === -1 || to < (arcs[soonest]?.to ?? 0)) soonest = index;
    }
    if (!tight && soonest !== -1) isBypass[soonest] = 0;
  }
  return isBypass;
}

function indicesOf(flags: Uint8Array): number[] {
  const indices: number[] = [];
  flags.forEach((flag, index) => {
    if (flag !== 0) indices.push(index);
  });
  return indices;
}

/** Finds the cuts of the positions below `count`. */
export function cut(count: number, arcs: readonly Arc[]): Cuts {
  const isBypass = candidates(count, arcs);
  for (let round = 0; ; round++) {
    const cuts = cutsOf(count, arcs, isBypass);
    const isCut = new Uint8Array(count);
    for (const position of cuts) isCut[position] = 1;
    const bypasses = indicesOf(isBypass);
    const wrong = bypasses.filter((index) => {
      const arc = arcs[index];
      return arc === undefined || isCut[arc.from] === 0 || isCut[arc.to] === 0;
    });
    if (wrong.length === 0) return { cuts, bypasses };
    if (round === mostRounds) isBypass.fill(0);
    for (const index of wrong) isBypass[index] = 0;
  }
}

/** Every position a cut, every arc that does not go to the next one a bypass: always possible. */
export function cutEverywhere(count: number, arcs: readonly Arc[]): Cuts {
  const cuts = Array.from({ length: count }, (_, position) => position);
  const bypasses = [...arcs.keys()].filter((index) => {
    const { from, to } = arcs[index] ?? { from: 0, to: 0 };
    return to > from + 1;
  });
  return { cuts, bypasses };
}
