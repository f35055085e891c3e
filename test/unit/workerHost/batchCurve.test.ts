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

  it('tells the largest that would fit by the peaks and the room, until a batch finds the end', async () => {
    const room = (): number => 100_600;
    const curve = await measureBatchCurve(
      [1, 2, 4],
      (batch) => Promise.resolve(measured(batch)),
      room,
    );
    expect(curve).toMatchObject({ ok: true, value: { largest: 4, largestPredicted: 100 } });
    const small = await measureBatchCurve(
      [1, 4],
      (batch) => Promise.resolve(measured(batch)),
      () => 7,
    );
    expect(small).toMatchObject({ ok: true, value: { largest: 4, largestPredicted: 4 } });
    const ended = await measureBatchCurve(
      [1, 2, 8],
      (batch) =>
        Promise.resolve(batch === 8 ? { failures: [failed('out-of-memory')] } : measured(batch)),
      room,
    );
    expect(ended).toMatchObject({ ok: true, value: { largest: 2 } });
    if (ended.ok) expect(ended.value.largestPredicted).toBeUndefined();
  });

  it('tells none where the device does not say what is free, or one batch was measured', async () => {
    const ask = (batch: number): Promise<Profiled> => Promise.resolve(measured(batch));
    for (const curve of [
      await measureBatchCurve([1, 2], ask, () => undefined),
      await measureBatchCurve([2], ask, () => 100_000),
    ])
      expect(curve.ok && curve.value.largestPredicted).toBeUndefined();
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

  /** Each batch takes what the list has for it, one visit after the other, and the last one from then on. */
  async function visited(
    times: Readonly<Record<number, readonly number[]>>,
    cancelledAt = Infinity,
  ) {
    const asked: number[] = [];
    const batches = Object.keys(times).map(Number);
    const curve = await measureBatchCurve(batches, (batch) => {
      const visit = asked.filter((one) => one === batch).length;
      asked.push(batch);
      if (asked.length > cancelledAt) return Promise.resolve({ failures: [failed('cancelled')] });
      const taken = measured(batch);
      if (taken.profile === undefined) throw new Error();
      const step = {
        ...taken.profile.step,
        ms: times[batch]?.[visit] ?? times[batch]?.at(-1) ?? 0,
      };
      return Promise.resolve({ ...taken, profile: { ...taken.profile, step } });
    });
    const ms = curve.ok ? curve.value.points.map((point) => point.measured?.ms) : [];
    return { asked, curve, ms };
  }

  it('visits again what is not as the others tell, until it is, and keeps the faster', async () => {
    const { asked, ms } = await visited({
      1: [11],
      2: [12],
      4: [14],
      8: [31, 18, 17],
      16: [26],
      32: [42],
      64: [74],
    });
    expect(ms).toEqual([11, 12, 14, 18, 26, 42, 74]);
    expect(asked.slice(0, 7)).toEqual([1, 2, 4, 8, 16, 32, 64]);
    expect(asked.slice(7)).toContain(8);
    // The second visit was right, so there is no third.
    expect(asked.filter((batch) => batch === 8)).toHaveLength(2);
  });

  it('visits a step that no line tells three times, and no more', async () => {
    const { asked, ms } = await visited({ 1: [10], 2: [30], 4: [10], 8: [90, 95] });
    expect(asked.filter((batch) => batch === 8)).toHaveLength(3);
    expect(ms).toEqual([10, 30, 10, 90]);
  });

  it('ends where a second visit is cancelled', async () => {
    const { asked, curve } = await visited({ 1: [10], 2: [30], 4: [10] }, 4);
    expect(asked).toHaveLength(5);
    expect(curve).toEqual({ ok: false, failure: failed('cancelled') });
  });
});
