import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/protocol/failure';
import { measureBatchCurve } from '../../../src/workerHost/batchCurve';
import type { Profiled } from '../../../src/workerHost/profiler';
import { buildProfile } from '../model/profile/builder';
import { resnet } from '../model/profile/resnet';

const profile = buildProfile(resnet);

const failed = (code: Failure['code'], severity: Failure['severity'] = 'error'): Failure => ({
  code,
  severity,
  message: 'What happened. What to do.',
});

/** A step of a millisecond and another for each example, which holds a kilobyte for each. */
function measured(batch: number): Profiled {
  const settings = { ...profile.settings, batch };
  const step = { ...profile.step, ms: 1 + batch, spread: 0.01 };
  const memory = { ...profile.memory, peakBytes: 500 + 1000 * batch };
  return {
    profile: { ...profile, settings, step, memory },
    failures: [failed('no-gradient', 'warning')],
  };
}

describe('measureBatchCurve', () => {
  it('measures each batch once, the smallest first, with the fit beside it', async () => {
    const asked: number[] = [];
    const curve = await measureBatchCurve([4, 1, 2, 4], (batch) => {
      asked.push(batch);
      return Promise.resolve(measured(batch));
    });
    expect(asked).toEqual([1, 2, 4]);
    expect(curve).toMatchObject({ ok: true, value: { largest: 4 } });
    if (!curve.ok) throw new Error();
    for (const { batch, measured: found, predicted } of curve.value.points) {
      expect(found).toEqual({ ms: 1 + batch, spread: 0.01, peakBytes: 500 + 1000 * batch });
      expect(predicted?.ms).toBeCloseTo(1 + batch, 6);
      expect(predicted?.peakBytes).toBeCloseTo(500 + 1000 * batch, 3);
    }
  });

  it('goes on behind a batch that does not fit, which has a prediction all the same', async () => {
    const curve = await measureBatchCurve([1, 2, 8, 16], (batch) =>
      Promise.resolve(batch === 8 ? { failures: [failed('out-of-memory')] } : measured(batch)),
    );
    if (!curve.ok) throw new Error();
    const { points, largest } = curve.value;
    expect(points.map(({ failure }) => failure?.code)).toEqual([
      undefined,
      undefined,
      'out-of-memory',
      undefined,
    ]);
    expect(points[2]?.measured).toBeUndefined();
    expect(points[2]?.predicted?.ms).toBeCloseTo(9, 6);
    expect(largest).toBe(16);
  });

  it('has no largest and no predictions where nothing fits', async () => {
    const failures = [failed('library-missing', 'information'), failed('out-of-memory')];
    const curve = await measureBatchCurve([1, 2], () => Promise.resolve({ failures }));
    expect(curve).toEqual({
      ok: true,
      value: { points: [1, 2].map((batch) => ({ batch, failure: failures[1] })) },
    });
  });

  it('ends where it is cancelled', async () => {
    const asked: number[] = [];
    const curve = await measureBatchCurve([1, 2, 3], (batch) => {
      asked.push(batch);
      return Promise.resolve(batch === 2 ? { failures: [failed('cancelled')] } : measured(batch));
    });
    expect(asked).toEqual([1, 2]);
    expect(curve).toEqual({ ok: false, failure: failed('cancelled') });
  });

  it('of a model with a batch of its own is that one, and nothing else is run', async () => {
    const asked: number[] = [];
    const curve = await measureBatchCurve([1, 2, 4], (batch) => {
      asked.push(batch);
      return Promise.resolve(measured(8));
    });
    expect(asked).toEqual([1]);
    if (!curve.ok) throw new Error();
    expect(curve.value.points.map(({ batch }) => batch)).toEqual([8]);
    expect(curve.value.largest).toBe(8);
  });
});
