/** The order in which the items of a problem are stacked. */
import type { Problem } from './problem';
import { incidence, longestPaths, sortTopologically } from './topology';

interface Walk {
  readonly predecessors: readonly (readonly number[])[];
  readonly emitted: Set<number>;
}

/** Everything that `end` depends on and that is not there yet, dependencies first, then `end`. */
function emit({ predecessors, emitted }: Walk, end: number): number[] {
  const out: number[] = [];
  const stack = [{ node: end, next: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const before = predecessors[top.node]?.[top.next++];
    if (before === undefined) {
      stack.pop();
      if (!emitted.has(top.node)) out.push(top.node);
      emitted.add(top.node);
    } else if (!emitted.has(before)) stack.push({ node: before, next: 0 });
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
  const { order } = sortTopologically(count, links);
  const level = longestPaths(order, links);
  const depth = (node: number): number => level[node] ?? 0;
  const ends = incidence(count, links);
  const deepestFirst = (a: number, b: number): number => depth(b) - depth(a);
  const predecessors = ends.in.map((list) => {
    const before = [...new Set(list.map((index) => links[index]?.from ?? 0))];
    return before.length > 1 ? before.sort(deepestFirst) : before;
  });
  const exit = count - 1;
  const walk = { predecessors, emitted: new Set([0, exit]) };
  const last = (predecessors[exit] ?? []).length === 0 ? [] : [exit];
  const sinks = order.filter((n) => n !== exit && (ends.out[n]?.length ?? 0) === 0);
  const main = last.flatMap(() => (predecessors[exit] ?? []).flatMap((n) => emit(walk, n)));
  const tails = sinks.sort(deepestFirst).map((sink) => emit(walk, sink));
  return [0, ...insertTails(main, tails, predecessors), exit];
}

/** Puts each tail right behind the last of the main path's nodes that it depends on. */
function insertTails(
  main: readonly number[],
  tails: readonly (readonly number[])[],
  predecessors: readonly (readonly number[])[],
): number[] {
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
