/** Dominators of a directed acyclic graph whose nodes are numbers in topological order. */

/** The virtual node above every node without predecessors. */
export const root = -1;

/** The nearest node that dominates both `a` and `b`; numbers of dominators are always smaller. */
export function commonDominator(idom: readonly number[], a: number, b: number): number {
  let left = a;
  let right = b;
  while (left !== right) {
    if (left > right) left = idom[left] ?? root;
    else right = idom[right] ?? root;
  }
  return left;
}

/**
 * The immediate dominator of every node: the last node that every path from the graph's inputs to it
 * passes, or `root`. One pass is enough because predecessors come first (Cooper, Harvey and Kennedy
 * 2001, "A simple, fast dominance algorithm").
 *
 * @param predecessors for each node, nodes with smaller numbers.
 */
export function immediateDominators(predecessors: readonly (readonly number[])[]): number[] {
  const idom: number[] = [];
  for (const [node, before] of predecessors.entries()) {
    let common = before[0] ?? root;
    for (const next of before) common = commonDominator(idom, common, next);
    idom[node] = common;
  }
  return idom;
}
