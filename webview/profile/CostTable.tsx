/** Every layer with what it costs, in the order of what is looked for. */
import { difference } from '../../src/model/profile/compare';
import { nothing } from '../../src/model/profile/costSum';
import { shareOfStep } from '../../src/model/profile/nodeCosts';
import { useMemo, useState } from 'preact/hooks';
import { categoryOf } from '../../src/model/category';
import { formatMilliseconds } from '../../src/model/format';
import type { PhaseCost } from '../../src/protocol/profile';
import { t } from '../l10n';
import type { GraphIndex } from '../state/graphIndex';
import { filledColumns, sorted, type Column } from '../state/table/columns';
import type { ProfileSettings } from '../state/views';
import { signedMilliseconds } from '../state/words';
import { Grid, type GridRow } from '../ui/Grid';
import { Icon } from '../ui/icons';
import { BarCell } from './BarCell';
import { CostBar } from './CostBar';
import type { PictureProps } from './ProfileView';
import { profiledGraph, type PageProfile } from './state';
import { phaseOf, profileColumns } from './tableColumns';
import {
  flatRows,
  openTree,
  partRows,
  profileTree,
  sortedTree,
  stepRow,
  type ProfileRow,
} from './tableRows';
import { changeText, spreadText } from './words';

type Settings = ProfileSettings['table'];

/** Groups start open, and layers with operations in them closed; those that were toggled are the other way. */
function useOpen(index: GraphIndex) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const isOpen = (row: ProfileRow): boolean => index.groups.has(row.id) !== toggled.has(row.id);
  const toggle = ({ id }: ProfileRow): void => {
    const next = new Set(toggled);
    if (!next.delete(id)) next.add(id);
    setToggled(next);
  };
  return { toggled, isOpen, toggle };
}

function useTable({ shown, profile }: PictureProps, { sort, filter, grouped }: Settings) {
  const { index } = shown;
  const open = useOpen(index);
  const tree = useMemo(
    () => profileTree(profiledGraph(profile, index), index, filter),
    [profile, index, filter],
  );
  const parts = useMemo(() => partRows(profiledGraph(profile, index)), [profile, index]);
  const foot = useMemo(
    () => [...parts, stepRow(profiledGraph(profile, index))].map(lineOf),
    [parts],
  );
  const columns = useMemo(
    () => filledColumns(profileColumns(profile), flatRows(tree, index)),
    [profile, tree, index],
  );
  const ordered = useMemo(
    () =>
      grouped ? sortedTree(tree, columns, sort) : sorted(flatRows(tree, index), columns, sort),
    [tree, columns, sort, grouped, index],
  );
  const rows = useMemo(
    () =>
      openTree(ordered, open.isOpen).map((row): GridRow<ProfileRow> => ({
        id: row.row.id,
        ...row,
      })),
    [ordered, open.toggled],
  );
  return { columns, ordered, rows, parts, foot, toggle: open.toggle };
}

function lineOf(row: ProfileRow): GridRow<ProfileRow> {
  return { id: row.id, row, depth: 0, open: undefined };
}

export function CostTable(props: PictureProps) {
  const { page, state, shown, profile } = props;
  const settings = state.views.profile.table;
  const { columns, ordered, rows, parts, foot, toggle } = useTable(props, settings);
  const change = (part: Partial<Settings>): void =>
    page.store.dispatch({ type: 'profileView', change: { table: { ...settings, ...part } } });
  const { selection } = state;
  // Bars are as long as the longest row makes them, or most could not be told apart.
  const longest = rows.reduce((most, { row }) => Math.max(most, row.whole.ms), 0);
  return (
    <section class="table-view" aria-label={t('Table of costs')}>
      <CostBar
        page={page}
        settings={settings}
        columns={columns}
        rows={[...flatRows(ordered, shown.index), ...parts]}
        onChange={change}
      />
      <Grid
        label={t('Costs of the layers')}
        testId="cost-table"
        columns={columns}
        rows={rows}
        foot={foot}
        sort={settings.sort}
        selected={selection?.type === 'box' ? selection.id : null}
        onSort={(sort) => change({ sort })}
        onChoose={({ boxId }, focus) => {
          if (boxId !== undefined)
            page.goTo({ type: 'box', id: boxId }, focus ? 'focus' : 'beside');
        }}
        onToggle={toggle}
        cell={(column, row) => cellOf(column, row, { page: profile, longest })}
      />
      {rows.length === 0 && <p class="table-empty">{t('No layer matches the filter.')}</p>}
    </section>
  );
}

/** The step, and what is of no layer: no bars, which are for telling layers apart. */
function isApart({ id }: ProfileRow): boolean {
  return id === 'step' || id.startsWith('part:');
}

interface Shares {
  readonly page: PageProfile;
  /** Milliseconds. */
  readonly longest: number;
}

function cellOf({ id }: Column<ProfileRow>, line: GridRow<ProfileRow>, { page, longest }: Shares) {
  const { row } = line;
  switch (id) {
    case 'name':
      return <Name row={row} open={line.open} />;
    case 'forward':
      return <Time cost={phaseOf(row, 'forward')} />;
    case 'backward':
      return <Time cost={phaseOf(row, 'backward')} />;
    case 'update':
      return <Time cost={phaseOf(row, 'optimizer')} />;
    case 'total':
      return (
        <BarCell
          text={formatMilliseconds(row.whole.ms)}
          share={shareOfStep(row.whole, page.profile)}
          length={isApart(row) ? undefined : row.whole.ms / Math.max(longest, Number.MIN_VALUE)}
        />
      );
    case 'difference':
      return <Change now={row.whole} before={row.before} />;
    default:
      return undefined;
  }
}

function Name({ row, open }: { readonly row: ProfileRow; readonly open: boolean | undefined }) {
  return (
    <span class="grid-name">
      {open === undefined ? (
        <span class={dotClass(row)} />
      ) : (
        <span class="grid-toggle" data-toggle="">
          <Icon name={open ? 'chevronDown' : 'chevronRight'} />
        </span>
      )}
      <LongName name={row.name} />
    </span>
  );
}

/** What is of no layer has no category. */
function dotClass({ className }: ProfileRow): string {
  return className === '' ? 'category-dot none' : `category-dot category-${categoryOf(className)}`;
}

/** So much of the end of a name always stays: it tells `batch_normalization_1` from the other 52. */
const tail = 6;

function LongName({ name }: { readonly name: string }) {
  return (
    <bdi class="long-name">
      <span class="grid-text">{name.slice(0, -tail)}</span>
      <span class="long-name-end">{name.slice(-tail)}</span>
    </bdi>
  );
}

/** A time with its spread beside it, smaller, both in columns of their own. */
function Time({ cost }: { readonly cost: PhaseCost | undefined }) {
  if (cost === undefined) return undefined;
  return (
    <span class="cell-time">
      <span>{formatMilliseconds(cost.ms)}</span>
      <span class="cell-spread">{spreadText(cost.spread)}</span>
    </span>
  );
}

interface ChangeProps {
  readonly now: PhaseCost;
  readonly before: PhaseCost | undefined;
}

/** Marked only where it is more than the spread of both. */
function Change({ now, before }: ChangeProps) {
  const { ms, ratio, beyond } = difference(before ?? nothing, now);
  const side = ms < 0 ? 'less' : 'more';
  return (
    <span class={`cell-time${beyond ? ` change-${side}` : ' change-none'}`}>
      <span>{signedMilliseconds(ms)}</span>
      <span class="cell-spread">{changeText(ratio ?? Infinity)}</span>
    </span>
  );
}
