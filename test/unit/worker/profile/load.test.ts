/** Which steps are believed where others use the processors, and what is read of the machine. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calmest, thisMachine } from '../../../../src/worker/profile/load';

describe('the calmest steps', () => {
  test('are all where nobody disturbs', () => {
    expect(calmest([])).toEqual([]);
    expect(calmest([0, 0.02, 0.05, 0.01])).toEqual([0, 1, 2, 3]);
  });

  test('are those without others where there are enough', () => {
    const shares = [0, 0.5, 0.01, 0.4, 0.02, 0.3, 0, 0.06, 0];
    expect(calmest(shares)).toEqual([0, 2, 4, 6, 8]);
  });

  test('are the least disturbed third where there are too few, and five at least', () => {
    expect(calmest([0.5, 0.4, 0.3, 0.2, 0.1, 0.6])).toEqual([0, 1, 2, 3, 4]);
    const falling = Array.from({ length: 30 }, (_, i) => 1 - i / 40);
    expect(calmest(falling)).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
  });

  test('are five or more, and nobody calmer is left out', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(share, { maxLength: 60 }), (shares) => {
        const kept = calmest(shares);
        expect(kept.length).toBeGreaterThanOrEqual(Math.min(shares.length, 5));
        const most = Math.max(...kept.map((at) => shares[at] ?? 0));
        shares.forEach((one, at) => {
          if (one <= most) expect(kept).toContain(at);
        });
      }),
    );
  });
});

test('the own use of the processor grows with work, and the share of others is one of all', () => {
  const { othersShare, ownMs } = thisMachine();
  const before = ownMs();
  for (let i = 0, x = 1; i < 3e7; i++) x = (x * 31 + i) % 65_537;
  expect(ownMs()).toBeGreaterThan(before);
  const share = othersShare();
  expect(share).toBeGreaterThanOrEqual(0);
  expect(share).toBeLessThanOrEqual(1);
});
