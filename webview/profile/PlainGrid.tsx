/** The table beside a picture: flat rows that remember how they are sorted while they are looked at. */
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { filledColumns, sorted, type Column, type Sort } from '../state/table/columns';
import { Grid, type GridRow } from '../ui/Grid';

interface Props<Row> {
  readonly label: string;
  readonly testId: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly selected?: string | null;
  readonly onChoose?: (row: Row, focus: boolean) => void;
  readonly cell?: (column: Column<Row>, row: GridRow<Row>) => ComponentChildren;
}

export function PlainGrid<Row>(props: Props<Row>) {
  const { label, testId, rows, idOf, cell } = props;
  const [sort, setSort] = useState<Sort | null>(null);
  const columns = useMemo(() => filledColumns(props.columns, rows), [props.columns, rows]);
  const lines = useMemo(
    () =>
      sorted(rows, columns, sort).map((row) => ({
        id: idOf(row),
        row,
        depth: 0,
        open: undefined,
      })),
    [rows, columns, sort],
  );
  return (
    <Grid
      label={label}
      testId={testId}
      columns={columns}
      rows={lines}
      sort={sort}
      selected={props.selected ?? null}
      onSort={setSort}
      onChoose={(row, focus) => props.onChoose?.(row, focus)}
      {...(cell === undefined ? {} : { cell })}
    />
  );
}
