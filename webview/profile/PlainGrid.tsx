/** The table beside a picture: flat rows that remember how they were sorted. */
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { filledColumns, sorted, type Column } from '../state/table/columns';
import { Grid, type GridRow } from '../ui/Grid';
import { useKeptSort } from './profilePage';

interface Props<Row> {
  readonly label: string;
  readonly testId: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Rows that stay at the end, in sight, however the others are sorted. */
  readonly foot?: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly selected?: string | null;
  readonly onChoose?: (row: Row, focus: boolean) => void;
  readonly cell?: (column: Column<Row>, row: GridRow<Row>) => ComponentChildren;
}

export function PlainGrid<Row>(props: Props<Row>) {
  const { label, testId, rows, foot, idOf, cell } = props;
  const lineOf = (row: Row): GridRow<Row> => ({ id: idOf(row), row, depth: 0, open: undefined });
  const [sort, setSort] = useKeptSort(testId);
  const columns = useMemo(() => filledColumns(props.columns, rows), [props.columns, rows]);
  const lines = useMemo(() => sorted(rows, columns, sort).map(lineOf), [rows, columns, sort]);
  return (
    <Grid
      label={label}
      testId={testId}
      columns={columns}
      rows={lines}
      {...(foot === undefined ? {} : { foot: foot.map(lineOf) })}
      sort={sort}
      selected={props.selected ?? null}
      onSort={setSort}
      onChoose={(row, focus) => props.onChoose?.(row, focus)}
      {...(cell === undefined ? {} : { cell })}
    />
  );
}
