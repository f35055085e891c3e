/** The columns of the table of batch sizes. */
import { formatBytes, formatExact, formatMilliseconds } from '../../src/model/format';
import { wordsIn } from '../../src/model/sentence';
import type { BatchPoint } from '../../src/protocol/profile';
import { t } from '../l10n';
import type { Column } from '../state/table/columns';
import { throughput } from './batchPoints';
import { exactBytes, exactMs } from './exact';
import { figureText, spreadText } from './words';

function ofPart(
  id: string,
  title: string,
  part: 'predicted' | 'measured',
  value: (point: { readonly ms: number; readonly peakBytes: number }, batch: number) => number,
  text: (value: number) => string,
  exact: (value: number) => string,
): Column<BatchPoint> {
  const of = (point: BatchPoint): number | undefined => {
    const found = point[part];
    return found && value(found, point.batch);
  };
  const words = (point: BatchPoint, write: (value: number) => string): string => {
    const found = of(point);
    return found === undefined ? '' : write(found);
  };
  return {
    id,
    title,
    numeric: true,
    width: 130,
    value: of,
    text: (point) => words(point, text),
    exact: (point) => words(point, exact),
  };
}

function perSecond({ ms }: { readonly ms: number }, batch: number): number {
  return throughput(batch, ms);
}

/** What became of a size. */
function resultText({ measured, failure }: BatchPoint): string {
  if (failure !== undefined) return wordsIn(t, failure);
  return measured === undefined ? t('not measured') : t('fits');
}

export const batchColumns: readonly Column<BatchPoint>[] = [
  {
    id: 'batch',
    title: t('Batch'),
    numeric: true,
    width: 80,
    value: ({ batch }) => batch,
    text: ({ batch }) => formatExact(batch),
  },
  {
    ...ofPart('ms', t('Step'), 'measured', ({ ms }) => ms, formatMilliseconds, exactMs),
    exact: ({ measured }) =>
      measured === undefined ? '' : `${exactMs(measured.ms)} ${spreadText(measured.spread)}`,
  },
  ofPart(
    'predictedMs',
    t('Step, predicted'),
    'predicted',
    ({ ms }) => ms,
    formatMilliseconds,
    exactMs,
  ),
  ofPart('throughput', t('Examples/s'), 'measured', perSecond, figureText, formatExact),
  ofPart('peak', t('Peak'), 'measured', ({ peakBytes }) => peakBytes, formatBytes, exactBytes),
  ofPart(
    'predictedPeak',
    t('Peak, predicted'),
    'predicted',
    ({ peakBytes }) => peakBytes,
    formatBytes,
    exactBytes,
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
