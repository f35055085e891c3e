/** A graph in which series are short: their first three blocks and their last two stand for all. */
import type { GraphEdge, GraphNode, Scope, Skip } from '../../model/graph';
import { numberNodes } from '../../model/nodeNumbers';
import type { Regrouped } from '../../model/repeats/repeats';
import type { Compared } from './alike';
import type { FoundSeries, Series } from './findSeries';

/**
 * Of the blocks that are kept: what comes into the first is its own, the second and third are as all that are left
 * out, so is the last but one, and what leaves the last is its own.
 */
const keptFirst = 3;
const keptLast = 2;

/** How many blocks of a series are left out. */
export function leftOut({ times }: Series): number {
  return times - keptFirst - keptLast;
}

/** The first node of a block, and with the number of all blocks the first behind the series. */
export function blockBegin({ first, size }: Series, block: number): number {
  return first + size * block;
}

/** The part of a series that is left out, by the numbers of nodes. */
function gapOf(series: Series): readonly [begin: number, end: number] {
  return [blockBegin(series, keptFirst), blockBegin(series, series.times - keptLast)];
}

/** What is left of a list in the order of the nodes; `place` is that of a node's first item. */
function kept<T>(list: readonly T[], all: readonly Series[], place: (node: number) => number): T[] {
  const parts: (readonly T[])[] = [];
  let from = 0;
  for (const series of all) {
    const [begin, end] = gapOf(series);
    parts.push(list.slice(from, place(begin)));
    from = place(end);
  }
  return [...parts, list.slice(from)].flat();
}

/** What is left out as the node of the third block that stands for it; another id as it is. */
type Renamed = (id: string) => string;

/** Of the nodes that the last block but one reads. */
function renamer({ regrouped }: Compared, series: Series): Renamed {
  const { nodes } = regrouped.graph;
  const { byId } = regrouped.numbers;
  const [begin, end] = gapOf(series);
  const away = leftOut(series) * series.size;
  return (id) => {
    const number = byId.get(id) ?? -1;
    return number >= begin && number < end ? (nodes[number - away]?.id ?? id) : id;
  };
}

function renamedEdges(all: Compared, series: readonly Series[]): GraphEdge[] {
  const edges = [...all.regrouped.graph.edges];
  for (const one of series) {
    const renamed = renamer(all, one);
    const [, end] = gapOf(one);
    const last = all.edgesInto[end + one.size] ?? 0;
    for (let at = all.edgesInto[end] ?? 0; at < last; at++) {
      const edge = edges[at];
      if (edge !== undefined) edges[at] = { ...edge, from: renamed(edge.from) };
    }
  }
  return kept(edges, series, (node) => all.edgesInto[node] ?? 0);
}

function renamedSkip(skip: Skip, renamed: Renamed): Skip {
  const { fork, shortcut, branch } = skip;
  return {
    ...skip,
    fork: renamed(fork),
    shortcut: shortcut.map(renamed),
    branch: branch.map(renamed),
  };
}

function shortSkips(all: Compared, series: readonly Series[], renamed: readonly Renamed[]): Skip[] {
  const { graph, numbers } = all.regrouped;
  const gaps = series.map((one, at) => {
    const [begin, end] = gapOf(one);
    return { begin, end, next: end + one.size, rename: renamed[at] ?? ((id: string) => id) };
  });
  const skips: Skip[] = [];
  for (const skip of graph.skips) {
    const merge = numbers.byId.get(skip.merge) ?? -1;
    const gap = gaps.findLast(({ begin }) => merge >= begin);
    if (gap === undefined || merge >= gap.next) skips.push(skip);
    else if (merge >= gap.end) skips.push(renamedSkip(skip, gap.rename));
  }
  return skips;
}

function keptScopes({ scopes }: Compared, series: readonly Series[]): Scope[] {
  const isLeftOut = new Uint8Array(scopes.length);
  for (const { scopes: lists, times } of series)
    for (const list of lists.slice(keptFirst, times - keptLast))
      for (const scope of list) isLeftOut[scope] = 1;
  return scopes.filter((_, number) => isLeftOut[number] === 0);
}

/** Nested models by their nodes' new numbers. */
function innerOf({ inner, graph }: Regrouped, nodes: readonly GraphNode[]): Regrouped['inner'] {
  if (inner.size === 0) return inner;
  const byNode = new Map([...inner].map(([number, found]) => [graph.nodes[number], found]));
  return new Map(
    nodes.flatMap((node, number) => {
      const found = byNode.get(node);
      return found === undefined ? [] : [[number, found] as const];
    }),
  );
}

export function shorten({ all, series }: FoundSeries): Regrouped {
  const { graph, moved } = all.regrouped;
  const nodes = kept(graph.nodes, series, (node) => node);
  const renamed = series.map((one) => renamer(all, one));
  const skips = shortSkips(all, series, renamed);
  const short = { ...graph, nodes, edges: renamedEdges(all, series), skips };
  return {
    graph: short,
    scopes: keptScopes(all, series),
    moved: moved.length === 0 ? moved : kept(moved, series, (node) => node),
    numbers: numberNodes(short),
    inner: innerOf(all.regrouped, nodes),
  };
}
