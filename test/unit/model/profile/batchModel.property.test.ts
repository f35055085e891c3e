import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  batchModelOf,
  fitBatchModel,
  fitPeakBytes,
  largestBatch,
  predictMs,
  withPredictions,
  type BatchModel,
} from '../../../../src/model/profile/batchModel';
import { fitLine, lineAt, squaredError } from '../../../../src/model/profile/leastSquares';
import { buildProfile } from './builder';
import { resnet } from './resnet';

const batches = [1, 2, 4, 8, 16, 32, 64];

const lines = fc.record({
  floorMs: fc.constant(0),
  fixedMs: fc.double({ min: 0.1, max: 100, noNaN: true }),
  perExampleMs: fc.double({ min: 0.01, max: 100, noNaN: true }),
});

const floors = lines.chain((line) =>
  fc.integer({ min: 3, max: 20 }).map((batch) => ({ ...line, floorMs: predictMs(line, batch) })),
);

const noise = fc.array(fc.double({ min: -0.02, max: 0.02, noNaN: true }), {
  minLength: batches.length,
  maxLength: batches.length,
});

const measured = (model: BatchModel, errors: readonly number[] = []) =>
  batches.map((batch, i) => ({ batch, ms: predictMs(model, batch) * (1 + (errors[i] ?? 0)) }));

const error = (model: BatchModel, { batch, ms }: { batch: number; ms: number }): number =>
  Math.abs(predictMs(model, batch) / ms - 1);

describe('fitBatchModel', () => {
  it('finds the line that steps lie on', () => {
    fc.assert(
      fc.property(lines, (model) => {
        const points = measured(model);
        for (const point of points) expect(error(fitBatchModel(points)!, point)).toBeLessThan(1e-6);
      }),
    );
  });

  it('tells a batch in between that was held back within 10 %, of 2 % noise', () => {
    fc.assert(
      fc.property(lines, noise, fc.constantFrom(1, 2, 3, 4, 5), (model, errors, held) => {
        const points = measured(model, errors);
        const fitted = fitBatchModel(points.filter((_, i) => i !== held))!;
        expect(error(fitted, points[held]!)).toBeLessThan(0.1);
      }),
      { numRuns: 500 },
    );
  });

  it('finds the floor that small batches stand on', () => {
    fc.assert(
      fc.property(floors, (model) => {
        const points = measured(model);
        const fitted = fitBatchModel(points)!;
        for (const point of points) expect(error(fitted, point)).toBeLessThan(0.1);
      }),
    );
  });

  it('never falls as the batch grows, whatever was measured', () => {
    const anything = fc.array(
      fc.record({
        batch: fc.integer({ min: -1, max: 512 }),
        ms: fc.double({ min: 0, max: 1e4, noNaN: true }),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(anything, fc.nat(600), fc.nat(600), (points, a, b) => {
        const model = fitBatchModel(points);
        if (model === undefined) return;
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(predictMs(model, low)).toBeGreaterThanOrEqual(0);
        expect(predictMs(model, high)).toBeGreaterThanOrEqual(predictMs(model, low));
        expect(Number.isFinite(predictMs(model, high))).toBe(true);
      }),
    );
  });

  it('has nothing to say without a point, and takes time as proportional from one', () => {
    expect(fitBatchModel([])).toBeUndefined();
    expect(predictMs(fitBatchModel([{ batch: 4, ms: 10 }])!, 8)).toBeCloseTo(20);
  });
});

describe('fitLine', () => {
  it('is no worse than any other line that neither falls nor starts below zero', () => {
    const points = fc.array(
      fc.record({
        x: fc.double({ min: 0.1, max: 100, noNaN: true }),
        y: fc.double({ min: 0.1, max: 100, noNaN: true }),
      }),
      { minLength: 2, maxLength: 6 },
    );
    const other = fc.double({ min: 0, max: 20, noNaN: true });
    fc.assert(
      fc.property(points, other, other, (given, constant, slope) => {
        const best = fitLine(given);
        const errorOf = (line: typeof best) => squaredError(given, (x) => lineAt(line, x));
        expect(Math.min(best.constant, best.slope)).toBeGreaterThanOrEqual(0);
        expect(errorOf(best)).toBeLessThanOrEqual(errorOf({ constant, slope }) + 1e-6);
      }),
    );
  });
});

describe('batchModelOf', () => {
  it('gives the profiled step at its own batch, and less for each example at larger ones', () => {
    const profile = buildProfile(resnet);
    const model = batchModelOf(profile);
    expect(predictMs(model, 4)).toBeCloseTo(profile.step.ms);
    expect(model.fixedMs).toBeGreaterThan(0);
    expect(predictMs(model, 64) / 64).toBeLessThan(profile.step.ms / 4);
  });

  it('takes launches of an asynchronous device as a floor', () => {
    const profile = buildProfile({ ...resnet, backend: { asynchronous: true } });
    const model = batchModelOf(profile);
    expect(model.floorMs).toBeGreaterThan(0);
    expect(model.floorMs).toBeLessThanOrEqual(profile.step.ms);
  });
});

describe('peak bytes', () => {
  const line = fitPeakBytes([
    { batch: 1, peakBytes: 110 },
    { batch: 4, peakBytes: 140 },
  ])!;

  it('grow with the batch, and tell the largest that fits', () => {
    expect(lineAt(line, 10)).toBeCloseTo(200);
    expect(largestBatch(line, 205)).toBe(10);
    expect(largestBatch(line, 50)).toBe(0);
    expect(largestBatch({ constant: 1, slope: 0 }, 50)).toBe(Infinity);
    expect(fitPeakBytes([])).toBeUndefined();
  });

  it('stand beside what was measured, and where nothing was', () => {
    const point = (batch: number) => ({ ms: 2 + batch, spread: 0, peakBytes: 100 + 10 * batch });
    const curve = [
      { batch: 1, measured: point(1) },
      { batch: 4, measured: point(4) },
      { batch: 8 },
    ];
    const [, , last] = withPredictions(curve);
    expect(last?.predicted?.ms).toBeCloseTo(10);
    expect(last?.predicted?.peakBytes).toBeCloseTo(180);
    expect(withPredictions([{ batch: 8 }])).toEqual([{ batch: 8 }]);
  });
});
