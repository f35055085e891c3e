import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareProfiles, difference } from '../../../../src/model/profile/compare';
import { profiles } from './arbitrary';
import { buildProfile, type LayerSpec } from './builder';

const conv = (id: string, ms: number, rest: Partial<LayerSpec> = {}): LayerSpec => ({
  id,
  className: 'Conv2D',
  spread: 0.05,
  kernels: { forward: [{ kernel: 'Conv2D', ms }], backward: [{ kernel: 'B', ms: 2 * ms }] },
  ...rest,
});

const before = buildProfile({ layers: [conv('a', 10), conv('b', 10), conv('gone', 1)] });

describe('difference', () => {
  const timing = (ms: number, spread: number) => ({ ms, spread });

  it('is beyond both spreads where the intervals have nothing in common', () => {
    expect(difference(timing(10, 0.05), timing(12, 0.05))).toMatchObject({
      ms: 2,
      ratio: 1.2,
      beyond: true,
    });
    expect(difference(timing(10, 0.1), timing(12, 0.1)).beyond).toBe(false);
    expect(difference(timing(12, 0.05), timing(10, 0.05)).beyond).toBe(true);
  });

  it('has no ratio to nothing', () => {
    expect(difference(timing(0, 0), timing(2, 0))).not.toHaveProperty('ratio');
  });
});

describe('compareProfiles', () => {
  it('compares nodes of one id, phase by phase', () => {
    const after = buildProfile({ layers: [conv('a', 14), conv('b', 10.2), conv('new', 3)] });
    const { nodes, added, removed, step, phases } = compareProfiles(before, after);
    expect(nodes.map(({ after: node, by }) => [node.id, by])).toEqual([
      ['a', 'id'],
      ['b', 'id'],
      ['new', 'place'],
    ]);
    expect(nodes[0]?.own.forward).toMatchObject({ ratio: 1.4, beyond: true });
    expect(nodes[0]?.own.backward.ms).toBeCloseTo(8);
    expect(nodes[1]?.own.forward.beyond).toBe(false);
    expect([added, removed]).toEqual([[], []]);
    expect(step.ms).toBeCloseTo(after.step.ms - before.step.ms);
    expect(phases.forward.ms).toBeCloseTo(6.2);
    expect(phases.optimizer.ms).toBe(0);
  });

  it("compares the device's times where that works longer than the host waits", () => {
    const at = (gpuMs: number) => ({
      ...before,
      nodes: before.nodes.map((node) => {
        const { forward } = node.phases;
        return forward === undefined
          ? node
          : { ...node, phases: { forward: { ...forward, gpuMs } } };
      }),
    });
    expect(compareProfiles(at(20), at(30)).nodes[0]?.own.forward).toMatchObject({
      ratio: 1.5,
      beyond: true,
    });
    expect(compareProfiles(at(1), at(2)).nodes[0]?.own.forward).toMatchObject({
      ratio: 1,
      beyond: false,
    });
  });

  it('tells what came and what went', () => {
    const pool = conv('pool', 1, { className: 'MaxPooling2D' });
    const after = buildProfile({ layers: [conv('a', 10), pool] });
    const { added, removed, peakBytes } = compareProfiles(before, after);
    expect(added.map(({ id }) => id)).toEqual(['pool']);
    expect(removed.map(({ id }) => id)).toEqual(['b', 'gone']);
    expect(peakBytes).toEqual({ before: 0, after: 0 });
  });

  it('knows layers again whose function was renamed, by their names', () => {
    const old = buildProfile({ layers: [conv('block#1/c', 1, { name: 'conv_7' })] });
    const renamed = buildProfile({ layers: [conv('unit#1/c', 2, { name: 'conv_7' })] });
    expect(compareProfiles(old, renamed).nodes[0]).toMatchObject({
      by: 'name',
      own: { both: { ms: 3 } },
    });
  });

  it('knows layers again that were renamed, by their place and order', () => {
    const named = (names: readonly string[]) =>
      buildProfile({
        layers: names.map((name, i) => conv(`f#1/${name}`, i + 1, { name, scopes: ['f#1'] })),
      });
    const { nodes } = compareProfiles(named(['a', 'b']), named(['x', 'y']));
    expect(nodes.map(({ before: old, after, by }) => [old.name, after.name, by])).toEqual([
      ['a', 'x', 'place'],
      ['b', 'y', 'place'],
    ]);
  });

  it('pairs none of several alike where there are fewer now', () => {
    const named = (names: readonly string[]) =>
      buildProfile({ layers: names.map((name) => conv(name, 1, { scopes: ['f#1'] })) });
    const { nodes, added, removed } = compareProfiles(named(['a', 'b', 'c']), named(['x', 'y']));
    expect([nodes.length, added.length, removed.length]).toEqual([0, 2, 3]);
  });

  it('says which settings are not the same', () => {
    const after = buildProfile({ layers: [conv('a', 1)], batch: 8, backend: { name: 'wasm' } });
    const { settings } = compareProfiles(before, after);
    expect(settings.map(({ name }) => name)).toEqual(['backend', 'batch']);
    expect(settings[1]).toEqual({ name: 'batch', before: '4', after: '8' });
  });

  it('takes kernels that are not said for TensorFlow.js’s own', () => {
    const { kernels: _, ...unsaid } = before.settings;
    const fused = { ...before, settings: { ...before.settings, kernels: 'fused' as const } };
    const difference = { name: 'kernels', before: 'own', after: 'fused' };
    expect(compareProfiles({ ...before, settings: unsaid }, fused).settings).toEqual([difference]);
    expect(compareProfiles({ ...before, settings: unsaid }, before).settings).toEqual([]);
  });

  it('finds no difference between a profile and itself', () => {
    fc.assert(
      fc.property(profiles, (profile) => {
        const { nodes, added, removed, settings, step } = compareProfiles(profile, profile);
        expect(nodes.map(({ after }) => after)).toEqual(profile.nodes);
        expect([added, removed, settings]).toEqual([[], [], []]);
        expect([step.ms, step.beyond]).toEqual([0, false]);
        for (const { own, by } of nodes)
          expect([own.all.ms, own.all.beyond, by]).toEqual([0, false, 'id']);
      }),
    );
  });

  it('accounts for every node of both', () => {
    fc.assert(
      fc.property(profiles, profiles, (a, b) => {
        const { nodes, added, removed } = compareProfiles(a, b);
        const [old, now] = [nodes.map((n) => n.before), nodes.map((n) => n.after)];
        expect(new Set([...old, ...removed])).toEqual(new Set(a.nodes));
        expect(new Set([...now, ...added])).toEqual(new Set(b.nodes));
        expect(new Set(now).size).toBe(nodes.length);
        expect(old.length + removed.length).toBe(a.nodes.length);
      }),
    );
  });
});
