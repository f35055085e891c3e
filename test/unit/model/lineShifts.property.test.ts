/** Lines of a text that was read, followed through what was typed since. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shiftedLine, type LineChange } from '../../../src/model/lineShifts';

const change = (start: number, end: number, keepsStart: boolean, inserted: number): LineChange => ({
  start,
  end,
  keepsStart,
  inserted,
});

describe('a line that was read', () => {
  it('stays while others below it or its own text change', () => {
    expect(shiftedLine(4, [change(5, 7, true, 0)])).toBe(4);
    expect(shiftedLine(4, [change(4, 4, true, 0)])).toBe(4);
  });

  it('moves with lines that come and go above it', () => {
    expect(shiftedLine(4, [change(1, 1, true, 2)])).toBe(6);
    expect(shiftedLine(4, [change(4, 4, false, 1)])).toBe(5);
    expect(shiftedLine(4, [change(1, 3, true, 0)])).toBe(2);
    expect(shiftedLine(4, [change(0, 1, false, 0), change(0, 0, false, 3)])).toBe(6);
  });

  it('is gone when it is deleted, and what followed it takes its place', () => {
    expect(shiftedLine(4, [change(4, 5, false, 0)])).toBeUndefined();
    expect(shiftedLine(5, [change(4, 5, false, 0)])).toBe(4);
    expect(shiftedLine(4, [change(3, 6, true, 0)])).toBeUndefined();
  });

  it('is where its text is, whatever whole lines are put in and taken out', () => {
    const edit = fc.record({ at: fc.nat(20), removed: fc.nat(4), inserted: fc.nat(4) });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 8 }), (edits) => {
        let text = Array.from({ length: 20 }, (_, line) => `line ${line}`);
        const changes = edits.flatMap(({ at, removed, inserted }) => {
          const start = Math.min(at, text.length - 1);
          const end = Math.min(start + removed, text.length - 1);
          const fresh = Array.from({ length: inserted }, () => 'new');
          text = [...text.slice(0, start), ...fresh, ...text.slice(end)];
          return [change(start, end, false, inserted)];
        });
        for (let line = 0; line < 20; line++) {
          const expected = text.indexOf(`line ${line}`);
          expect(shiftedLine(line, changes)).toBe(expected === -1 ? undefined : expected);
        }
      }),
    );
  });
});
