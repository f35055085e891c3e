/** Throughput and peak memory by the size of the batch, predicted and measured. */
import { useMemo } from 'preact/hooks';
import type uPlot from 'uplot';
import { wordsIn } from '../../src/model/sentence';
import { formatBytes, formatCount, formatExact, formatMilliseconds } from '../../src/model/format';
import type { BatchCurve, BatchPoint } from '../../src/protocol/profile';
import { t } from '../l10n';
import type { Page } from '../page';
import type { Column } from '../state/table/columns';
import {
  fastest,
  peakColumns,
  throughput,
  throughputColumns,
  type BatchColumns,
} from './batchPoints';
import { axis, Chart, verticalMark, type ChartColours, type ChartOptions } from './Chart';
import { ownBatch } from './ownBatch';
import { PlainGrid } from './PlainGrid';
import type { PictureProps } from './ProfileView';
import { figureText, timingText } from './words';

export function Batches({ page, shown, profile: { profile } }: PictureProps) {
  const { batches } = profile;
  const own = ownBatch(shown.graph, shown.index);
  if (own !== undefined) return <OwnBatch batch={own} />;
  if (batches === undefined || batches.points.length === 0) return <NoCurve page={page} />;
  return (
    <div class="picture-and-table">
      <div class="chart-picture">
        <Sums curve={batches} />
        <div class="chart-pair">
          <Curve
            testId="throughput-chart"
            curve={batches}
            of={throughputColumns}
            label={t('Examples a second')}
            text={tickText}
          />
          <Curve
            testId="batch-peak-chart"
            curve={batches}
            of={peakColumns}
            label={t('Peak bytes')}
            text={formatBytes}
          />
        </div>
      </div>
      <PlainGrid
        label={t('Batch sizes')}
        testId="batch-table"
        columns={columns}
        rows={batches.points}
        idOf={({ batch }) => String(batch)}
        selected={String(profile.settings.batch)}
      />
    </div>
  );
}

/** Round numbers, without zeros behind them. */
function tickText(value: number): string {
  return value < 1000 ? String(Number(value.toPrecision(3))) : formatCount(value);
}

function OwnBatch({ batch }: { readonly batch: number }) {
  return (
    <div class="profile-empty" data-testid="own-batch" data-value={batch}>
      <p>
        {t(
          'The inputs of this model have a first dimension of their own, {0}, so there is no curve of batch sizes. Another batch takes other inputs in the file.',
          formatExact(batch),
        )}
      </p>
    </div>
  );
}

function NoCurve({ page }: { readonly page: Page }) {
  return (
    <div class="profile-empty">
      <p>
        {t(
          'Batch sizes have not been tried. For each, a step is predicted, and measured where its memory fits.',
        )}
      </p>
      <button
        type="button"
        class="button"
        data-testid="measure-batches"
        onClick={() => page.host.post('profile', { command: 'measureBatches' })}
      >
        {t('Try batch sizes')}
      </button>
    </div>
  );
}

function Sums({ curve }: { readonly curve: BatchCurve }) {
  const best = fastest(curve);
  return (
    <ul class="chart-sums" aria-label={t('Batch sizes')}>
      {curve.largest !== undefined && (
        <li data-testid="largest-batch" data-value={curve.largest}>
          <b>{t('Largest that fits: {0}', curve.largest)}</b>
        </li>
      )}
      {best?.measured !== undefined && (
        <li data-testid="fastest-batch" data-value={best.batch}>
          {t(
            'most a second with {0}: {1} examples',
            best.batch,
            figureText(throughput(best.batch, best.measured.ms)),
          )}
        </li>
      )}
      <li class="key-measured">{t('measured')}</li>
      <li class="key-predicted">{t('predicted')}</li>
    </ul>
  );
}

interface CurveProps {
  readonly testId: string;
  readonly curve: BatchCurve;
  readonly of: (curve: BatchCurve) => BatchColumns;
  readonly label: string;
  readonly text: (value: number) => string;
}

function Curve({ testId, curve, of, label, text }: CurveProps) {
  const data = useMemo((): uPlot.AlignedData => {
    const { batch, predicted, measured } = of(curve);
    return [batch.map(Math.log2), predicted, measured];
  }, [curve, of]);
  const options = useMemo(
    () => (colours: ChartColours) => curveOptions(curve, colours, { label, text }),
    [curve, label, text],
  );
  return (
    <Chart testId={testId} label={t('{0} by batch size', label)} data={data} options={options} />
  );
}

/** Predicted as a dashed line, measured as points on a line. */
function seriesOf({ first, second }: ChartColours): uPlot.Series[] {
  return [
    {},
    { stroke: second, width: 1.5, dash: [6, 4], spanGaps: true, points: { show: false } },
    {
      stroke: first,
      width: 2,
      spanGaps: true,
      points: { show: true, size: 7, fill: first, stroke: first },
    },
  ];
}

function curveOptions(
  { largest, points }: BatchCurve,
  colours: ChartColours,
  yAxis: Pick<CurveProps, 'label' | 'text'>,
): ChartOptions {
  // The axis is of powers of two.
  const sizes = points.map(({ batch }) => Math.log2(batch)).sort((a, b) => a - b);
  return {
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false },
      y: { range: (_, __, most) => [0, most * 1.1] },
    },
    axes: [
      {
        ...axis(
          colours,
          { label: t('Examples in a batch'), text: (power) => formatExact(Math.round(2 ** power)) },
          30,
        ),
        splits: () => sizes,
      },
      axis(colours, yAxis, 68),
    ],
    series: seriesOf(colours),
    hooks: {
      draw: [
        (chart) => {
          if (largest !== undefined) verticalMark(chart, colours, Math.log2(largest), t('largest'));
        },
      ],
    },
  };
}

function ofPart(
  id: string,
  title: string,
  part: 'predicted' | 'measured',
  value: (point: { readonly ms: number; readonly peakBytes: number }, batch: number) => number,
  text: (value: number) => string,
): Column<BatchPoint> {
  const of = (point: BatchPoint): number | undefined => {
    const found = point[part];
    return found && value(found, point.batch);
  };
  return {
    id,
    title,
    numeric: true,
    width: 130,
    value: of,
    text: (point) => {
      const found = of(point);
      return found === undefined ? '' : text(found);
    },
  };
}

/** What became of a size. */
function resultText({ measured, failure }: BatchPoint): string {
  if (failure !== undefined) return wordsIn(t, failure);
  return measured === undefined ? t('not measured') : t('fits');
}

const columns: readonly Column<BatchPoint>[] = [
  {
    id: 'batch',
    title: t('Batch'),
    numeric: true,
    width: 80,
    value: ({ batch }) => batch,
    text: ({ batch }) => formatExact(batch),
  },
  {
    ...ofPart('ms', t('Step'), 'measured', ({ ms }) => ms, formatMilliseconds),
    exact: ({ measured }) => (measured === undefined ? '' : timingText(measured)),
  },
  ofPart('predictedMs', t('Step, predicted'), 'predicted', ({ ms }) => ms, formatMilliseconds),
  ofPart(
    'throughput',
    t('Examples/s'),
    'measured',
    ({ ms }, batch) => throughput(batch, ms),
    figureText,
  ),
  ofPart('peak', t('Peak'), 'measured', ({ peakBytes }) => peakBytes, formatBytes),
  ofPart(
    'predictedPeak',
    t('Peak, predicted'),
    'predicted',
    ({ peakBytes }) => peakBytes,
    formatBytes,
  ),
  {
    id: 'result',
    title: t('Result'),
    numeric: false,
    width: 200,
    grow: 1,
    value: resultText,
    text: resultText,
  },
];
