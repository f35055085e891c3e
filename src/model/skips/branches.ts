/** Ways through a graph: the nodes between a fork and an input of its merge. */
import type { Indexed } from './indexed';

/** Nodes after a fork, in topological order; none when the fork is the branch's end. */
export type Branch = readonly number[];

/** What leads to `to` and has at least the number `first`. */
function ancestorsSince(graph: Indexed, first: number, to: number): number[] {
  const seen = new Set([to]);
  const open = [to];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const before of graph.predecessors[node] ?? []) {
      if (before < first || seen.has(before)) continue;
      seen.add(before);
      open.push(before);
    }
  }
  return [...seen].sort((a, b) => a - b);
}

/** The nodes on paths from `from` to `to`, the latter included; none when there is no path. */
export function between(graph: Indexed, from: number, to: number): Branch {
  // What comes before the first reader of `from` cannot depend on it; unrolled loops have much of that.
  const first = graph.successors[from]?.[0];
  if (first === undefined || to < first) return [];
  const reached = new Set<number>();
  for (const node of ancestorsSince(graph, first, to)) {
    const before = graph.predecessors[node] ?? [];
    if (before.some((p) => p === from || reached.has(p))) reached.add(node);
  }
  return reached.has(to) ? [...reached] : [];
}

export function union(branches: readonly Branch[]): Branch {
  return [...new Set(branches.flat())].sort((a, b) => a - b);
}
