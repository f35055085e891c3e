/** The kernels of the step by their names. */
import { shareOfStep } from '../../src/model/profile/nodeCosts';
import { useMemo } from 'preact/hooks';
import { formatBytes, formatExact, formatMacs, formatMilliseconds } from '../../src/model/format';
import type { Profile } from '../../src/protocol/profile';
import { t } from '../l10n';
import type { Column } from '../state/table/columns';
import { percent } from '../state/words';
import { exactBytes, exactMs, exactPercent } from './exact';
import { kernelSums, type KernelSum } from './kernels';
import { PlainGrid } from './PlainGrid';
import { phaseTitles } from './words';

function number(
  id: 'count' | 'ms' | 'macs' | 'bytes',
  title: string,
  text: (value: number) => string,
  exact: (value: number) => string = formatExact,
): Column<KernelSum> {
  return {
    id,
    title,
    numeric: true,
    width: 110,
    value: (row) => (row[id] === 0 ? undefined : row[id]),
    text: (row) => (row[id] === 0 ? '' : text(row[id])),
    exact: (row) => (row[id] === 0 ? '' : exact(row[id])),
  };
}

const named: readonly Column<KernelSum>[] = [
  {
    id: 'kernel',
    title: t('Kernel'),
    numeric: false,
    width: 200,
    grow: 1,
    value: ({ kernel }) => kernel,
    text: ({ kernel }) => kernel,
  },
  {
    id: 'phase',
    title: t('Phase'),
    numeric: false,
    width: 90,
    value: ({ phase }) => phaseTitles[phase],
    text: ({ phase }) => phaseTitles[phase],
  },
];

function columnsOf(profile: Profile): readonly Column<KernelSum>[] {
  const share = (row: KernelSum): number => shareOfStep(row, profile);
  return [
    ...named,
    number('count', t('Runs'), formatExact),
    number('ms', t('Time'), formatMilliseconds, exactMs),
    {
      id: 'share',
      title: t('Share of step'),
      numeric: true,
      width: 110,
      value: share,
      text: (row) => percent(share(row)),
      exact: (row) => exactPercent(share(row)),
    },
    number('macs', t('MACs'), formatMacs),
    number('bytes', t('Bytes'), formatBytes, exactBytes),
  ];
}

/** Of the one step that the flame chart shows. */
export function KernelTable({ profile }: { readonly profile: Profile }) {
  const rows = useMemo(() => kernelSums(profile.events), [profile]);
  const columns = useMemo(() => columnsOf(profile), [profile]);
  return (
    <PlainGrid
      label={t('Kernels of the step')}
      testId="kernel-table"
      columns={columns}
      rows={rows}
      idOf={({ id }) => id}
    />
  );
}
