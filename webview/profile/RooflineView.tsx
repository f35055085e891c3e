/** Layers under the measured roofs of the device, on logarithmic axes, and the same as a table. */
import { useMemo, useState } from 'preact/hooks';
import { categoryOf } from '../../src/model/category';
import {
  formatBytes,
  formatCount,
  formatExact,
  formatMacs,
  formatMilliseconds,
} from '../../src/model/format';
import type { Roofs } from '../../src/protocol/profile';
import { t } from '../l10n';
import { toCsv, type Column } from '../state/table/columns';
import { percent } from '../state/words';
import { exactBytes, exactMs, exactPercent, exactRate } from './exact';
import { PlainGrid } from './PlainGrid';
import { PointerCard, type Pointed } from './PointerCard';
import type { PictureProps } from './ProfileView';
import { profiledGraph } from './state';
import { hasRoofs, mostPoints, plottedPoints, type PlottedPoint } from './roofline';
import { RoofPicture } from './RoofPicture';
import { boundTitles, boundWords, phaseTitles, rateText, takenWords, timingText } from './words';

export function RooflineView(props: PictureProps) {
  const { profile } = props.profile;
  if (!hasRoofs(profile))
    return (
      <p class="table-empty">
        {t(
          'The roofs of this device were not measured, so its layers cannot be held against them.',
        )}
      </p>
    );
  return <Roofline {...props} roofs={profile.roofs} />;
}

function Roofline({
  page,
  state,
  shown,
  profile,
  roofs,
}: PictureProps & { readonly roofs: Roofs }) {
  const { now } = profiledGraph(profile, shown.index);
  const points = useMemo(() => plottedPoints(now), [now]);
  const drawn = useMemo(() => points.slice(0, mostPoints), [points]);
  const [pointed, point] = useState<Pointed | null>(null);
  const selected = state.selection?.type === 'box' ? state.selection.id : null;
  const choose = ({ id }: PlottedPoint, focus = false): void =>
    page.goTo({ type: 'box', id }, focus ? 'focus' : 'beside');
  return (
    <div class="picture-and-table">
      <RoofPicture
        page={page}
        roofs={roofs}
        subtitle={takenWords(profile.profile)}
        csv={() => toCsv(columns, points)}
        points={drawn}
        selected={selected}
        labelOf={(one) => [one.name, ...linesOf(one)].join(', ')}
        onChoose={choose}
        onPoint={(at) =>
          point(at && { x: at.x, y: at.y, title: at.point.name, lines: linesOf(at.point) })
        }
      />
      <RoofTable points={points} selected={selected} onChoose={choose} />
      {pointed !== null && <PointerCard pointed={pointed} />}
    </div>
  );
}

interface TableProps {
  readonly points: readonly PlottedPoint[];
  /** Id of the node that the page has selected. */
  readonly selected: string | null;
  readonly onChoose: (point: PlottedPoint, focus: boolean) => void;
}

function RoofTable({ points, selected, onChoose }: TableProps) {
  return (
    <PlainGrid
      label={t('Layers under the roofs')}
      testId="roof-table"
      columns={columns}
      rows={points}
      idOf={({ key }) => key}
      selected={points.find(({ id }) => id === selected)?.key ?? null}
      onChoose={onChoose}
      cell={({ id }, { row }) => (id === 'name' ? <PointName point={row} /> : undefined)}
    />
  );
}

function PointName({ point }: { readonly point: PlottedPoint }) {
  return (
    <span class="grid-name">
      <span class={`category-dot category-${categoryOf(point.className)}`} />
      <bdi class="grid-text">{point.name}</bdi>
    </span>
  );
}

function linesOf({ phase, cost, intensity, rate, against }: PlottedPoint): string[] {
  return [
    `${phaseTitles[phase]}: ${timingText(cost)}`,
    t('{0} for a byte, {1}', `${formatCount(intensity)} FLOPs`, rateText(rate, 'FLOP')),
    t('{0} of the roof', percent(against.achieved)),
    boundWords(against),
    t('exactly {0}', `${exactMs(cost.ms)}, ${exactRate(rate, 'FLOP')}`),
  ];
}

function number(
  id: string,
  title: string,
  hint: string,
  value: (point: PlottedPoint) => number,
  text: (value: number) => string,
  exact: (value: number) => string,
): Column<PlottedPoint> {
  return {
    id,
    title,
    hint,
    numeric: true,
    width: 110,
    value: (point) => value(point) || undefined,
    text: (point) => (value(point) === 0 ? '' : text(value(point))),
    exact: (point) => (value(point) === 0 ? '' : exact(value(point))),
  };
}

const columns: readonly Column<PlottedPoint>[] = [
  {
    id: 'name',
    title: t('Name'),
    numeric: false,
    width: 180,
    grow: 1,
    value: ({ name }) => name,
    text: ({ name }) => name,
  },
  {
    id: 'phase',
    title: t('Phase'),
    numeric: false,
    width: 90,
    value: ({ phase }) => phaseTitles[phase],
    text: ({ phase }) => phaseTitles[phase],
  },
  number('ms', t('Time'), t('Measured'), ({ cost }) => cost.ms, formatMilliseconds, exactMs),
  number('macs', t('MACs'), t('Of its kernels'), ({ cost }) => cost.macs, formatMacs, formatExact),
  number(
    'bytes',
    t('Bytes'),
    t('Read and written'),
    ({ cost }) => cost.bytes,
    formatBytes,
    exactBytes,
  ),
  number(
    'intensity',
    t('FLOPs a byte'),
    t('Floating-point operations for each byte read or written'),
    ({ intensity }) => intensity,
    formatCount,
    formatExact,
  ),
  number(
    'rate',
    t('Rate'),
    t('Floating-point operations a second'),
    ({ rate }) => rate,
    (value) => rateText(value, 'FLOP'),
    (value) => exactRate(value, 'FLOP'),
  ),
  number(
    'share',
    t('Of the roof'),
    t('The least time that the roofs of the device allow, over the time measured'),
    ({ against }) => against.achieved,
    percent,
    exactPercent,
  ),
  {
    id: 'bound',
    title: t('Bound by'),
    numeric: false,
    width: 90,
    value: ({ against }) => against.bound,
    text: ({ against }) => boundTitles[against.bound],
    exact: ({ against }) => boundWords(against),
  },
];
