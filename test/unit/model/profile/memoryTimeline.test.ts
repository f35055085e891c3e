import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryTimeline, peakHolders } from '../../../../src/model/profile/memoryTimeline';
import { profiles } from './arbitrary';
import { buildProfile } from './builder';

const profile = buildProfile({
  layers: ['a', 'b'].map((id, i) => ({
    id,
    className: 'A',
    kernels: { forward: [{ kernel: 'F', ms: 1 }], backward: [{ kernel: 'B', ms: 1 }] },
    weightBytes: 100,
    activationBytes: 1_000 * (i + 1),
  })),
});

describe('memoryTimeline', () => {
  it('begins with what is held before the step, and has a point after each kernel', () => {
    expect(memoryTimeline(profile).map(({ ms, liveBytes }) => [ms, liveBytes])).toEqual([
      [0, 200],
      [1, 1_200],
      [2, 3_200],
      [3, 3_200],
      [4, 1_300],
    ]);
  });

  it('keeps the peak, the order and the number of points when it is thinned', () => {
    fc.assert(
      fc.property(profiles, fc.integer({ min: 1, max: 20 }), (random, mostPoints) => {
        const [all, thin] = [memoryTimeline(random), memoryTimeline(random, mostPoints)];
        const peak = (points: typeof all) => Math.max(...points.map(({ liveBytes }) => liveBytes));
        expect(thin.length).toBe(Math.min(all.length, mostPoints));
        expect(peak(thin)).toBe(peak(all));
        const order = thin.map(({ event }) => event);
        expect(order).toEqual([...order].sort((a, b) => a - b));
      }),
    );
  });
});

describe('peakHolders', () => {
  it('sums by node and by kind, the largest first', () => {
    const { holders, byKind, unknownBytes } = peakHolders({
      ...profile,
      memory: {
        ...profile.memory,
        peakBytes: 4_000,
        holders: [...profile.memory.holders, { owner: 'optimizer', kind: 'optimizer', bytes: 300 }],
      },
    });
    expect(holders.map(({ label, bytes }) => [label, bytes])).toEqual([
      ['b', 2_100],
      ['a', 1_100],
      ['optimizer', 300],
    ]);
    expect(holders[0]).toMatchObject({
      owner: { node: 'b' },
      byKind: { weights: 100, activations: 2_000 },
    });
    expect(holders[2]?.owner).toEqual({ part: 'optimizer' });
    expect(byKind).toEqual({ weights: 200, optimizer: 300, activations: 3_000 });
    expect(unknownBytes).toBe(500);
  });
});
