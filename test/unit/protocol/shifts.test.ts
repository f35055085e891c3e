import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInserted, originalColumn } from '../../../src/protocol/shifts';

/** `const f = {enter;return(1)exit};` — the original was `const f = 1;`. */
const shifts = [
  { line: 1, column: 3, length: 40 },
  { line: 2, column: 10, length: 14 },
  { line: 2, column: 11, length: 5 },
];

describe('columns of instrumented text', () => {
  it.each([
    ['before what was inserted', 9, 9, false],
    ['at its first character', 10, 10, true],
    ['at its last character', 23, 10, true],
    ['right behind it', 24, 10, false],
    ['in the second insertion', 25, 11, true],
    ['at its end', 29, 11, true],
    ['behind both', 30, 11, false],
    ['far behind both', 130, 111, false],
  ])('%s', (_, column, original, inserted) => {
    expect(originalColumn(shifts, 2, column)).toBe(original);
    expect(isInserted(shifts, 2, column)).toBe(inserted);
  });

  it('stay on a line where nothing was inserted', () => {
    expect(originalColumn(shifts, 3, 17)).toBe(17);
    expect(isInserted(shifts, 3, 17)).toBe(false);
  });

  it('take several insertions at one column one after the other', () => {
    const twice = [
      { line: 1, column: 4, length: 2 },
      { line: 1, column: 4, length: 3 },
    ];
    const columns = Array.from({ length: 11 }, (_, column) => column);
    expect(columns.map((column) => originalColumn(twice, 1, column))).toEqual([
      0, 1, 2, 3, 4, 4, 4, 4, 4, 4, 5,
    ]);
    expect(columns.filter((column) => isInserted(twice, 1, column))).toEqual([4, 5, 6, 7, 8]);
  });

  it('never run backward, and skip no column of the original', () => {
    const insertion = fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(fc.array(insertion, { maxLength: 8 }), (drawn) => {
        const sorted = drawn.sort(([a], [b]) => a - b);
        const random = sorted.map(([column, length]) => ({ line: 1, column, length }));
        const total = random.reduce((sum, { length }) => sum + length, 0);
        const columns = Array.from({ length: 30 + total }, (_, column) => column);
        const own = columns.filter((column) => !isInserted(random, 1, column));
        expect(own.map((column) => originalColumn(random, 1, column))).toEqual(
          Array.from({ length: 30 }, (_, column) => column),
        );
        const all = columns.map((column) => originalColumn(random, 1, column));
        expect(all).toEqual([...all].sort((a, b) => a - b));
      }),
    );
  });
});
