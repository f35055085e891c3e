/** Every layer of the model as a row, in the groups of the graph. */
import { useMemo } from 'preact/hooks';
import { categoryOf } from '../../src/model/category';
import { formatCount, formatMacs } from '../../src/model/format';
import { t } from '../l10n';
import type { Page } from '../page';
import { addSums, noSums } from '../../src/layout/sums';
import { hierarchyOf } from '../state/hierarchy';
import { filledColumns, type Column } from '../state/table/columns';
import { copiedColumns, layerColumns } from '../state/table/layerColumns';
import type { LayerRow } from '../state/table/layerRow';
import {
  layersIn,
  layerTree,
  openRows,
  orderedRows,
  type LayerTable as Settings,
} from '../state/table/layerRows';
import type { Shown, UiState } from '../state/uiState';
import { layersWords } from '../state/words';
import { CopyButtons } from './CopyButtons';
import { Grid, type GridRow } from './Grid';
import { Icon } from './icons';
import { TableFilter } from './TableFilter';

interface Props {
  readonly page: Page;
  readonly state: UiState;
  readonly shown: Shown;
}

interface Rows {
  /** Filtered and sorted, in their groups. */
  readonly ordered: readonly LayerRow[];
  readonly visible: readonly GridRow<LayerRow>[];
}

function useRows({ index }: Shown, { filter, sort, grouped, closed }: Settings): Rows {
  const tree = useMemo(() => layerTree(hierarchyOf(index), filter), [index, filter]);
  const ordered = useMemo(() => orderedRows(tree, { sort, grouped }), [tree, sort, grouped]);
  const visible = useMemo(
    () =>
      openRows(ordered, new Set(closed)).map(({ row, depth, open }) => ({
        id: row.id,
        row,
        depth,
        open: row.children === undefined ? undefined : open,
      })),
    [ordered, closed],
  );
  return { ordered, visible };
}

export function LayerTable({ page, state, shown }: Props) {
  const settings = state.views.layers;
  const { ordered, visible } = useRows(shown, settings);
  const change = (part: Partial<Settings>): void =>
    page.store.dispatch({ type: 'layerTable', change: part });
  const { index } = shown;
  const columns = useMemo(
    () => filledColumns(layerColumns, layersIn(layerTree(hierarchyOf(index), ''))),
    [index],
  );
  const { selection } = state;
  return (
    <section class="table-view" aria-label={t('Layers')}>
      <TableBar page={page} settings={settings} rows={ordered} onChange={change} />
      <Grid
        label={t('Layers')}
        testId="layer-table"
        columns={columns}
        rows={visible}
        sort={settings.sort}
        selected={selection?.type === 'box' ? selection.id : null}
        onSort={(sort) => change({ sort })}
        onChoose={({ id }, focus) => page.goTo({ type: 'box', id }, focus ? 'focus' : 'beside')}
        onToggle={({ id }, open) => change({ closed: toggled(settings.closed, id, open) })}
        cell={nameCell}
      />
      {visible.length === 0 && <p class="table-empty">{t('No layer matches the filter.')}</p>}
    </section>
  );
}

function toggled(closed: readonly string[], id: string, open: boolean): readonly string[] {
  const others = closed.filter((other) => other !== id);
  return open ? others : [...others, id];
}

function nameCell({ id }: Column<LayerRow>, { row, open }: GridRow<LayerRow>) {
  if (id !== 'name') return undefined;
  return (
    <span class="grid-name">
      {open === undefined ? (
        <span class={`category-dot category-${categoryOf(row.className)}`} />
      ) : (
        <span class="grid-toggle" data-toggle="">
          <Icon name={open ? 'chevronDown' : 'chevronRight'} />
        </span>
      )}
      <bdi class="grid-text">{row.name}</bdi>
    </span>
  );
}

interface BarProps {
  readonly page: Page;
  readonly settings: Settings;
  readonly rows: readonly LayerRow[];
  readonly onChange: (part: Partial<Settings>) => void;
}

function TableBar({ page, settings, rows, onChange }: BarProps) {
  return (
    <div class="table-bar">
      <TableFilter name="layer" settings={settings} onChange={onChange} />
      <Summary rows={rows} />
      <CopyButtons page={page} name="copy" columns={copiedColumns} rows={() => layersIn(rows)} />
    </div>
  );
}

function Summary({ rows }: { readonly rows: readonly LayerRow[] }) {
  const { layers, trainable, nonTrainable, macs } = rows
    .map(({ sums }) => sums)
    .reduce(addSums, noSums);
  const words = [
    layersWords(layers),
    t('{0} parameters', formatCount(trainable + nonTrainable)),
    formatMacs(macs),
  ];
  return (
    <span class="table-summary" role="status" data-testid="layer-summary" data-value={layers}>
      {words.join(' · ')}
    </span>
  );
}
