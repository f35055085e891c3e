/** The columns of a profile's table. */
import { shareOfStep } from '../../src/model/profile/nodeCosts';
import { pointIn, type RoofPoint } from '../../src/model/profile/roofline';
import { formatBytes, formatExact, formatMacs, formatMilliseconds } from '../../src/model/format';
import type { PhaseCost, ProfilePhase } from '../../src/protocol/profile';
import { t } from '../l10n';
import { signedMilliseconds, percent } from '../state/words';
import type { Column } from '../state/table/columns';
import type { PageProfile } from './state';
import type { ProfileRow } from './tableRows';
import { exactMs, exactPercent } from './exact';
import { boundTitles, boundWords, changeText, spreadText } from './words';

/** Of a phase; undefined where nothing ran. */
export function phaseOf({ cost }: ProfileRow, phase: ProfilePhase): PhaseCost | undefined {
  const found = cost?.[phase];
  return found === undefined || found.kernels === 0 ? undefined : found;
}

function exactTiming({ ms, spread }: PhaseCost): string {
  return `${exactMs(ms)} ${spreadText(spread)}`;
}

function timing(
  id: string,
  title: string,
  hint: string,
  of: (row: ProfileRow) => PhaseCost | undefined,
): Column<ProfileRow> {
  const words = (row: ProfileRow, text: (cost: PhaseCost) => string): string => {
    const cost = of(row);
    return cost === undefined ? '' : text(cost);
  };
  return {
    id,
    title,
    hint,
    numeric: true,
    width: 128,
    value: (row) => of(row)?.ms,
    text: (row) => words(row, ({ ms }) => formatMilliseconds(ms)),
    exact: (row) => words(row, exactTiming),
  };
}

function amount(
  id: string,
  title: string,
  hint: string,
  of: (row: ProfileRow) => number | undefined,
  text: (value: number) => string,
): Column<ProfileRow> {
  const words = (row: ProfileRow, write: (value: number) => string): string => {
    const value = of(row);
    return value === undefined || value === 0 ? '' : write(value);
  };
  return {
    id,
    title,
    hint,
    numeric: true,
    width: 96,
    value: (row) => (of(row) === 0 ? undefined : of(row)),
    text: (row) => words(row, text),
    exact: (row) => words(row, formatExact),
  };
}

const nameColumn: Column<ProfileRow> = {
  id: 'name',
  title: t('Name'),
  numeric: false,
  width: 170,
  grow: 2,
  value: ({ name }) => name,
  text: ({ name }) => name,
  exact: ({ path, name }) => (path === '' ? name : `${path} › ${name}`),
};

const classColumn: Column<ProfileRow> = {
  id: 'class',
  title: t('Class'),
  numeric: false,
  width: 110,
  grow: 1,
  value: ({ className }) => className || undefined,
  text: ({ className }) => className,
};

const times: readonly Column<ProfileRow>[] = [
  timing('forward', t('Forward'), t('Time of the forward pass, and its spread'), (row) =>
    phaseOf(row, 'forward'),
  ),
  timing('backward', t('Backward'), t('Time of the gradients, and its spread'), (row) =>
    phaseOf(row, 'backward'),
  ),
  timing('update', t('Update'), t('Time that the optimizer takes for its weights'), (row) =>
    phaseOf(row, 'optimizer'),
  ),
];

function shareColumn({ profile }: PageProfile): Column<ProfileRow> {
  const share = ({ whole }: ProfileRow): number => shareOfStep(whole, profile);
  return {
    id: 'total',
    title: t('Share of step'),
    hint: t('Time of all phases, and its share of the step; bars are against the longest row'),
    numeric: true,
    width: 150,
    value: ({ whole }) => whole.ms,
    text: (row) => `${formatMilliseconds(row.whole.ms)} ${percent(share(row))}`,
    exact: (row) => t('{0}, {1} of the step', exactTiming(row.whole), exactPercent(share(row))),
  };
}

const amounts: readonly Column<ProfileRow>[] = [
  amount(
    'kernels',
    t('Kernels'),
    t('Kernels that ran, in all phases'),
    ({ whole }) => whole.kernels,
    formatExact,
  ),
  amount(
    'macs',
    t('MACs'),
    t('Multiply-accumulates of its kernels, of the whole batch'),
    ({ whole }) => whole.macs,
    formatMacs,
  ),
  amount(
    'bytes',
    t('Bytes'),
    t('Bytes that its kernels read and write'),
    ({ whole }) => whole.bytes,
    formatBytes,
  ),
];

function roofColumns({ profile }: PageProfile): Column<ProfileRow>[] {
  if (profile.roofs === undefined) return [];
  const against = ({ cost, whole }: ProfileRow) =>
    cost === undefined ? undefined : pointIn(profile, whole);
  const words = (row: ProfileRow, text: (point: RoofPoint) => string): string => {
    const found = against(row);
    return found === undefined ? '' : text(found);
  };
  return [
    {
      id: 'roof',
      title: t('Of the roof'),
      hint: t('The least time that the roofs of the device allow, over the time measured'),
      numeric: true,
      width: 96,
      value: (row) => against(row)?.achieved,
      text: (row) => words(row, ({ achieved }) => percent(achieved)),
      exact: (row) => words(row, ({ achieved }) => exactPercent(achieved)),
    },
    {
      id: 'bound',
      title: t('Bound by'),
      hint: t(
        'Which of the device’s roofs it stands nearest to: compute, memory, or launches of kernels',
      ),
      numeric: false,
      width: 90,
      value: (row) => against(row)?.bound,
      text: (row) => words(row, ({ bound }) => boundTitles[bound]),
      exact: (row) => words(row, boundWords),
    },
  ];
}

function differenceColumns({ compared }: PageProfile): Column<ProfileRow>[] {
  if (compared === undefined) return [];
  const before = ({ before: cost }: ProfileRow): number => cost?.ms ?? 0;
  return [
    {
      id: 'before',
      title: t('Before'),
      hint: t('Time of all phases in the profile that is compared with'),
      numeric: true,
      width: 90,
      value: ({ before: cost }) => cost?.ms,
      text: ({ before: cost }) => (cost === undefined ? '' : formatMilliseconds(cost.ms)),
      exact: ({ before: cost }) => (cost === undefined ? '' : exactTiming(cost)),
    },
    {
      id: 'difference',
      title: t('Difference'),
      hint: t('Time of all phases less that of before'),
      numeric: true,
      width: 140,
      value: (row) => row.whole.ms - before(row),
      text: (row) => signedMilliseconds(row.whole.ms - before(row)),
      exact: (row) =>
        t('{0}, {1}', exactMs(row.whole.ms - before(row)), changeText(row.whole.ms / before(row))),
    },
  ];
}

export function profileColumns(profile: PageProfile): readonly Column<ProfileRow>[] {
  return [
    nameColumn,
    // In a narrow window the last columns are out of sight: what people look for goes first.
    ...differenceColumns(profile),
    shareColumn(profile),
    ...times,
    classColumn,
    ...amounts,
    ...roofColumns(profile),
  ];
}

const inMilliseconds: ReadonlySet<string> = new Set([
  'forward',
  'backward',
  'update',
  'total',
  'before',
  'difference',
]);

/** What is copied: numbers with their units in the titles, and the groups that a layer is in. */
export function copiedColumns(
  columns: readonly Column<ProfileRow>[],
): readonly Column<ProfileRow>[] {
  const group: Column<ProfileRow> = {
    id: 'group',
    title: t('Group'),
    numeric: false,
    width: 0,
    value: ({ path }) => path,
    text: ({ path }) => path,
  };
  const withUnits = columns.map((column) => {
    if (column.id === 'total') return { ...column, title: t('Step (ms)') };
    return inMilliseconds.has(column.id) ? { ...column, title: `${column.title} (ms)` } : column;
  });
  return [group, ...withUnits];
}
