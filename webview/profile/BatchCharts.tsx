/** The curves of batch sizes, each gone through by the keyboard from size to size. */
import { useMemo } from 'preact/hooks';
import { formatBytes, formatCount, formatExact, formatMilliseconds } from '../../src/model/format';
import { wordsIn } from '../../src/model/sentence';
import type { ChartName } from '../../src/protocol/designer';
import type { BatchCurve, BatchPoint, Profile } from '../../src/protocol/profile';
import { t } from '../l10n';
import type { Page } from '../page';
import { toCsv } from '../state/table/columns';
import {
  hasEnd,
  orderedPoints,
  peakColumns,
  throughputColumns,
  timeColumns,
  type BatchColumns,
} from './batchPoints';
import { batchColumns } from './batchTable';
import { Chart, type ChartPoints } from './charts/Chart';
import type { Plot, PlotLine } from './charts/plot';
import { exactBytes, exactMs } from './exact';
import { withoutZeros } from './tickText';
import { figureText, curveWords } from './words';

interface Props {
  readonly page: Page;
  readonly profile: Profile;
  readonly curve: BatchCurve;
}

interface Figure {
  readonly name: ChartName;
  readonly title: string;
  readonly of: (curve: BatchCurve) => BatchColumns;
  /** Along the axis, in words, and with every digit. */
  readonly tick: (value: number) => string;
  readonly text: (value: number) => string;
  readonly exact: (value: number) => string;
}

const figures: readonly Figure[] = [
  {
    name: 'throughput',
    title: t('Examples a second'),
    of: throughputColumns,
    tick: (value) => (value < 1000 ? String(Number(value.toPrecision(3))) : formatCount(value)),
    text: figureText,
    exact: formatExact,
  },
  {
    name: 'batch-time',
    title: t('Time of a step'),
    of: timeColumns,
    tick: (ms) => withoutZeros(formatMilliseconds(ms)),
    text: formatMilliseconds,
    exact: exactMs,
  },
  {
    name: 'batch-peak',
    title: t('Peak bytes'),
    of: peakColumns,
    tick: (bytes) => withoutZeros(formatBytes(bytes)),
    text: formatBytes,
    exact: exactBytes,
  },
];

export function BatchCharts(props: Props) {
  return (
    <div class="chart-row">
      {figures.map((figure) => (
        <Curve key={figure.name} {...props} figure={figure} />
      ))}
    </div>
  );
}

function Curve({ page, profile, curve, figure }: Props & { readonly figure: Figure }) {
  const plot = useMemo(() => plotOf(curve, figure), [curve, figure]);
  const points = useMemo(() => pointsOf(curve, figure, profile), [curve, figure, profile]);
  const { name, title } = figure;
  return (
    <Chart
      page={page}
      name={name}
      title={title}
      subtitle={curveWords(profile)}
      label={t('{0} by batch size', title)}
      hint={t('Point at the chart, or go through it with the arrow keys.')}
      plot={plot}
      points={points}
      csv={() => toCsv(batchColumns, orderedPoints(curve))}
    />
  );
}

const predicted: PlotLine = {
  title: t('predicted'),
  colour: 'second',
  dashed: true,
  stepped: false,
  filled: false,
  points: false,
};

const measured: PlotLine = {
  ...predicted,
  title: t('measured'),
  colour: 'first',
  dashed: false,
  points: true,
};

/** The axis is of powers of two. */
function plotOf(curve: BatchCurve, { of, title, tick }: Figure): Plot {
  const { batch, predicted: foreseen, measured: found } = of(curve);
  const { largest } = curve;
  const powers = batch.map(Math.log2);
  return {
    x: {
      label: t('Examples in a batch'),
      text: (power) => formatExact(Math.round(2 ** power)),
      splits: powers,
    },
    y: { label: title, text: tick },
    // What was foreseen is dashed, and on top: both stay to be seen where they agree.
    lines: [measured, predicted],
    marks:
      largest === undefined || !hasEnd(curve)
        ? []
        : [{ x: Math.log2(largest), words: t('largest that fits'), line: 0, quiet: false }],
    data: [powers, found, foreseen],
    zooms: false,
  };
}

function nearestOf(powers: readonly number[], x: number): number | undefined {
  const distances = powers.map((power) => Math.abs(power - x));
  const at = distances.indexOf(Math.min(...distances));
  return at < 0 ? undefined : at;
}

function pointsOf(curve: BatchCurve, figure: Figure, { settings }: Profile): ChartPoints {
  const ordered = orderedPoints(curve);
  const columns = figure.of(curve);
  const powers = columns.batch.map(Math.log2);
  return {
    count: ordered.length,
    start: Math.max(0, columns.batch.indexOf(settings.batch)),
    x: (at) => powers[at] ?? 0,
    nearest: (x) => nearestOf(powers, x),
    text: (at) => sizeText(ordered[at], columns.measured[at], columns.predicted[at], figure),
  };
}

type Value = number | null | undefined;

function sizeText(
  point: BatchPoint | undefined,
  found: Value,
  foreseen: Value,
  { title, text, exact }: Figure,
): string {
  if (point === undefined) return '';
  const isKnown = (value: Value): value is number => typeof value === 'number';
  const told = [
    ...(isKnown(found) ? [t('{0} measured (exactly {1})', text(found), exact(found))] : []),
    ...(isKnown(foreseen)
      ? [t('{0} predicted (exactly {1})', text(foreseen), exact(foreseen))]
      : []),
    ...(point.failure === undefined ? [] : [wordsIn(t, point.failure)]),
  ];
  return t(
    'Batch of {0}, {1}: {2}',
    formatExact(point.batch),
    title.toLowerCase(),
    told.join(' · '),
  );
}
