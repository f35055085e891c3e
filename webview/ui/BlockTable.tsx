/** Every skip as a row, with what the block that it goes around costs. */
import { useMemo } from 'preact/hooks';
import { formatCount, formatExact, formatMacs } from '../../src/model/format';
import { t } from '../l10n';
import type { Page } from '../page';
import type { GraphIndex } from '../state/graphIndex';
import { blockColumns } from '../state/table/blockColumns';
import { blockRows, sumsByKind, type BlockRow, type KindSum } from '../state/table/blockRows';
import { filledColumns, sorted, type Column, type Sort } from '../state/table/columns';
import type { Shown, UiState } from '../state/uiState';
import { percent, plural } from '../state/words';
import { Grid, type GridRow } from './Grid';
import { SkipSwatch } from './icons';

interface Props {
  readonly page: Page;
  readonly state: UiState;
  readonly shown: Shown;
}

function useBlocks(index: GraphIndex, sort: Sort | null) {
  const sums = useMemo(() => sumsByKind(index), [index]);
  const blocks = useMemo(() => blockRows(index), [index]);
  const columns = useMemo(() => filledColumns(blockColumns, blocks), [blocks]);
  const rows = useMemo(
    () =>
      sorted(blocks, columns, sort).map((row) => ({
        id: row.skip.id,
        row,
        depth: 0,
        open: undefined,
      })),
    [blocks, columns, sort],
  );
  return { sums, columns, rows };
}

export function BlockTable({ page, state, shown: { index } }: Props) {
  const { sort } = state.views.blocks;
  const { sums, columns, rows } = useBlocks(index, sort);
  const { selection } = state;
  if (rows.length === 0)
    return (
      <p class="table-empty">{t('This model has no skip connections, so it has no blocks.')}</p>
    );
  return (
    <section class="table-view" aria-label={t('Blocks')}>
      <Sums sums={sums} />
      <Grid
        label={t('Blocks')}
        testId="block-table"
        columns={columns}
        rows={rows}
        sort={sort}
        selected={selection?.type === 'skip' ? selection.id : null}
        onSort={(next) =>
          page.store.dispatch({ type: 'views', change: { blocks: { sort: next } } })
        }
        onChoose={({ skip }, focus) =>
          page.goTo({ type: 'skip', id: skip.id }, focus ? 'focus' : 'beside')
        }
        cell={blockCell}
      />
    </section>
  );
}

function blockCell({ id }: Column<BlockRow>, { row }: GridRow<BlockRow>) {
  if (id === 'kind')
    return (
      <span class="grid-name">
        <SkipSwatch kind={row.skip.kind} />
        {row.skip.kind}
      </span>
    );
  if (id === 'parameters')
    return <Bar text={formatCount(row.parameters)} share={row.parameterShare} />;
  if (id === 'macs') return <Bar text={formatMacs(row.macs)} share={row.macShare} />;
  return undefined;
}

/** A number, its share of the model, and the share as a bar below both. */
function Bar({ text, share }: { readonly text: string; readonly share: number }) {
  return (
    <span class="grid-bar">
      <span>{text}</span>
      <span class="share-percent">{percent(share)}</span>
      <span class="share-bar" aria-hidden="true">
        <span class="share-filled" style={{ width: `${share * 100}%` }} />
      </span>
    </span>
  );
}

function Sums({ sums }: { readonly sums: readonly KindSum[] }) {
  return (
    <ul class="kind-sums" aria-label={t('Sums by kind')} data-testid="kind-sums">
      {sums.map(({ kind, count, parameters, macs }) => (
        <li
          key={kind}
          class="kind-sum"
          data-testid={`kind-${kind}`}
          data-value={count}
          title={t('{0} parameters, {1} MACs', formatExact(parameters), formatExact(macs))}
        >
          <SkipSwatch kind={kind} />
          <b>{kind}</b> {plural(count, '{0} block', '{0} blocks')} ·{' '}
          {t('{0} parameters', formatCount(parameters))} · {formatMacs(macs)}
        </li>
      ))}
    </ul>
  );
}
