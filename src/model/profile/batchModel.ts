/**
 * How long a step takes, and what it holds, at batches that were not measured. A step has a part that is the
 * same for every batch (launching kernels, updating weights) and a part for each example. A device that works
 * by itself takes no less than the host needs to launch, however small the batch: a floor under the line.
 */
import type { BatchPoint, Profile } from '../../protocol/profile';
import { fitLine, lineAt, type Line, type Point } from './leastSquares';

/** `ms = max(floorMs, fixedMs + perExampleMs · batch)`: it never falls as the batch grows. */
export interface BatchModel {
  readonly floorMs: number;
  readonly fixedMs: number;
  readonly perExampleMs: number;
}

/** Milliseconds of a step. */
export function predictMs({ floorMs, fixedMs, perExampleMs }: BatchModel, batch: number): number {
  return Math.max(floorMs, fixedMs + perExampleMs * batch);
}

function modelOf({ constant, slope }: Line, floorMs: number): BatchModel {
  return { floorMs, fixedMs: constant, perExampleMs: slope };
}

function average(points: readonly Point[]): number {
  return points.reduce((sum, { y }) => sum + y, 0) / points.length;
}

/** The first `flat` points on the floor, the others on the line. */
function fitSplit(points: readonly Point[], flat: number): BatchModel {
  const line = fitLine(points.slice(flat));
  return modelOf(line, flat === 0 ? 0 : average(points.slice(0, flat)));
}

function worstError(points: readonly Point[], model: BatchModel): number {
  return Math.max(0, ...points.map(({ x, y }) => Math.abs(predictMs(model, x) / y - 1)));
}

/** How wrong the fit is at each point when that one is held back; the worst of it. */
function heldBackError(points: readonly Point[], fit: (points: readonly Point[]) => BatchModel) {
  return points.reduce((worst, point) => {
    const others = points.filter((other) => other !== point);
    return Math.max(worst, worstError([point], fit(others)));
  }, 0);
}

function fitFloor(points: readonly Point[]): BatchModel {
  let best = fitSplit(points, 0);
  for (let flat = 1; flat <= points.length - 2; flat++) {
    const model = fitSplit(points, flat);
    if (worstError(points, model) < worstError(points, best)) best = model;
  }
  return best;
}

/** As many points as a floor and a line need, and one that can be held back. */
const leastForFloor = 4;

/** Where the line alone tells held-back points this well, a floor is not looked for. */
const wellEnough = 0.02;

/** A nanosecond, which no step is shorter than; what is, was not measured. */
const leastMs = 1e-6;

/**
 * Fits the model to measured steps: by least squares of the relative errors, with a floor where that tells
 * points that were held back from it better than the line alone. Undefined without a measured point; from a
 * single one, time is taken as proportional to the batch.
 */
export function fitBatchModel(
  measured: readonly { readonly batch: number; readonly ms: number }[],
): BatchModel | undefined {
  const points = measured
    .filter(({ batch, ms }) => batch > 0 && ms >= leastMs)
    .map(({ batch, ms }) => ({ x: batch, y: ms }))
    .sort((a, b) => a.x - b.x);
  if (points.length === 0) return undefined;
  const line = fitSplit(points, 0);
  if (points.length < leastForFloor) return line;
  const lineError = heldBackError(points, (some) => fitSplit(some, 0));
  if (lineError <= wellEnough) return line;
  return heldBackError(points, fitFloor) < lineError ? fitFloor(points) : line;
}

/**
 * How far each measured batch is from what the fit of all others tells, relative to what was measured. Empty below three
 * batches, of which the other two always tell a line.
 */
export function heldBackErrors(
  measured: readonly { readonly batch: number; readonly ms: number }[],
): ReadonlyMap<number, number> {
  if (measured.length < 3) return new Map();
  return new Map(
    measured.map((point) => {
      const model = fitBatchModel(measured.filter((other) => other !== point));
      const told = model === undefined ? point.ms : predictMs(model, point.batch);
      return [point.batch, Math.abs(told / point.ms - 1)] as const;
    }),
  );
}

/** What does not grow with the batch: kernels of the two passes that are launched, and the updates. */
function fixedPart({ nodes, step }: Profile): { launched: number; updateMs: number } {
  let launched = 0;
  let updateMs = step.parts.optimizer?.ms ?? 0;
  for (const { phases } of nodes) {
    launched += (phases.forward?.kernels ?? 0) + (phases.backward?.kernels ?? 0);
    updateMs += phases.optimizer?.ms ?? 0;
  }
  return { launched, updateMs };
}

/**
 * The model from one profile, before any other batch was measured: launches and the updates of weights stay,
 * the rest grows with the batch. A prediction, to be replaced by a fit.
 */
export function batchModelOf(profile: Profile): BatchModel {
  const { step, settings, roofs, backend } = profile;
  const { launched, updateMs } = fixedPart(profile);
  const launchMs = launched * (roofs?.launchMs ?? 0);
  const floorMs = backend.asynchronous ? Math.min(launchMs, step.ms) : 0;
  const fixedMs = Math.min(updateMs + (backend.asynchronous ? 0 : launchMs), step.ms);
  return { floorMs, fixedMs, perExampleMs: (step.ms - fixedMs) / settings.batch };
}

/** Peak bytes as a line over the batch: what is held whatever the batch, and what each example adds. */
export function fitPeakBytes(
  measured: readonly { readonly batch: number; readonly peakBytes: number }[],
): Line | undefined {
  if (measured.length === 0) return undefined;
  return fitLine(measured.map(({ batch, peakBytes }) => ({ x: batch, y: peakBytes })));
}

/** The largest batch whose predicted peak is at most `limitBytes`; Infinity where examples add nothing. */
export function largestBatch({ constant, slope }: Line, limitBytes: number): number {
  if (constant > limitBytes) return 0;
  return slope === 0 ? Infinity : Math.floor((limitBytes - constant) / slope);
}

/** The points of a curve with the predictions of the fit beside what was measured. */
export function withPredictions(points: readonly BatchPoint[]): BatchPoint[] {
  const measured = points.flatMap(({ batch, measured: found }) =>
    found === undefined ? [] : [{ batch, ...found }],
  );
  const [model, bytes] = [fitBatchModel(measured), fitPeakBytes(measured)];
  if (model === undefined || bytes === undefined) return [...points];
  return points.map((point) => ({
    ...point,
    predicted: { ms: predictMs(model, point.batch), peakBytes: lineAt(bytes, point.batch) },
  }));
}
