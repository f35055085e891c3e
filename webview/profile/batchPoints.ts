/** The curve of batch sizes as columns of charts. */
import type { BatchCurve, BatchPoint } from '../../src/protocol/profile';

/** Whether a batch ran out of memory, so that the largest one that was measured is the largest that fits. */
export function hasEnd({ points }: Pick<BatchCurve, 'points'>): boolean {
  return points.some(({ failure }) => failure?.code === 'out-of-memory');
}

/** Examples a second. */
export function throughput(batch: number, ms: number): number {
  return ms <= 0 ? 0 : (batch * 1000) / ms;
}

export interface BatchColumns {
  readonly batch: number[];
  /** Null where it is not known. */
  readonly predicted: (number | null)[];
  readonly measured: (number | null)[];
}

/** The smallest size first. */
export function orderedPoints({ points }: Pick<BatchCurve, 'points'>): BatchPoint[] {
  return [...points].sort((a, b) => a.batch - b.batch);
}

function columnsOf(
  { points }: BatchCurve,
  of: (batch: number, at: { readonly ms: number; readonly peakBytes: number }) => number,
): BatchColumns {
  const ordered = orderedPoints({ points });
  const column = (part: 'predicted' | 'measured') =>
    ordered.map((point) => {
      const found = point[part];
      return found === undefined ? null : of(point.batch, found);
    });
  return {
    batch: ordered.map(({ batch }) => batch),
    predicted: column('predicted'),
    measured: column('measured'),
  };
}

export function throughputColumns(curve: BatchCurve): BatchColumns {
  return columnsOf(curve, (batch, { ms }) => throughput(batch, ms));
}

/** Milliseconds of a step. */
export function timeColumns(curve: BatchCurve): BatchColumns {
  return columnsOf(curve, (_, { ms }) => ms);
}

export function peakColumns(curve: BatchCurve): BatchColumns {
  return columnsOf(curve, (_, { peakBytes }) => peakBytes);
}

/** The batch that does most a second, of those that were measured. */
export function fastest({ points }: BatchCurve): BatchPoint | undefined {
  const rate = ({ batch, measured }: BatchPoint): number =>
    measured === undefined ? 0 : throughput(batch, measured.ms);
  const measured = points.filter((point) => point.measured !== undefined);
  if (measured.length === 0) return undefined;
  return measured.reduce((best, point) => (rate(point) > rate(best) ? point : best));
}
