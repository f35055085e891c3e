/** What a bench says of two things that were measured in turns. */
import { describe, expect, it } from 'vitest';
import { differenceRows, pairedDifference } from '../../../bench/paired';

const other = [10, 10, 10, 10, 10, 10, 10, 10, 10];

describe('the difference of paired rounds', () => {
  it('has an interval of the sign test, which leaves one of nine rounds out at each end', () => {
    const own = [11, 12, 13, 14, 15, 16, 17, 18, 90];
    expect(pairedDifference(own, other)).toEqual({ median: 5, low: 2, high: 8 });
  });

  it('has the whole range of six rounds, and no interval with fewer', () => {
    const six = pairedDifference([11, 12, 13, 14, 15, 16], other.slice(0, 6));
    expect(six).toEqual({ median: 3.5, low: 1, high: 6 });
    const { low, high } = pairedDifference([11, 12, 13, 14, 15], other.slice(0, 5));
    expect([low, high]).toEqual([-Infinity, Infinity]);
  });

  it('is more than nothing only where all of the interval is', () => {
    const met = (low: number, high: number) =>
      differenceRows('typing', { median: (low + high) / 2, low, high }, 5).map((row) => row.met);
    expect(met(-1, 2)).toEqual([null, true, true]);
    expect(met(1, 2)).toEqual([null, false, true]);
    expect(met(-9, 9)).toEqual([null, null, false]);
  });
});
