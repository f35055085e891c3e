/** The curve of batch sizes in the terminal. */
import type { BatchCurve, BatchPoint } from '../../../protocol/profile';
import { oneLine } from '../../exports/label';
import { formatBytes, formatCount, formatExact, formatMilliseconds } from '../../format';
import { plainStyle, type Style } from '../../style';
import { percentText } from './profileRows';
import { textTable, type Cells } from './textTable';

const headings: Cells = ['Batch', 'Step', 'Spread', 'Examples/s', 'Peak', 'Fit', 'Peak of fit', ''];
const atRight = [true, true, true, true, true, true, true, false] as const;

function cellsOf({ batch, measured, predicted, failure }: BatchPoint): Cells {
  const found =
    measured === undefined
      ? ['', '', '', '']
      : [
          formatMilliseconds(measured.ms),
          percentText(measured.spread),
          measured.ms === 0 ? '' : formatCount((1000 * batch) / measured.ms),
          formatBytes(measured.peakBytes),
        ];
  const fitted =
    predicted === undefined
      ? ['', '']
      : [formatMilliseconds(predicted.ms), formatBytes(predicted.peakBytes)];
  const reason = failure === undefined ? '' : `${failure.code}: ${oneLine(failure.message)}`;
  return [formatExact(batch), ...found, ...fitted, reason];
}

function largestLine({ largest, largestPredicted, points }: BatchCurve): string {
  if (largest === undefined) return 'No batch could be measured';
  const failed = points.some(({ failure }) => failure?.code === 'out-of-memory');
  if (failed) return `The largest that fits is ${formatExact(largest)}`;
  if (points.some(({ measured }) => measured === undefined))
    return `The largest that was measured is ${formatExact(largest)}`;
  if (largestPredicted === undefined) return 'All that were measured fit';
  return `All that were measured fit; by memory, up to about ${formatCount(largestPredicted)} would`;
}

/** A line for each batch, with what the fit through the measured points says of it. */
export function batchText(curve: BatchCurve, style: Style = plainStyle): string {
  const [heading = '', ...rows] = textTable(
    [headings, ...curve.points.map(cellsOf)],
    atRight,
  ).lines;
  return `${[style.quiet(heading), ...rows, largestLine(curve)].join('\n')}\n`;
}
