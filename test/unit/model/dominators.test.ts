import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commonDominator, immediateDominators, root } from '../../../src/model/dominators';

/** For each node, nodes with smaller numbers. */
const graphs = fc
  .array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 14 })
  .map((lists) =>
    lists.map((list, node) => (node === 0 ? [] : [...new Set(list.map((n) => n % node))])),
  );

/** `a` dominates `b` when `b` cannot be reached from an input without passing `a`. */
function dominates(predecessors: readonly (readonly number[])[], a: number, b: number): boolean {
  const reached = new Set<number>();
  for (const [node, before] of predecessors.entries()) {
    if (node === a) continue;
    if (before.length === 0 || before.some((p) => reached.has(p))) reached.add(node);
  }
  return !reached.has(b);
}

function dominatorsOf(predecessors: readonly (readonly number[])[], node: number): number[] {
  return predecessors.map((_, a) => a).filter((a) => dominates(predecessors, a, node));
}

test('immediate dominators are the nearest by definition', () => {
  fc.assert(
    fc.property(graphs, (predecessors) => {
      const idom = immediateDominators(predecessors);
      for (const node of predecessors.keys()) {
        const strict = dominatorsOf(predecessors, node).filter((a) => a !== node);
        expect(idom[node]).toBe(Math.max(root, ...strict));
      }
    }),
  );
});

test('a common dominator is the last that dominates both', () => {
  fc.assert(
    fc.property(graphs, fc.nat(), fc.nat(), (predecessors, a, b) => {
      const [left, right] = [a % predecessors.length, b % predecessors.length];
      const of = dominatorsOf(predecessors, right);
      const both = dominatorsOf(predecessors, left).filter((node) => of.includes(node));
      const idom = immediateDominators(predecessors);
      expect(commonDominator(idom, left, right)).toBe(Math.max(root, ...both));
    }),
  );
});
