/** Medians and their spreads, against what a person would do with a sorted list. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearest, timingOf } from '../../../src/model/timing';

/** Zero, or from a millionth of a nanosecond on: no clock tells less, and numbers near 1e-320 have no digits left. */
const time = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 9, arbitrary: fc.double({ min: 1e-12, max: 1e6, noNaN: true }) },
);

const times = fc.array(time, { minLength: 1, maxLength: 60 });

/** The value at a share of the way through the sorted list, by walking it in steps of a thousandth. */
function naiveQuantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  let at = 0;
  while (at + 1 <= place) at++;
  const rest = place - at;
  return sorted[at]! * (1 - rest) + (sorted[at + 1] ?? sorted[at]!) * rest;
}

describe('the median', () => {
  test('is that of the sorted values', () => {
    fc.assert(
      fc.property(times, (values) => {
        expect(timingOf(values).ms).toBeCloseTo(naiveQuantile(values, 0.5), 6);
      }),
    );
  });

  test('does not depend on the order, and leaves the values as they are', () => {
    fc.assert(
      fc.property(times, (values) => {
        const before = [...values];
        expect(timingOf([...values].reverse())).toEqual(timingOf(values));
        expect(values).toEqual(before);
      }),
    );
  });

  test('of nothing is nothing', () => {
    expect(timingOf([])).toEqual({ ms: 0, spread: 0 });
  });
});

describe('the spread', () => {
  test('is 1.57 times the range of the middle half, by the root of their number', () => {
    fc.assert(
      fc.property(times, (values) => {
        fc.pre(values.length > 2 && naiveQuantile(values, 0.5) > 0);
        const range = naiveQuantile(values, 0.75) - naiveQuantile(values, 0.25);
        const expected = (1.57 * range) / Math.sqrt(values.length) / naiveQuantile(values, 0.5);
        const { spread } = timingOf(values);
        expect(Math.abs(spread - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, expected));
      }),
    );
  });

  test('does not depend on the unit', () => {
    fc.assert(
      fc.property(times, (values) => {
        const [one, other] = [timingOf(values), timingOf(values.map((ms) => 1024 * ms))];
        expect(other.ms).toBe(1024 * one.ms);
        expect(other.spread).toBeCloseTo(one.spread, 9);
      }),
    );
  });

  test('of one measurement says that nothing is known', () => {
    expect(timingOf([7])).toEqual({ ms: 7, spread: 1 });
  });

  test('of two is half their distance', () => {
    expect(timingOf([9, 11])).toEqual({ ms: 10, spread: 0.1 });
  });

  test('of equal ones is nothing', () => {
    expect(timingOf([3, 3, 3, 3])).toEqual({ ms: 3, spread: 0 });
    expect(timingOf([0, 0, 0])).toEqual({ ms: 0, spread: 0 });
  });
});

test('the nearest is one that no other is nearer than', () => {
  fc.assert(
    fc.property(times, fc.double({ min: 0, max: 1e6, noNaN: true }), (values, value) => {
      const distance = Math.abs(values[nearest(values, value)]! - value);
      expect(values.every((one) => Math.abs(one - value) >= distance)).toBe(true);
    }),
  );
});
