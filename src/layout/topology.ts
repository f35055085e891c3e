/** Orders of a directed graph whose nodes are the numbers below `count`. */

export interface Arc {
  readonly from: number;
  readonly to: number;
}

/** Numbers of the arcs that leave each node, and that enter it, in the order of the arcs. */
export interface Incidence {
  readonly out: readonly (readonly number[])[];
  readonly in: readonly (readonly number[])[];
}

export function incidence(count: number, arcs: readonly Arc[]): Incidence {
  const lists = { out: emptyLists(count), in: emptyLists(count) };
  arcs.forEach((arc, index) => {
    lists.out[arc.from]?.push(index);
    lists.in[arc.to]?.push(index);
  });
  return lists;
}

function emptyLists(count: number): number[][] {
  return Array.from({ length: count }, () => []);
}

export interface Sorted {
  /** The nodes that lie on no cycle and behind none, every arc forward. */
  readonly order: readonly number[];
  /** The others, ascending. */
  readonly rest: readonly number[];
}

/** Kahn's order: nodes become free in the order of their numbers where nothing else decides. */
export function sortTopologically(count: number, arcs: readonly Arc[]): Sorted {
  const { out } = incidence(count, arcs);
  const waiting = new Array<number>(count).fill(0);
  for (const { to } of arcs) waiting[to] = (waiting[to] ?? 0) + 1;
  const order: number[] = [];
  for (let node = 0; node < count; node++) if (waiting[node] === 0) order.push(node);
  for (const node of order) {
    for (const index of out[node] ?? []) {
      const to = arcs[index]?.to ?? node;
      const left = (waiting[to] ?? 0) - 1;
      waiting[to] = left;
      if (left === 0) order.push(to);
    }
  }
  const done = new Set(order);
  const rest = Array.from({ length: count }, (_, node) => node).filter((node) => !done.has(node));
  return { order, rest };
}

/** For each node the number of arcs on the longest path that ends at it. `order` is topological. */
export function longestPaths(order: readonly number[], arcs: readonly Arc[]): number[] {
  const { out } = incidence(order.length, arcs);
  const level = new Array<number>(order.length).fill(0);
  for (const node of order) {
    for (const index of out[node] ?? []) {
      const to = arcs[index]?.to ?? node;
      level[to] = Math.max(level[to] ?? 0, (level[node] ?? 0) + 1);
    }
  }
  return level;
}
