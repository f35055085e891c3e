/** Random model files whose skips are known by how they were put together, through the whole analysis. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { skipKinds } from '../../src/model/graph';
import { allSkips } from '../../src/model/report';
import { composed, type Holder } from './support/composed';
import { useWorkbench } from './support/inspect';

const workbench = useWorkbench();
const holders: readonly Holder[] = ['functions', 'classes', 'custom layers'];

test.each(holders)('the skips of blocks in %s are found exactly', async (holder) => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([...skipKinds], { minLength: 2 }), async (kinds) => {
      const { text, entry, skips } = composed(kinds, holder);
      const graph = await workbench.graph(text, entry, { name: 'composed.js' });
      const found = allSkips(graph).map(({ kind, length }) => `${kind} ${length}`);
      expect(found.sort()).toEqual([...skips].sort());
      for (const kind of kinds) seen.add(kind);
    }),
    { numRuns: 20 },
  );
  expect([...seen].sort()).toEqual([...skipKinds].sort());
});
