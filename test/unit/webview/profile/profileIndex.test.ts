import { describe, expect, it } from 'vitest';
import { differenceOf, ProfileIndex } from '../../../../webview/profile/profileIndex';
import { noViews, ownViews } from '../../../../src/model/profile/costSum';
import { profiledGraph } from '../../../../webview/profile/state';
import { index, node, phase, profile, smallModel, smallProfile } from './support';

describe('a profile over a graph', () => {
  const small = smallModel();
  const over = new ProfileIndex(smallProfile(), small.index);

  it('counts operations for the layer that they are inside of', () => {
    expect(over.costOf(small.custom)).toMatchObject({
      forward: { ms: 5, kernels: 2 },
      backward: { ms: 4, kernels: 1 },
      both: { ms: 9 },
      all: { ms: 9 },
    });
    expect(over.costOf('matmul')).toBeUndefined();
  });

  it('counts every layer for the groups around it', () => {
    expect(over.costOf(small.block)?.forward.ms).toBe(10);
    expect(over.costOf(small.block)?.all.ms).toBe(15.5);
  });

  it('knows nothing of boxes that were not measured', () => {
    expect(over.costOf(small.graph.inputs[0] ?? '')).toBeUndefined();
    expect(over.costOf('nothing of the kind')).toBeUndefined();
  });

  it('tells which nodes the graph no longer has', () => {
    const nodes = [...smallProfile().nodes, node('gone', { phases: { forward: phase(1) } })];
    const changed = new ProfileIndex(smallProfile({ nodes }), small.index);
    expect(changed.lost.map(({ id }) => id)).toEqual(['gone']);
    expect(changed.costOf(small.block)?.all.ms).toBe(15.5);
  });

  it('survives nodes that are inside of each other', () => {
    const nodes = [node('a', { parent: 'b' }), node('b', { parent: 'a' })];
    expect(new ProfileIndex(smallProfile({ nodes }), small.index).lost).toHaveLength(2);
  });

  it('adds up to the nodes of a group of a real model', () => {
    const stage = 'resnet50#1/stage#1';
    const inside = profile.nodes.filter(({ scopes }) => scopes.includes(stage));
    const whole = inside.reduce((sum, { phases }) => sum + (phases.forward?.ms ?? 0), 0);
    expect(inside.length).toBeGreaterThan(10);
    expect(new ProfileIndex(profile, index).costOf(stage)?.forward.ms).toBeCloseTo(whole, 6);
  });

  it('is made once for a profile and a graph', () => {
    const page = { profile, compared: undefined };
    expect(profiledGraph(page, index)).toBe(profiledGraph(page, index));
    expect(profiledGraph(page, index).before).toBeUndefined();
  });

  it('finds the layers of another commit in the boxes of this one', () => {
    const renamed = smallProfile().nodes.map((one) =>
      one.id === small.dense ? { ...one, id: 'dense of before' } : one,
    );
    const page = { profile: smallProfile(), compared: smallProfile({ nodes: renamed }) };
    const { before } = profiledGraph(page, small.index);
    expect(before?.lost).toEqual([]);
    expect(before?.costOf(small.dense)?.all.ms).toBe(6.5);
  });
});

describe('a difference', () => {
  const of = (ms: number, spread: number) =>
    ownViews({ phases: { forward: phase(ms, { spread }) } });

  it('is certain where it is more than the spread of both', () => {
    expect(differenceOf(of(8, 0.01), of(10, 0.01))).toMatchObject({
      ms: -2,
      ratio: 0.8,
      beyond: true,
    });
    expect(differenceOf(of(10.1, 0.01), of(10, 0.01))).toMatchObject({ beyond: false });
  });

  it('is of all the time where only one has it', () => {
    expect(differenceOf(of(3, 0.01), undefined)).toMatchObject({ ms: 3, beyond: true });
    expect(differenceOf(undefined, of(3, 0.01))).toMatchObject({ ms: -3, ratio: 0 });
    expect(differenceOf(undefined, undefined)).toBeUndefined();
    expect(differenceOf(noViews, noViews)).toMatchObject({ ms: 0, beyond: false });
  });
});
