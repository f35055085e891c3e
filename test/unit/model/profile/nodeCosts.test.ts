import fc from 'fast-check';
import { nestingOf } from '../../../../src/model/profile/nesting';
import { describe, expect, it } from 'vitest';
import { addCosts, nothing } from '../../../../src/model/profile/costSum';
import { lineCosts, median } from '../../../../src/model/profile/lineCosts';
import {
  nodeCosts,
  ratesOf,
  scopeCosts,
  shareOfStep,
} from '../../../../src/model/profile/nodeCosts';
import { profiles } from './arbitrary';
import { buildProfile, type LayerSpec } from './builder';

const place = (line: number, column = 1) => ({ file: '/net.ts', line, column });

const layer = (id: string, forward: number, backward: number, rest: Partial<LayerSpec> = {}) => ({
  id,
  className: 'Layer',
  kernels: {
    forward: [{ kernel: 'F', ms: forward, macs: 10, bytes: 100 }],
    backward: [{ kernel: 'B', ms: backward, macs: 20, bytes: 200 }],
  },
  ...rest,
});

/** A layer of the user's own with two operations in it, called on line 3 by functions f and g. */
const nested = buildProfile({
  layers: [
    layer('a', 1, 2, { scopes: ['f#1'], source: place(2) }),
    layer('own', 1, 1, { scopes: ['f#1', 'f#1/g#1'], source: place(3) }),
    layer('own/op', 3, 4, { parent: 'own', source: place(9) }),
    layer('own/op2', 5, 6, { parent: 'own', source: place(3, 20) }),
  ],
});

describe('nodeCosts', () => {
  it('adds up a node and what is inside of it', () => {
    const own = nodeCosts(nested).get('own');
    expect(own?.own.both.ms).toBeCloseTo(2);
    expect(own?.whole.forward.ms).toBeCloseTo(9);
    expect(own?.whole.backward.ms).toBeCloseTo(11);
    expect(own?.whole.both.ms).toBeCloseTo(20);
    expect(own?.whole.all).toMatchObject({ kernels: 6, macs: 90, bytes: 900 });
  });

  it('counts every own time once over all outermost nodes', () => {
    fc.assert(
      fc.property(profiles, (profile) => {
        const costs = [...nodeCosts(profile).values()];
        const own = costs.reduce((sum, cost) => sum + cost.own.all.ms, 0);
        const outermost = costs.filter(({ node }) => node.parent === undefined);
        const whole = outermost.reduce((sum, cost) => sum + cost.whole.all.ms, 0);
        expect(whole).toBeCloseTo(own, 6);
      }),
    );
  });
});

describe('addCosts', () => {
  const cost = { ...nothing, ms: 10, spread: 0.1, gpuMs: 4, kernels: 1 };

  it('adds times and the half-widths of their intervals', () => {
    expect(addCosts(cost, { ...cost, ms: 30, spread: 0.02 })).toMatchObject({
      ms: 40,
      gpuMs: 8,
      kernels: 2,
      spread: (1 + 0.6) / 40,
    });
  });

  it('knows no device time where a part has none', () => {
    const { gpuMs: _, ...without } = cost;
    expect(addCosts(cost, without)).not.toHaveProperty('gpuMs');
    expect(addCosts(nothing, cost)).toBe(cost);
  });
});

describe('scopeCosts', () => {
  it('gives a function what the layers made in it cost, those inside of them too', () => {
    const scopes = scopeCosts(nested);
    expect(scopes.get('f#1')?.cost.both.ms).toBeCloseTo(23);
    expect(scopes.get('f#1')?.nodes).toEqual(['a', 'own', 'own/op', 'own/op2']);
    expect(scopes.get('f#1/g#1')?.cost.both.ms).toBeCloseTo(20);
  });

  it('never gives an inner function more than the one around it', () => {
    fc.assert(
      fc.property(profiles, (profile) => {
        const scopes = scopeCosts(profile);
        for (const [id, { cost }] of scopes) {
          const outer = scopes.get(id.split('/').slice(0, -1).join('/'));
          if (outer !== undefined) expect(outer.cost.all.ms).toBeGreaterThan(cost.all.ms - 1e-9);
        }
      }),
    );
  });
});

describe('scopeTitle', () => {
  it('has the number of a call where the function was called again', () => {
    const scopes = ['f#1', 'f#1/g#1', 'f#1/g#2', 'h#3', 'anonymous'];
    const { scopeTitle } = nestingOf(buildProfile({ layers: [layer('a', 1, 1, { scopes })] }));
    expect(scopes.map(scopeTitle)).toEqual(['f', 'g 1', 'g 2', 'h 3', 'anonymous']);
  });
});

describe('shares and rates', () => {
  it('are of the step and of a second', () => {
    expect(shareOfStep({ ms: nested.step.ms / 4 }, nested)).toBeCloseTo(0.25);
    expect(ratesOf({ ...nothing, ms: 2, macs: 10, bytes: 500 })).toEqual({
      macsPerSecond: 5_000,
      bytesPerSecond: 250_000,
    });
    expect(ratesOf(nothing)).toBeUndefined();
  });
});

describe('lineCosts', () => {
  const lines = lineCosts(nested).get('/net.ts') ?? [];

  it('gives the line that applies a layer all of it, and lines inside their part', () => {
    expect(lines.map(({ line }) => line)).toEqual([2, 3, 9]);
    expect(lines[1]?.cost.forward.ms).toBeCloseTo(9);
    expect(lines[1]).toMatchObject({ runs: 1, nodes: ['own'] });
    expect(lines[2]?.cost.both.ms).toBeCloseTo(7);
  });

  it('counts the runs of a line by the call that ran most, and tells the middle run', () => {
    const profile = buildProfile({
      layers: [1, 2, 9].flatMap((ms, i) => [
        layer(`conv${i}`, ms, 10 * ms, { source: place(5, 3) }),
        layer(`relu${i}`, 1, 1, { source: place(5, 30) }),
      ]),
    });
    const [line] = lineCosts(profile).get('/net.ts') ?? [];
    expect(line).toMatchObject({ line: 5, runs: 3, perRun: { forwardMs: 3, backwardMs: 21 } });
    expect(line?.cost.forward.ms).toBeCloseTo(15);
  });

  it('takes the middle of an odd number and the mean of two', () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
    expect(median([])).toBe(0);
  });
});
