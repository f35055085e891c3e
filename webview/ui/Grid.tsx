/**
 * A table of any length: only the rows in sight are in the page. A tree grid for screen readers and for the
 * keyboard, whose focus stays on the grid while a row of it is active.
 */
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { nextSort, tracksOf, type Column, type Sort } from '../state/table/columns';
import { tableKey } from '../state/table/keys';
import { rowWindow, scrollTo, type RowWindow } from '../state/table/window';
import { GridHead } from './GridHead';

export interface GridRow<Row> {
  readonly id: string;
  readonly row: Row;
  /** From 0. */
  readonly depth: number;
  /** Whether a group is open; undefined for a row that holds no others. */
  readonly open: boolean | undefined;
}

export interface GridProps<Row> {
  readonly label: string;
  readonly testId: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly GridRow<Row>[];
  /** Rows that stay at the end, in sight, however the others are sorted: sums, and what is no row like the others. */
  readonly foot?: readonly GridRow<Row>[];
  readonly sort: Sort | null;
  /** Id of the row that is selected on the page. */
  readonly selected: string | null;
  readonly onSort: (sort: Sort | null) => void;
  /** @param focus whether the keyboard goes to the source too. */
  readonly onChoose: (row: Row, focus: boolean) => void;
  readonly onToggle?: (row: Row, open: boolean) => void;
  /** What stands in a cell instead of the column's text. */
  readonly cell?: (column: Column<Row>, row: GridRow<Row>) => ComponentChildren;
}

/** The same numbers stand in table.css. */
const rowHeight = 24;
const headHeight = 30;

/** Of the rows between the titles and the foot, CSS pixels. */
function bodyHeight({ clientHeight }: HTMLElement, footRows: number): number {
  return clientHeight - headHeight - footRows * rowHeight;
}

function useScroll(element: RefObject<HTMLElement>, footRows: number) {
  const [view, setView] = useState({ scrollTop: 0, viewHeight: 0 });
  useLayoutEffect(() => {
    const grid = element.current;
    if (grid === null) return undefined;
    const read = (): void =>
      setView({ scrollTop: grid.scrollTop, viewHeight: bodyHeight(grid, footRows) });
    const observer = new ResizeObserver(read);
    observer.observe(grid);
    grid.addEventListener('scroll', read, { passive: true });
    read();
    return () => {
      observer.disconnect();
      grid.removeEventListener('scroll', read);
    };
  }, [footRows]);
  return view;
}

/** The row that the keyboard is at, kept by its id, for rows move when they are sorted. */
function useActive<Row>(
  { rows, foot = [], selected }: GridProps<Row>,
  grid: RefObject<HTMLElement>,
): [number, (index: number) => void] {
  const [id, setId] = useState(selected);
  const all = [...rows, ...foot];
  const reveal = (index: number): void => {
    const element = grid.current;
    // Those of the foot are always in sight.
    if (element === null || index < 0 || index >= rows.length) return;
    const { scrollTop } = element;
    const viewHeight = bodyHeight(element, foot.length);
    element.scrollTop = scrollTo(index, { rowHeight, scrollTop, viewHeight });
  };
  useEffect(() => {
    if (selected === null) return;
    setId(selected);
    reveal(rows.findIndex((row) => row.id === selected));
  }, [selected]);
  const activate = (index: number): void => {
    setId(all[index]?.id ?? null);
    reveal(index);
  };
  return [all.findIndex((row) => row.id === id), activate];
}

export function Grid<Row>(props: GridProps<Row>) {
  const { columns, rows, foot = [], sort } = props;
  const grid = useRef<HTMLDivElement>(null);
  const { scrollTop, viewHeight } = useScroll(grid, foot.length);
  const [active, activate] = useActive(props, grid);
  const ids = useId();
  const shown = rowWindow({ count: rows.length, rowHeight, scrollTop, viewHeight });
  const inWindow = (active >= shown.first && active < shown.end) || active >= rows.length;
  return (
    <div
      class="grid"
      role="treegrid"
      tabIndex={0}
      ref={grid}
      aria-label={props.label}
      aria-rowcount={rows.length + foot.length + 1}
      aria-colcount={columns.length}
      {...(inWindow ? { 'aria-activedescendant': `${ids}-${active}` } : {})}
      data-testid={props.testId}
      data-rows={rows.length}
      style={{
        '--columns': tracksOf(columns),
        '--least': `${columns.reduce((sum, { width }) => sum + width, 0)}px`,
      }}
      onKeyDown={(event) => onKey(event, props, { active, activate, viewHeight })}
    >
      <GridHead
        columns={columns}
        sort={sort}
        onSort={(column) => props.onSort(nextSort(sort, column))}
      />
      <Body {...{ props, shown, active, activate, ids }} />
      {foot.length > 0 && <Foot {...{ props, foot, active, activate, ids }} />}
    </div>
  );
}

interface Keyboard {
  readonly active: number;
  readonly activate: (index: number) => void;
  readonly viewHeight: number;
}

function onKey<Row>(event: KeyboardEvent, props: GridProps<Row>, keyboard: Keyboard): void {
  // The titles are buttons of their own.
  if (event.target !== event.currentTarget) return;
  const rows = [...props.rows, ...(props.foot ?? [])];
  const page = Math.floor(keyboard.viewHeight / rowHeight);
  const action = tableKey(event, { row: keyboard.active, count: rows.length, page });
  if (action === undefined) return;
  event.preventDefault();
  const at = rows[keyboard.active];
  if (action.type === 'go') keyboard.activate(action.to);
  else if (at === undefined) return;
  else if (action.type === 'choose') props.onChoose(at.row, true);
  else if (action.type === 'toggle') toggle(at, props, at.open !== true);
  else if (action.type === 'open') toggle(at, props, true);
  else if (at.open === true) toggle(at, props, false);
  else keyboard.activate(parentOf(rows, keyboard.active));
}

/** Opens or closes a row that holds others. */
function toggle<Row>({ row, open }: GridRow<Row>, props: GridProps<Row>, wanted: boolean): void {
  if (open !== undefined && open !== wanted) props.onToggle?.(row, wanted);
}

/** The row of the group around a row; the row itself at the top. */
function parentOf<Row>(rows: readonly GridRow<Row>[], index: number): number {
  const depth = rows[index]?.depth ?? 0;
  for (let above = index - 1; above >= 0; above--)
    if ((rows[above]?.depth ?? 0) < depth) return above;
  return index;
}

interface PartProps<Row> {
  readonly props: GridProps<Row>;
  readonly active: number;
  readonly activate: (index: number) => void;
  readonly ids: string;
}

interface BodyProps<Row> extends PartProps<Row> {
  readonly shown: RowWindow;
}

interface FootProps<Row> extends PartProps<Row> {
  readonly foot: readonly GridRow<Row>[];
}

/** The rows at the end, which the keyboard comes to after the last of the others. */
function Foot<Row>({ props, foot, active, activate, ids }: FootProps<Row>) {
  return (
    <div class="grid-foot" role="rowgroup" style={{ height: `${foot.length * rowHeight}px` }}>
      {foot.map((row, at) => {
        const index = props.rows.length + at;
        return (
          <GridLine
            key={row.id}
            {...{ props, row, index, top: at }}
            isActive={index === active}
            isSelected={row.id === props.selected}
            id={`${ids}-${index}`}
            onActivate={() => activate(index)}
          />
        );
      })}
    </div>
  );
}

function Body<Row>({ props, shown, active, activate, ids }: BodyProps<Row>) {
  const { rows } = props;
  return (
    <div class="grid-body" role="rowgroup" style={{ height: `${rows.length * rowHeight}px` }}>
      {rows.slice(shown.first, shown.end).map((row, offset) => {
        const index = shown.first + offset;
        const marks = { isActive: index === active, isSelected: row.id === props.selected };
        return (
          <GridLine
            key={row.id}
            {...{ props, row, index, top: index, ...marks }}
            id={`${ids}-${index}`}
            onActivate={() => activate(index)}
          />
        );
      })}
    </div>
  );
}

interface LineProps<Row> {
  readonly props: GridProps<Row>;
  readonly row: GridRow<Row>;
  readonly index: number;
  /** Its place among the rows that it stands with, from 0. */
  readonly top: number;
  readonly id: string;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly onActivate: () => void;
}

function lineClass(isActive: boolean, isGroup: boolean): string {
  return `grid-row${isActive ? ' is-active' : ''}${isGroup ? ' is-group' : ''}`;
}

function GridLine<Row>(line: LineProps<Row>) {
  const { props, row, index } = line;
  return (
    <div
      class={lineClass(line.isActive, row.open !== undefined)}
      role="row"
      id={line.id}
      data-row-id={row.id}
      aria-rowindex={index + 2}
      aria-level={row.depth + 1}
      aria-selected={line.isSelected}
      {...(row.open === undefined ? {} : { 'aria-expanded': row.open })}
      style={{ top: `${line.top * rowHeight}px`, '--depth': row.depth }}
      onClick={(event) => {
        line.onActivate();
        if (event.target instanceof Element && event.target.closest('[data-toggle]') !== null)
          toggle(row, props, row.open !== true);
        else props.onChoose(row.row, false);
      }}
      onDblClick={() => props.onChoose(row.row, true)}
    >
      {props.columns.map((column, at) => (
        <div
          key={column.id}
          class={`grid-cell${column.numeric ? ' number' : ''}`}
          role={at === 0 ? 'rowheader' : 'gridcell'}
          data-column={column.id}
          title={column.exact?.(row.row) ?? column.text(row.row)}
        >
          {props.cell?.(column, row) ?? column.text(row.row)}
        </div>
      ))}
    </div>
  );
}
