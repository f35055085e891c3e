/** The order in which the items of a problem are stacked. */
import type { Problem } from './problem';
import { arcsBy, degree, longestPaths, sortTopologically } from './topology';

interface Walk {
  readonly predecessors: readonly (readonly number[])[];
  /** 1 for each node that is there. */
  readonly emitted: Uint8Array;
}

/** Everything that `end` depends on and that is not there yet, dependencies first, then `end`. */
function emit({ predecessors, emitted }: Walk, end: number): number[] {
  const out: number[] = [];
  const stack = [{ node: end, next: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const before = predecessors[top.node]?.[top.next++];
    if (before === undefined) {
      stack.pop();
      if (emitted[top.node] === 0) out.push(top.node);
      emitted[top.node] = 1;
    } else if (emitted[before] === 0) stack.push({ node: before, next: 0 });
  }
  return out;
}

/**
 * A topological order in which branches stay together: the main path is as long as can be, what
 * only feeds into it comes right before it is needed, and what only leaves it right after.
 * The entry is first and the exit last.
 */
export function stackingOrder({ items, links }: Problem): number[] {
  const count = items.length;
  const out = arcsBy('from', count, links);
  const { order } = sortTopologically(count, links, out);
  const level = longestPaths(order, links, out);
  const deepestFirst = (a: number, b: number): number => (level[b] ?? 0) - (level[a] ?? 0);
  const predecessors = predecessorsOf(count, links, deepestFirst);
  const exit = count - 1;
  const walk = { predecessors, emitted: new Uint8Array(count) };
  walk.emitted[0] = walk.emitted[exit] = 1;
  const sinks = order.filter((node) => node !== exit && degree(out, node) === 0);
  const main = (predecessors[exit] ?? []).flatMap((node) => emit(walk, node));
  const tails = sinks.sort(deepestFirst).map((sink) => emit(walk, sink));
  return [0, ...insertTails(main, tails, predecessors), exit];
}

/** Without doubles, as `compare` sorts them. */
function predecessorsOf(
  count: number,
  links: Problem['links'],
  compare: (a: number, b: number) => number,
): number[][] {
  const into = arcsBy('to', count, links);
  return Array.from({ length: count }, (_, node) => {
    const before: number[] = [];
    const end = into.start[node + 1] ?? 0;
    for (let at = into.start[node] ?? 0; at < end; at++)
      before.push(links[into.arcs[at] ?? 0]?.from ?? 0);
    return before.length > 1 ? [...new Set(before)].sort(compare) : before;
  });
}

/** Puts each tail right behind the last of the main path's nodes that it depends on. */
function insertTails(
  main: readonly number[],
  tails: readonly (readonly number[])[],
  predecessors: readonly (readonly number[])[],
): readonly number[] {
  if (tails.every(({ length }) => length === 0)) return main;
  const first = main.length === 0 ? (tails[0] ?? []) : main;
  const rest = main.length === 0 ? tails.slice(1) : tails;
  const anchor = new Map(first.map((node, position) => [node, position]));
  const behind = new Map<number, number[]>();
  for (const tail of rest) {
    const before = tail.flatMap((node) => predecessors[node] ?? []);
    const none = before.length === 0 ? first.length - 1 : -1;
    const at = before.reduce((most, node) => Math.max(most, anchor.get(node) ?? -1), none);
    const list = behind.get(at) ?? [];
    behind.set(at, list);
    for (const node of tail) {
      anchor.set(node, at);
      list.push(node);
    }
  }
  return [...(behind.get(-1) ?? []), ...first.flatMap((n, at) => [n, ...(behind.get(at) ?? [])])];
}
