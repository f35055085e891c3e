import { describe, expect, it } from 'vitest';
import { tableKey, type TableKey } from '../../../../webview/state/table/keys';

const plain = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };

function press(key: string, row: number, count = 100): TableKey | undefined {
  return tableKey({ ...plain, key }, { row, count, page: 10 });
}

describe('keys in a table', () => {
  it.each([
    ['ArrowDown', 5, 6],
    ['ArrowDown', -1, 0],
    ['ArrowDown', 99, 99],
    ['ArrowUp', 0, 0],
    ['ArrowUp', 5, 4],
    ['PageDown', 5, 14],
    ['PageUp', 5, 0],
    ['Home', 50, 0],
    ['End', 50, 99],
  ])('%s from row %i leads to row %i', (key, row, to) => {
    expect(press(key, row)).toEqual({ type: 'go', to });
  });

  it('open, close and choose a row', () => {
    const types = ['ArrowRight', 'ArrowLeft', ' ', 'Enter'].map((key) => press(key, 0)?.type);
    expect(types).toEqual(['open', 'close', 'toggle', 'choose']);
  });

  it('lead nowhere in an empty table', () => {
    expect(press('ArrowDown', -1, 0)).toBeUndefined();
  });

  it('with Ctrl, Cmd or Alt, and all others, are left to the page', () => {
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey'])
      expect(
        tableKey({ ...plain, key: 'Home', [modifier]: true }, { row: 1, count: 9, page: 3 }),
      ).toBeUndefined();
    expect(press('Tab', 0)).toBeUndefined();
    expect(press('/', 0)).toBeUndefined();
  });
});
