/** Orders of a directed graph whose nodes are the numbers below `count`. */

export interface Arc {
  readonly from: number;
  readonly to: number;
}

/** Numbers of arcs by one of their ends: those of node i are `arcs[start[i]]` up to `arcs[start[i + 1]]`. */
export interface ArcsByNode {
  readonly start: Int32Array;
  readonly arcs: Int32Array;
}

/** The arcs by the node that they leave or enter, in their order. */
export function arcsBy(end: keyof Arc, count: number, arcs: readonly Arc[]): ArcsByNode {
  const start = new Int32Array(count + 2);
  for (const arc of arcs) start[arc[end] + 2] = (start[arc[end] + 2] ?? 0) + 1;
  for (let node = 3; node < start.length; node++)
    start[node] = (start[node] ?? 0) + (start[node - 1] ?? 0);
  const sorted = new Int32Array(arcs.length);
  arcs.forEach((arc, number) => {
    const next = start[arc[end] + 1] ?? 0;
    sorted[next] = number;
    start[arc[end] + 1] = next + 1;
  });
  return { start, arcs: sorted };
}

/** How many arcs a node has. */
export function degree({ start }: ArcsByNode, node: number): number {
  return (start[node + 1] ?? 0) - (start[node] ?? 0);
}

export interface Sorted {
  /** The nodes that lie on no cycle and behind none, every arc forward. */
  readonly order: readonly number[];
  /** The others, ascending. */
  readonly rest: readonly number[];
}

/** Kahn's order: nodes become free in the order of their numbers where nothing else decides. */
export function sortTopologically(
  count: number,
  arcs: readonly Arc[],
  out: ArcsByNode = arcsBy('from', count, arcs),
): Sorted {
  const waiting = new Int32Array(count);
  for (const { to } of arcs) waiting[to] = (waiting[to] ?? 0) + 1;
  const order: number[] = [];
  for (let node = 0; node < count; node++) if (waiting[node] === 0) order.push(node);
  for (const node of order) {
    const end = out.start[node + 1] ?? 0;
    for (let at = out.start[node] ?? 0; at < end; at++) {
      const to = arcs[out.arcs[at] ?? 0]?.to ?? node;
      const left = (waiting[to] ?? 0) - 1;
      waiting[to] = left;
      if (left === 0) order.push(to);
    }
  }
  if (order.length === count) return { order, rest: [] };
  const done = new Set(order);
  const rest = Array.from({ length: count }, (_, node) => node).filter((node) => !done.has(node));
  return { order, rest };
}

/** For each node the number of arcs on the longest path that ends at it. `order` is topological. */
export function longestPaths(
  order: readonly number[],
  arcs: readonly Arc[],
  out: ArcsByNode = arcsBy('from', order.length, arcs),
): Int32Array {
  const level = new Int32Array(order.length);
  for (const node of order) {
    const next = (level[node] ?? 0) + 1;
    const end = out.start[node + 1] ?? 0;
    for (let at = out.start[node] ?? 0; at < end; at++) {
      const to = arcs[out.arcs[at] ?? 0]?.to ?? node;
      if ((level[to] ?? 0) < next) level[to] = next;
    }
  }
  return level;
}
