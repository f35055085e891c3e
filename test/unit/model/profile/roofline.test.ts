import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nothing } from '../../../../src/model/profile/costSum';
import { pointIn, ridge, roofAt, rooflinePoint } from '../../../../src/model/profile/roofline';
import { backend } from './builder';

/** 100 MACs and 20 bytes a microsecond, 10 µs a launch: the ridge is at 5 MACs a byte. */
const roofs = { macsPerSecond: 1e8, bytesPerSecond: 2e7, launchMs: 0.01 };

const cost = (given: Partial<typeof nothing>) => ({ ...nothing, kernels: 1, ...given });

describe('rooflinePoint', () => {
  it('names memory where bytes take longer than MACs', () => {
    const point = rooflinePoint(cost({ ms: 4, bytes: 40_000, macs: 50_000 }), roofs, true);
    expect(point).toMatchObject({
      bound: 'memory',
      intensity: 1.25,
      attainableMs: 2,
      achieved: 0.5,
      far: false,
      macsPerSecond: 12_500_000,
      bytesPerSecond: 10_000_000,
    });
  });

  it('names compute where MACs take longer, and launches where there are many', () => {
    const compute = cost({ ms: 4, bytes: 20_000, macs: 400_000 });
    expect(rooflinePoint(compute, roofs, true)).toMatchObject({ bound: 'compute', achieved: 1 });
    const launches = cost({ ms: 4, kernels: 300, bytes: 20_000, macs: 100_000 });
    expect(rooflinePoint(launches, roofs, true)).toMatchObject({
      bound: 'launch',
      attainableMs: 3,
    });
  });

  it('adds launches to the work where kernels run as they are called', () => {
    const given = cost({ ms: 8, kernels: 300, bytes: 20_000, macs: 100_000 });
    expect(rooflinePoint(given, roofs, false)?.attainableMs).toBeCloseTo(4);
  });

  it('says of what is far below its roofs that it is', () => {
    const given = cost({ ms: 100, bytes: 40_000, macs: 50_000 });
    expect(rooflinePoint(given, roofs, true)).toMatchObject({ far: true, achieved: 0.02 });
  });

  it('has no point for what did not run, and no intensity without bytes', () => {
    expect(rooflinePoint(nothing, roofs, true)).toBeUndefined();
    expect(rooflinePoint(cost({ ms: 1, kernels: 0 }), roofs, true)).toBeUndefined();
    expect(rooflinePoint(cost({ ms: 1, macs: 5 }), roofs, true)?.intensity).toBeUndefined();
    expect(pointIn({ backend }, cost({ ms: 1 }))).toBeUndefined();
    const none = { ...roofs, macsPerSecond: 0 };
    expect(rooflinePoint(cost({ ms: 1 }), none, true)).toBeUndefined();
  });

  it("takes the device's time where that works longer than the host waits, and needs it then", () => {
    const device = { roofs, backend: { ...backend, asynchronous: true } };
    const given = cost({ ms: 0.1, bytes: 40_000 });
    expect(pointIn(device, given)).toBeUndefined();
    expect(pointIn(device, { ...given, gpuMs: 4 })).toMatchObject({ achieved: 0.5 });
    expect(pointIn(device, { ...given, ms: 8, gpuMs: 4 })).toMatchObject({ achieved: 0.25 });
  });

  it('keeps MACs a second under the roof at every intensity, where that much is achieved', () => {
    const counts = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(counts, counts, fc.boolean(), (macs, bytes, overlaps) => {
        const least = rooflinePoint(cost({ ms: 1, macs, bytes }), roofs, overlaps)!;
        const point = rooflinePoint(
          cost({ ms: least.attainableMs, macs, bytes }),
          roofs,
          overlaps,
        )!;
        expect(point.achieved).toBeCloseTo(1, 9);
        expect(point.macsPerSecond).toBeLessThanOrEqual(roofAt(roofs, macs / bytes) * (1 + 1e-9));
        if (!overlaps) expect(point.attainableMs).toBeGreaterThan(roofs.launchMs);
      }),
    );
  });

  it('has its ridge where both roofs meet', () => {
    expect(ridge(roofs)).toBe(5);
    expect(roofAt(roofs, ridge(roofs))).toBe(roofs.macsPerSecond);
    expect(roofAt(roofs, 1)).toBe(roofs.bytesPerSecond);
    expect(roofAt(roofs, 50)).toBe(roofs.macsPerSecond);
  });
});
