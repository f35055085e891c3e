/** Steps of several batches, one after the other, doubtful ones again: how time and memory grow, and where memory ends. */
import {
  fitPeakBytes,
  heldBackErrors,
  largestBatch,
  withPredictions,
} from '../model/profile/batchModel';
import { fail, ok, type Result } from '../protocol/failure';
import type { BackendFacts, BatchCurve, BatchPoint } from '../protocol/profile';
import { memoryRoom } from './memoryRoom';
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
 * The largest batch whose tensors the memory holds, by the line of the peaks; undefined where a batch could not be
 * measured, which may have been the end of the memory, or where nobody knows where that is.
 */
function foreseenLargest(
  points: readonly BatchPoint[],
  roomBytes: number | undefined,
): number | undefined {
  if (points.some(({ measured }) => measured === undefined)) return undefined;
  const peaks = points.flatMap(({ batch, measured }) =>
    measured === undefined ? [] : [{ batch, peakBytes: measured.peakBytes }],
  );
  const line = fitPeakBytes(peaks);
  // One batch tells nothing of how the peak grows.
  if (line === undefined || roomBytes === undefined || peaks.length < 2) return undefined;
  const largest = largestBatch(line, roomBytes);
  // What was measured fits, whatever else has taken memory since.
  return Number.isFinite(largest) ? Math.max(largest, largestOf(points) ?? 0) : undefined;
}

/** A point is visited again where the fit of the others is further from it than this; so often at most. */
const doubtfulBy = 0.05;
const mostVisits = 3;

/** Batches whose step is not what the others make of it: something disturbed it, or one of them. */
function doubtful(points: readonly BatchPoint[]): number[] {
  const measured = points.flatMap(({ batch, measured: found }) =>
    found === undefined ? [] : [{ batch, ms: found.ms }],
  );
  const errors = heldBackErrors(measured);
  return measured.flatMap(({ batch }) => ((errors.get(batch) ?? 0) > doubtfulBy ? [batch] : []));
}

/** Other programs only slow a step, so that the faster measurement is nearer to what it takes. */
function faster(one: BatchPoint, other: BatchPoint): BatchPoint {
  if (one.measured === undefined) return other;
  return other.measured !== undefined && other.measured.ms < one.measured.ms ? other : one;
}

type Measure = (batch: number) => Promise<Profiled>;

const isCancelled = ({ failure }: BatchPoint): boolean => failure?.code === 'cancelled';

/** Each batch once; ends at one that was cancelled, or where the model has a batch of its own. */
async function firstVisits(batches: readonly number[], measure: Measure): Promise<BatchPoint[]> {
  const points: BatchPoint[] = [];
  for (const batch of [...new Set(batches)].sort((a, b) => a - b)) {
    const taken = await measure(batch);
    const own = taken.profile?.settings.batch ?? batch;
    const point = pointOf(own, taken);
    points.push(point);
    // Every step would be the same.
    if (isCancelled(point) || own !== batch) break;
  }
  return points;
}

/** Measures doubtful points anew, some time after they were measured first, and keeps the faster ones. */
async function visitAgain(points: readonly BatchPoint[], measure: Measure): Promise<BatchPoint[]> {
  const now = [...points];
  for (const batch of doubtful(points)) {
    const at = now.findIndex((point) => point.batch === batch);
    const point = pointOf(batch, await measure(batch));
    if (isCancelled(point)) return [...now, point];
    now[at] = faster(now[at] ?? point, point);
  }
  return now;
}

/**
 * Measures each batch by itself, in the order of their sizes, and puts the predictions of a fit beside what was
 * measured. Points that are not what the fit of the others tells are visited again. Running out of memory, or any other
 * failure of one batch, is a point of the curve and not its end.
 * @param measure profiles one batch, in a process of its own
 * @param roomOf bytes that tensors may hold on a device
 * @returns a failure only where it was cancelled; the one point of a model whose inputs have a batch of their own
 */
export async function measureBatchCurve(
  batches: readonly number[],
  measure: Measure,
  roomOf: (backend: BackendFacts) => number | undefined = memoryRoom,
): Promise<Result<BatchCurve>> {
  let roomBytes: number | undefined;
  const watched: Measure = async (batch) => {
    const taken = await measure(batch);
    roomBytes ??= taken.profile && roomOf(taken.profile.backend);
    return taken;
  };
  let measured = await firstVisits(batches, watched);
  for (let visit = 1; visit < mostVisits && !measured.some(isCancelled); visit++)
    measured = await visitAgain(measured, watched);
  const cancelled = measured.find(isCancelled)?.failure;
  if (cancelled !== undefined) return fail(cancelled);
  const points = withPredictions(measured);
  const [largest, foreseen] = [largestOf(points), foreseenLargest(points, roomBytes)];
  return ok({
    points,
    ...(largest === undefined ? {} : { largest }),
    ...(foreseen === undefined ? {} : { largestPredicted: foreseen }),
  });
}
