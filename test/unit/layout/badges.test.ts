/** Badges of hidden skips: each as wide as its number, none over its neighbour. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { badgesOf, badgesWidth } from '../../../src/layout/badges';
import { skipKinds } from '../../../src/model/graph';

it.each([1, 9, 12, 99, 100, 888, 5_000])('has room for %i', (count) => {
  const [badge] = badgesOf({ identity: count });
  expect(badge).toMatchObject({ kind: 'identity', count, left: 0 });
  // A bold digit of the widest font is 0.7 of its size wide, and the sign before the number takes 15.
  const digits = String(count).length > 3 ? 4 : String(count).length;
  expect(badge?.width).toBeGreaterThanOrEqual(15 + digits * 0.7 * 10.5);
});

it('stand beside each other, in the order of the kinds', () => {
  const counts = fc.record(
    Object.fromEntries(skipKinds.map((kind) => [kind, fc.nat({ max: 2_000 })])),
  );
  fc.assert(
    fc.property(counts, (skips) => {
      const badges = badgesOf(skips);
      expect(badges.map(({ kind }) => kind)).toEqual(
        skipKinds.filter((kind) => (skips[kind] ?? 0) > 0),
      );
      badges.forEach(({ left, width }, index) => {
        const end = badges[index + 1]?.left ?? badgesWidth(skips);
        expect(left + width).toBeLessThan(end);
      });
    }),
  );
});
