import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tandemRuns, type Judge } from '../../../../src/model/repeats/tandem';

const anything: Judge = { accepts: () => true, beginning: () => 0 };

const symbols = fc.array(fc.nat(3), { maxLength: 60 });

describe('runs of a sequence', () => {
  it('are copies of one another, ascending and apart', () => {
    fc.assert(
      fc.property(symbols, (sequence) => {
        let end = 0;
        for (const { start, period, times } of tandemRuns(sequence, anything)) {
          expect(start).toBeGreaterThanOrEqual(end);
          expect(times).toBeGreaterThan(1);
          end = start + period * times;
          expect(end).toBeLessThanOrEqual(sequence.length);
          const first = sequence.slice(start, start + period);
          for (let at = start; at < end; at += period)
            expect(sequence.slice(at, at + period)).toEqual(first);
        }
      }),
    );
  });

  it('are found wherever a part stands twice in a row', () => {
    fc.assert(
      fc.property(symbols, (sequence) => {
        const runs = tandemRuns(sequence, anything);
        const free = sequence.map(() => true);
        for (const { start, period, times } of runs)
          free.fill(false, start, start + period * times);
        for (let start = 0; start < sequence.length; start++)
          for (let period = 1; start + 2 * period <= sequence.length; period++) {
            const isSquare = sequence
              .slice(start, start + period)
              .every((symbol, at) => symbol === sequence[start + period + at]);
            const outside = free.slice(start, start + 2 * period).every(Boolean);
            expect(isSquare && outside).toBe(false);
          }
      }),
    );
  });

  it('begin where the judge says, as long as no copy is lost by it', () => {
    const atTwo: Judge = { accepts: () => true, beginning: (at) => Number(at === 2) };
    expect(tandemRuns([1, 2, 3, 1, 2, 3, 1, 2], atTwo)).toEqual([
      { start: 2, period: 3, times: 2 },
    ]);
    expect(tandemRuns([1, 2, 3, 1, 2, 3], atTwo)).toEqual([{ start: 0, period: 3, times: 2 }]);
  });

  it('cover as much as can be, with copies as short as can be', () => {
    const inner = [1, 2, 1, 2, 1, 2, 3];
    expect(tandemRuns([...inner, ...inner, ...inner], anything)).toEqual([
      { start: 0, period: 7, times: 3 },
    ]);
    expect(tandemRuns([1, 2, 1, 2, 1, 2, 1, 2], anything)).toEqual([
      { start: 0, period: 2, times: 4 },
    ]);
  });

  it('leave out what is not accepted', () => {
    const long: Judge = { ...anything, accepts: ({ period }) => period > 1 };
    expect(
      tandemRuns(new Array<number>(20_000).fill(1), { ...long, accepts: () => false }),
    ).toEqual([]);
    expect(tandemRuns([1, 1, 2, 1, 1, 2], long)).toEqual([{ start: 0, period: 3, times: 2 }]);
  });
});
