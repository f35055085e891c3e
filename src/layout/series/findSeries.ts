/**
 * Series: many alike blocks one after the other, which nothing but the wires from each to the next connects. Of
 * a series a few blocks are laid out; the others are the same, further down.
 */
import { categoryOf } from '../../model/category';
import type { GraphNode } from '../../model/graph';
import { hasNamedTitle } from '../../model/layerTitle';
import type { Regrouped } from '../../model/repeats/repeats';
import type { Expansion } from '../picture';
import { compared, haveAlikeLayers, haveAlikeWires, type Compared } from './alike';
import { noScope, scopeRanges } from './scopeRanges';

/** Fewer blocks are laid out one by one. */
const fewestBlocks = 8;

/** Blocks number 0 to `times - 1`; all but the first have alike wires into them. */
export interface Series {
  /** The number of the first block's first node. */
  readonly first: number;
  /** Nodes in a block. */
  readonly size: number;
  readonly times: number;
  /** The numbers of the scopes of each block, the block's own among them, in one order for all blocks. */
  readonly scopes: readonly (readonly number[])[];
}

export interface FoundSeries {
  readonly all: Compared;
  /** In the order of their nodes. */
  readonly series: readonly Series[];
}

/** The scopes in each scope; those at the top come last. */
function childrenOf({ order, parent, scopes }: Compared): number[][] {
  const children = Array.from({ length: scopes.length + 1 }, (): number[] => []);
  for (const scope of order) {
    const above = parent[scope] ?? noScope;
    children[above === noScope ? scopes.length : above]?.push(scope);
  }
  return children;
}

function areNeighbours({ first, last }: Compared, block: number, other: number): boolean {
  return (last[block] ?? 0) + 1 === first[other];
}

/** Forgets the counterparts of a block and of what is in it, which may have others among its own neighbours. */
function unpair({ next, order, placeInOrder, first, last }: Compared, block: number): void {
  const end = last[block] ?? 0;
  for (let at = placeInOrder[block] ?? 0; at < order.length; at++) {
    const scope = order[at] ?? 0;
    if ((first[scope] ?? 0) > end) return;
    next[scope] = noScope;
  }
}

/** Whether a block goes on with a run of alike ones. Into the first of them wires come from anywhere. */
function goesOn(all: Compared, run: readonly number[], block: number): boolean {
  const before = run.at(-1);
  if (before === undefined || !areNeighbours(all, before, block)) return false;
  if (!haveAlikeLayers(all, before, block)) return false;
  const begin = all.first[before] ?? 0;
  const size = (all.first[block] ?? 0) - begin;
  if (run.length === 1 || haveAlikeWires(all, begin, size)) return true;
  unpair(all, before);
  return false;
}

function runsOf(all: Compared, blocks: readonly number[]): number[][] {
  const runs: number[][] = [];
  let run: number[] = [];
  for (const block of blocks) {
    if (!goesOn(all, run, block)) runs.push((run = []));
    run.push(block);
  }
  return runs;
}

/** The scopes of the first block that has a counterpart, and of all others in the same order. */
function scopesOf(
  { order, first, last, next }: Compared,
  series: Omit<Series, 'scopes'>,
): number[][] {
  const end = series.first + series.size;
  const inFirst = order.filter((scope) => {
    const begin = first[scope] ?? 0;
    // A scope around the series may begin with it.
    const isInside = begin >= series.first && (last[scope] ?? 0) < end;
    return isInside && next[scope] !== -1;
  });
  const lists = [inFirst];
  for (let block = 1; block < series.times; block++)
    lists.push((lists[block - 1] ?? []).map((scope) => next[scope] ?? -1));
  return lists;
}

/** The name of a layer stands in its box where the class says little, and the shape in an input's. */
function isAnonymous(node: GraphNode | undefined): boolean {
  if (node === undefined) return false;
  return !hasNamedTitle(node) && categoryOf(node.className) !== 'input';
}

/**
 * Whether nothing passes the series by within its scope, all that comes after it depends on it, and only
 * its last block feeds what comes after it: then any block but the ends can be told from its neighbours. What nobody
 * reads before it would be a path of its own, whose place depends on how long the others are.
 */
function isAlone(all: Compared, series: Series, scope: number): boolean {
  const { regrouped, edgesInto, first, last, deadEnds } = all;
  const { from, to } = regrouped.numbers;
  const { first: begin, size, times } = series;
  const end = begin + size * times;
  const scopeBegin = scope === noScope ? 0 : (first[scope] ?? 0);
  if (deadEnds[begin] !== deadEnds[scopeBegin]) return false;
  const scopeEnd = scope === noScope ? edgesInto.length - 2 : (last[scope] ?? 0);
  for (let node = end; node <= scopeEnd; node++)
    if (edgesInto[node] === edgesInto[node + 1]) return false;
  for (let edge = edgesInto[end] ?? 0; edge < to.length; edge++) {
    const source = from[edge] ?? 0;
    if (source >= end - size) continue;
    if (source >= begin || source >= scopeBegin || (to[edge] ?? 0) <= scopeEnd) return false;
  }
  return true;
}

function seriesOf(all: Compared, run: readonly number[], scope: number): Series | undefined {
  if (run.length < fewestBlocks) return undefined;
  const [block = 0, second = 0] = run;
  const first = all.first[block] ?? 0;
  const size = (all.first[second] ?? 0) - first;
  const { nodes } = all.regrouped.graph;
  if (!nodes.slice(first, first + size).every(isAnonymous)) return undefined;
  const found = { first, size, times: run.length };
  const series = { ...found, scopes: scopesOf(all, found) };
  return isAlone(all, series, scope) ? series : undefined;
}

/** The series of a graph, none within another. Undefined where there are none. */
export function findSeries(regrouped: Regrouped, expansion: Expansion): FoundSeries | undefined {
  const ranges = scopeRanges(regrouped);
  const all = ranges && compared(regrouped, ranges, expansion);
  if (all === undefined) return undefined;
  const children = childrenOf(all);
  const series: Series[] = [];
  const pending = [noScope];
  for (const scope of pending) {
    for (const run of runsOf(all, children.at(scope) ?? [])) {
      const found = seriesOf(all, run, scope);
      if (found !== undefined) series.push(found);
      else {
        for (const block of run) unpair(all, block);
        pending.push(...run);
      }
    }
  }
  series.sort((a, b) => a.first - b.first);
  return series.length === 0 ? undefined : { all, series };
}
