/** Random networks whose skips are known by how they were put together, all kinds of them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { skipKinds } from '../../../../src/model/graph';
import { blocks } from './blocks';
import { Composer, type Style } from './composer';

const styles: readonly Style[] = ['layers', 'operations'];

test.each(styles)('the skips of a network composed of %s are found exactly', (style) => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(blocks, (block) => {
      const { builder, expected } = new Composer(block, style);
      const found = builder
        .skips()
        .map(({ kind, fork, merge, length }) => ({ kind, fork, merge, length }));
      const order = new Map(builder.nodes.map(({ id }, index) => [id, index]));
      const inOrder = [...expected].sort((a, b) => order.get(a.merge)! - order.get(b.merge)!);
      expect(found).toEqual(inOrder);
      for (const { kind } of found) kinds.add(kind);
    }),
    { numRuns: 1_500 },
  );
  expect([...kinds].sort()).toEqual([...skipKinds].sort());
});

test.each(styles)('a network of %s without a way around has no skips', (style) => {
  const plain = blocks.filter((block) => new Composer(block, style).expected.length === 0);
  fc.assert(
    fc.property(plain, (block) => {
      expect(new Composer(block, style).builder.skips()).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
