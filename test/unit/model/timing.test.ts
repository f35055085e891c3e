/** Medians and their spreads, against what a person would do with a sorted list. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { driftOf, nearest, timingOf, withDrift } from '../../../src/model/timing';

/** Zero, or from a millionth of a nanosecond on: no clock tells less, and numbers near 1e-320 have no digits left. */
const time = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 9, arbitrary: fc.double({ min: 1e-12, max: 1e6, noNaN: true }) },
);

const times = fc.array(time, { minLength: 1, maxLength: 60 });

/** Of Student's table: degrees of freedom, and the two-sided 95 % point over the normal one, 1.96. */
const students = [
  [2, 4.303],
  [3, 3.182],
  [4, 2.776],
  [6, 2.447],
  [10, 2.228],
  [20, 2.086],
  [60, 2.0],
].map(([degrees = 0, point = 0]) => [degrees, point / 1.96] as const);

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
  test('is 1.57 times the range of the middle half, by the root of their number, and more for few', () => {
    fc.assert(
      fc.property(times, (values) => {
        fc.pre(values.length > 2 && naiveQuantile(values, 0.5) > 0);
        const range = naiveQuantile(values, 0.75) - naiveQuantile(values, 0.25);
        const many = (1.57 * range) / Math.sqrt(values.length) / naiveQuantile(values, 0.5);
        const student = students.find(([degrees]) => degrees >= values.length - 1)?.[1] ?? 1;
        const less = students.findLast(([degrees]) => degrees <= values.length - 1)?.[1] ?? 3;
        const { spread } = timingOf(values);
        // Between the table's neighbours, and within the 4 % that the formula is off at two degrees.
        expect(spread).toBeGreaterThanOrEqual(0.96 * student * many - 1e-12);
        expect(spread).toBeLessThanOrEqual(1.01 * less * many + 1e-12);
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

describe('the drift', () => {
  const steps = (count: number, ms: (i: number) => number): number[] =>
    Array.from({ length: count }, (_, i) => ms(i));

  test('of a steady machine is nothing', () => {
    expect(driftOf([steps(20, () => 5), steps(20, () => 4)])).toBe(0);
  });

  test('is of the pace, whatever steps take and their kinds', () => {
    const slows = (i: number): number => 1 + 0.01 * i;
    const one = driftOf([steps(40, (i) => 5 * slows(i)), steps(40, (i) => 4 * slows(i))]);
    expect(one).toBeGreaterThan(0.1);
    expect(driftOf([steps(40, (i) => 70 * slows(i)), steps(40, (i) => 9 * slows(i))])).toBeCloseTo(
      one,
      9,
    );
  });

  test('does not end where steps are many', () => {
    const waves = (i: number, count: number): number => 1 + 0.1 * Math.sin((12 * i) / count);
    const [few, many] = [40, 400].map((n) => driftOf([steps(n, (i) => waves(i, n))]));
    expect(many! / few!).toBeGreaterThan(0.8);
  });

  test('is not that of a single burst', () => {
    expect(driftOf([steps(80, (i) => (i < 8 ? 50 : 5))])).toBe(0);
  });

  test('of hardly any steps is not known', () => {
    expect([driftOf([]), driftOf([[]]), driftOf([[7]]), driftOf([[0, 0, 0, 0]])]).toEqual([
      0, 0, 0, 0,
    ]);
  });

  test('is added to what the measurements themselves leave open', () => {
    expect(withDrift({ ms: 2, spread: 0.1 }, 0.05).spread).toBeCloseTo(0.15, 9);
    expect(withDrift({ ms: 0, spread: 0 }, 0.05).spread).toBe(0);
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
