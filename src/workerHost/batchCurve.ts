/** Steps of several batches, one after the other: how time and memory grow, and where memory ends. */
import { withPredictions } from '../model/profile/batchModel';
import { fail, ok, type Result } from '../protocol/failure';
import type { BatchCurve, BatchPoint } from '../protocol/profile';
import type { Profiled } from './profiler';

/** What a batch came to; a batch that could not be measured is a point with its failure. */
function pointOf(batch: number, { profile, failures }: Profiled): BatchPoint {
  const failure = failures.find(({ severity }) => severity === 'error') ?? failures[0];
  if (profile === undefined) return { batch, ...(failure === undefined ? {} : { failure }) };
  const { ms, spread } = profile.step;
  return { batch, measured: { ms, spread, peakBytes: profile.memory.peakBytes } };
}

function largestOf(points: readonly BatchPoint[]): number | undefined {
  const fitting = points.flatMap(({ batch, measured }) => (measured === undefined ? [] : [batch]));
  return fitting.length === 0 ? undefined : Math.max(...fitting);
}

/**
 * Measures each batch by itself, in the order of their sizes, and puts the predictions of a fit beside what was
 * measured. Running out of memory, or any other failure of one batch, is a point of the curve and not its end.
 * @param measure profiles one batch, in a process of its own
 * @returns a failure only where it was cancelled; the one point of a model whose inputs have a batch of their own
 */
export async function measureBatchCurve(
  batches: readonly number[],
  measure: (batch: number) => Promise<Profiled>,
): Promise<Result<BatchCurve>> {
  const measured: BatchPoint[] = [];
  for (const batch of [...new Set(batches)].sort((a, b) => a - b)) {
    const taken = await measure(batch);
    const own = taken.profile?.settings.batch ?? batch;
    const point = pointOf(own, taken);
    if (point.failure?.code === 'cancelled') return fail(point.failure);
    measured.push(point);
    // The model has a batch of its own, so every step would be the same.
    if (own !== batch) break;
  }
  const points = withPredictions(measured);
  const largest = largestOf(points);
  return ok({ points, ...(largest === undefined ? {} : { largest }) });
}
