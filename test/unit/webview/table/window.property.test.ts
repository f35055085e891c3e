import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowWindow, scrollTo } from '../../../../webview/state/table/window';

const scrolled = fc
  .record({
    count: fc.integer({ min: 0, max: 50_000 }),
    rowHeight: fc.integer({ min: 1, max: 60 }),
    /** Of the height of all rows. */
    part: fc.double({ min: 0, max: 1, noNaN: true }),
    viewHeight: fc.integer({ min: 0, max: 3000 }),
  })
  .map(({ part, ...list }) => ({ ...list, scrollTop: part * list.count * list.rowHeight }));

describe('the rows that are rendered', () => {
  it('cover what is in sight, and not much more', () => {
    fc.assert(
      fc.property(scrolled, (list) => {
        const { first, end } = rowWindow(list);
        const { count, rowHeight, scrollTop, viewHeight } = list;
        expect(first).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(count);
        expect(end - first).toBeLessThanOrEqual(Math.ceil(viewHeight / rowHeight) + 18);
        const bottom = Math.min(scrollTop + viewHeight, count * rowHeight);
        if (bottom <= scrollTop) return;
        expect(first * rowHeight).toBeLessThanOrEqual(scrollTop);
        expect(end * rowHeight).toBeGreaterThanOrEqual(bottom);
      }),
    );
  });

  it('are the last ones when the list became shorter than it is scrolled', () => {
    const list = { count: 3, rowHeight: 24, scrollTop: 10_000, viewHeight: 240 };
    const { first, end } = rowWindow(list);
    expect(end).toBe(3);
    expect(first).toBeLessThan(3);
  });

  it('are none of none', () => {
    const list = { count: 0, rowHeight: 24, scrollTop: 0, viewHeight: 240 };
    expect(rowWindow(list)).toEqual({ first: 0, end: 0 });
  });
});

describe('scrolling to a row', () => {
  it('moves as little as needed to have it in sight', () => {
    const view = { rowHeight: 24, scrollTop: 240, viewHeight: 240 };
    expect(scrollTo(12, view)).toBe(240);
    expect(scrollTo(3, view)).toBe(72);
    expect(scrollTo(20, view)).toBe(21 * 24 - 240);
  });

  it('shows its top in a window that is lower than a row', () => {
    expect(scrollTo(5, { rowHeight: 24, scrollTop: 0, viewHeight: 10 })).toBe(120);
  });
});
