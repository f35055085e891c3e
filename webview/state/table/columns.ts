/** What every table of the page is made of, and how it is sorted. */

/** What a cell is sorted by; undefined cells come last in either direction. */
export type CellValue = number | string | undefined;

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** What the title stands for, on hover. */
  readonly hint?: string;
  /** Aligned to the end, and sorted from the largest when sorted first. */
  readonly numeric: boolean;
  /** CSS pixels; the least width where the column grows. */
  readonly width: number;
  /** Its part of the width that is left; 0 unless said. */
  readonly grow?: number;
  value(row: Row): CellValue;
  text(row: Row): string;
  /** The exact value, for the tooltip; the text where there is no more to say. */
  exact?(row: Row): string;
  /** Copied instead of the value. */
  copied?(row: Row): string;
}

/** Those of which something is known in some row. */
export function filledColumns<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): readonly Column<Row>[] {
  return columns.filter((column) => rows.some((row) => column.value(row) !== undefined));
}

/** The columns as tracks of a CSS grid. */
export function tracksOf(columns: readonly Pick<Column<never>, 'width' | 'grow'>[]): string {
  return columns
    .map(({ width, grow = 0 }) => (grow === 0 ? `${width}px` : `minmax(${width}px, ${grow}fr)`))
    .join(' ');
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

const collator = new Intl.Collator('en', { numeric: true });

function compare(a: CellValue, b: CellValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a === b ? 0 : a - b;
  return collator.compare(String(a), String(b));
}

/** Rows in the order of a column; rows that are equal in it keep theirs. */
export function sorted<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | null,
): readonly Row[] {
  const column = columns.find(({ id }) => id === sort?.column);
  if (sort === null || column === undefined) return rows;
  const sign = sort.descending ? -1 : 1;
  const keyed = rows.map((row) => ({ row, value: column.value(row) }));
  const order = (a: CellValue, b: CellValue): number =>
    a === undefined || b === undefined
      ? Number(a === undefined) - Number(b === undefined)
      : sign * compare(a, b);
  return keyed.sort((a, b) => order(a.value, b.value)).map(({ row }) => row);
}

/** What a click on a column's title leads to: its first direction, the other one, no order. */
export function nextSort(
  sort: Sort | null,
  { id, numeric }: Pick<Column<never>, 'id' | 'numeric'>,
): Sort | null {
  if (sort?.column !== id) return { column: id, descending: numeric };
  return sort.descending === numeric ? { column: id, descending: !numeric } : null;
}

/** Exact, for people who go on with it elsewhere: numbers without grouping. */
function copiedCell<Row>(column: Column<Row>, row: Row): string {
  if (column.copied !== undefined) return column.copied(row);
  return String(column.value(row) ?? '');
}

/** As RFC 4180 has it, one line a row below the titles. */
export function toCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const quoted = (text: string): string =>
    /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const lines = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map((column) => copiedCell(column, row))),
  ];
  return lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

/** A table as GitHub's Markdown has it. */
export function toMarkdown<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const escaped = (text: string): string =>
    text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll(/\r?\n/g, ' ');
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return [
    line(columns.map(({ title }) => escaped(title))),
    line(columns.map(({ numeric }) => (numeric ? '---:' : '---'))),
    ...rows.map((row) => line(columns.map((column) => escaped(copiedCell(column, row))))),
  ].join('');
}
