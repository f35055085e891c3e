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

/** Whether a block goes on with a run of alike ones. Into the first of them wires come from anywhere. */
function goesOn(all: Compared, run: readonly number[], block: number): boolean {
  const before = run.at(-1);
  if (before === undefined || !areNeighbours(all, before, block)) return false;
  if (!haveAlikeLayers(all, before, block)) return false;
  const begin = all.first[before] ?? 0;
  return run.length === 1 || haveAlikeWires(all, begin, (all.first[block] ?? 0) - begin);
}

function runsOf(all: Compared, blocks: readonly number[]): number[][] {
  const runs: number[][] = [];
  let run: number[] = [];
  for (const block of blocks) {
    if (!goesOn(all, run, block)) runs.push((run = []));
    run.push(block);
  }
  return runs.filter(({ length }) => length >= fewestBlocks);
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
 * its last block feeds what comes after it: then any block but the ends can be told from its neighbours.
 */
function isAlone({ regrouped, edgesInto, first, last }: Compared, series: Series, scope: number) {
  const { from, to } = regrouped.numbers;
  const { first: begin, size, times } = series;
  const end = begin + size * times;
  const scopeBegin = scope === noScope ? 0 : (first[scope] ?? 0);
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

function seriesOf(all: Compared, run: readonly number[], scope: number): Series[] {
  const [block = 0, second = 0] = run;
  const first = all.first[block] ?? 0;
  const size = (all.first[second] ?? 0) - first;
  const { nodes } = all.regrouped.graph;
  if (!nodes.slice(first, first + size).every(isAnonymous)) return [];
  const found = { first, size, times: run.length };
  const series = { ...found, scopes: scopesOf(all, found) };
  return isAlone(all, series, scope) ? [series] : [];
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
    const blocks = children.at(scope) ?? [];
    const runs = runsOf(all, blocks);
    const taken = new Set(runs.flat());
    for (const run of runs) series.push(...seriesOf(all, run, scope));
    for (const block of blocks) if (!taken.has(block)) pending.push(block);
  }
  series.sort((a, b) => a.first - b.first);
  return series.length === 0 ? undefined : { all, series };
}
