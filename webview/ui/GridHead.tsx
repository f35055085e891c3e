/** The titles of a table, which are what it is sorted by. */
import type { Column, Sort } from '../state/table/columns';
import { Icon } from './icons';

interface Props<Row> {
  readonly columns: readonly Column<Row>[];
  readonly sort: Sort | null;
  readonly onSort: (column: Column<Row>) => void;
}

function directionOf(sort: Sort | null, id: string): 'ascending' | 'descending' | 'none' {
  if (sort?.column !== id) return 'none';
  return sort.descending ? 'descending' : 'ascending';
}

export function GridHead<Row>({ columns, sort, onSort }: Props<Row>) {
  return (
    <div class="grid-head" role="rowgroup">
      <div class="grid-titles" role="row" aria-rowindex={1}>
        {columns.map((column) => {
          const direction = directionOf(sort, column.id);
          return (
            <div
              key={column.id}
              class={`grid-title${column.numeric ? ' number' : ''}`}
              role="columnheader"
              aria-sort={direction}
            >
              <button
                type="button"
                class="grid-sort"
                title={column.hint ?? column.title}
                data-testid={`sort-${column.id}`}
                onClick={() => onSort(column)}
              >
                <span class="grid-title-text">{column.title}</span>
                {direction !== 'none' && <Icon name={direction === 'ascending' ? 'up' : 'down'} />}
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
}
