import { describe, expect, it } from 'vitest';
import {
  filledColumns,
  nextSort,
  sorted,
  toCsv,
  toMarkdown,
  tracksOf,
  type Column,
} from '../../../../webview/state/table/columns';

interface Row {
  readonly name: string;
  readonly size: number | undefined;
}

const columns: readonly Column<Row>[] = [
  {
    id: 'name',
    title: 'Name',
    numeric: false,
    width: 100,
    grow: 2,
    value: ({ name }) => name,
    text: ({ name }) => name,
  },
  {
    id: 'size',
    title: 'Size | bytes',
    numeric: true,
    width: 80,
    value: ({ size }) => size,
    text: ({ size }) => `about ${size ?? 0}`,
  },
];

const rows: readonly Row[] = [
  { name: 'conv10', size: 3 },
  { name: 'conv9', size: undefined },
  { name: 'a, "b"\nc', size: 30 },
  { name: 'conv2 | x', size: 3 },
];

function names(column: string, descending: boolean): string[] {
  return sorted(rows, columns, { column, descending }).map(({ name }) => name);
}

describe('sorting', () => {
  it('puts numbers in names where people do', () => {
    expect(names('name', false)).toEqual(['a, "b"\nc', 'conv2 | x', 'conv9', 'conv10']);
    expect(names('name', true)).toEqual(['conv10', 'conv9', 'conv2 | x', 'a, "b"\nc']);
  });

  it('has what is not known last in both directions, and equals in the order they had', () => {
    expect(names('size', false)).toEqual(['conv10', 'conv2 | x', 'a, "b"\nc', 'conv9']);
    expect(names('size', true)).toEqual(['a, "b"\nc', 'conv10', 'conv2 | x', 'conv9']);
  });

  it('has the greatest extent first where one is infinite', () => {
    const wide: Row[] = [
      { name: 'a', size: Infinity },
      { name: 'b', size: 7 },
      { name: 'c', size: Infinity },
    ];
    const order = sorted(wide, columns, { column: 'size', descending: true });
    expect(order.map(({ name }) => name)).toEqual(['a', 'c', 'b']);
  });

  it('by nothing, or by a column that is gone, leaves the rows as they are', () => {
    expect(sorted(rows, columns, null)).toBe(rows);
    expect(sorted(rows, columns, { column: 'gone', descending: true })).toBe(rows);
  });

  it('goes from one direction to the other to none, numbers from the largest', () => {
    const [name, size] = columns as [Column<Row>, Column<Row>];
    const first = nextSort(null, size);
    expect(first).toEqual({ column: 'size', descending: true });
    const second = nextSort(first, size);
    expect(second).toEqual({ column: 'size', descending: false });
    expect(nextSort(second, size)).toBeNull();
    expect(nextSort(first, name)).toEqual({ column: 'name', descending: false });
  });
});

describe('a copied table', () => {
  it('is CSV with exact values, and quotes where they are needed', () => {
    expect(toCsv(columns, rows)).toBe(
      'Name,Size | bytes\r\nconv10,3\r\nconv9,\r\n"a, ""b""\nc",30\r\nconv2 | x,3\r\n',
    );
  });

  it('is Markdown whose cells stay in their rows and columns', () => {
    expect(toMarkdown(columns, rows).split('\n')).toEqual([
      '| Name | Size \\| bytes |',
      '| --- | ---: |',
      '| conv10 | 3 |',
      '| conv9 |  |',
      '| a, "b" c | 30 |',
      '| conv2 \\| x | 3 |',
      '',
    ]);
  });
});

it('columns of which nothing is known are left out', () => {
  const unknown = rows.map(({ name }) => ({ name, size: undefined }));
  expect(filledColumns(columns, rows)).toEqual(columns);
  expect(filledColumns(columns, unknown).map(({ id }) => id)).toEqual(['name']);
});

it('columns share the width that is left', () => {
  expect(tracksOf(columns)).toBe('minmax(100px, 2fr) 80px');
});
