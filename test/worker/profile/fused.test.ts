/** Whom a step's kernels are charged to where TensorFlow's fused kernels run. */
import { describe, expect, test } from 'vitest';
import type { Profile } from '../../../src/protocol/profile';
import { importTf } from '../support/inspect';
import { expectConsistent, kernelsOf, longMs, sum, useProfiles, whole } from './support/profiling';

const bench = useProfiles();

const residual = `${importTf}
const x = tf.input({ shape: [8, 8, 3], name: 'image' });
const convolved = (input: tf.SymbolicTensor, name: string, useBias = false) => tf.layers.conv2d({ name,
  filters: 4, kernelSize: 3, padding: 'same', useBias }).apply(input) as tf.SymbolicTensor;
const normalized = (input: tf.SymbolicTensor, name: string) =>
  tf.layers.batchNormalization({ name }).apply(input) as tf.SymbolicTensor;
const stem = tf.layers.reLU({ name: 'relu' }).apply(normalized(convolved(x, 'stem'), 'stem_bn'));
const main = normalized(convolved(stem as tf.SymbolicTensor, 'main', true), 'main_bn');
const added = tf.layers.add({ name: 'sum' }).apply([main, stem as tf.SymbolicTensor]);
const shown = convolved(added as tf.SymbolicTensor, 'shown');
const pooled = tf.layers.globalAveragePooling2d({ name: 'pool' }).apply(normalized(shown, 'last_bn'));
const head = tf.layers.dense({ name: 'head', units: 5, activation: 'softmax' }).apply(pooled);
export const model = tf.model({ inputs: x, outputs: [head as tf.SymbolicTensor, shown] });`;

const fused = { backend: 'tensorflow', kernels: 'fused' } as const;

function named({ nodes }: Profile, name: string) {
  const node = nodes.find((one) => one.name === name);
  if (node === undefined) throw new Error(`no node ${name}`);
  return node;
}

function updatesOf(profile: Profile, name: string): string {
  return kernelsOf(profile, named(profile, name).id, 'optimizer');
}

describe('training', () => {
  test.each([
    ['sgd', 'GradientDescent'],
    ['momentum', 'Momentum'],
    ['adam', 'Adam'],
  ] as const)(
    'with %s: one operation a weight, charged to its layer',
    async (optimizer, operation) => {
      const made = whole(await bench.text(residual, { ...fused, optimizer }));
      const { profile } = made;
      expectConsistent(made);
      expect(profile.settings.kernels).toBe('fused');
      const update = `ResourceApply${operation}`;
      expect(updatesOf(profile, 'stem')).toBe(update);
      expect(updatesOf(profile, 'stem_bn')).toBe(`${update} ${update}`);
      expect(updatesOf(profile, 'head')).toBe(`${update} ${update}`);
      expect(profile.nodes.filter(({ foldedInto }) => foldedInto !== undefined)).toEqual([]);
    },
    longMs,
  );

  test(
    'a convolution with an activation behind it, and no normalization, is not folded either',
    async () => {
      const text = `${importTf}
export const model = tf.sequential({ layers: [
  tf.layers.conv2d({ filters: 4, kernelSize: 3, inputShape: [8, 8, 3] }), tf.layers.reLU(),
  tf.layers.flatten(), tf.layers.dense({ units: 2 })] });`;
      const { nodes } = whole(await bench.text(text, fused)).profile;
      expect(nodes.filter(({ foldedInto }) => foldedInto !== undefined)).toEqual([]);
    },
    longMs,
  );

  test(
    'normalization and activation run as one kernel forward and one backward, charged to the layer',
    async () => {
      const { profile } = whole(await bench.text(residual, fused));
      const of = (name: string, phase: 'forward' | 'backward') =>
        kernelsOf(profile, named(profile, name).id, phase);
      // The copies of what is saved share its data.
      expect(of('stem_bn', 'forward')).toMatch(/^FusedBatchNormV3( Identity)*$/);
      expect(of('stem_bn', 'backward')).toMatch(/\bFusedBatchNormGradV3\b/);
      expect(of('relu', 'backward')).toMatch(/\bReluGrad\b/);
      expect(of('pool', 'backward')).toMatch(/\bMeanGrad\b/);
      expect(of('stem', 'backward')).toMatch(/Conv2DBackpropFilter/);
    },
    longMs,
  );

  test(
    'the same products, and fewer kernels, than with TensorFlow.js’s own, whose prediction of memory it has not',
    async () => {
      const own = whole(await bench.text(residual, { backend: 'tensorflow' })).profile;
      const other = whole(await bench.text(residual, fused)).profile;
      const macs = ({ events }: Profile): number => sum(events.map((event) => event.macs));
      expect(macs(other)).toBe(macs(own));
      expect(other.events.length).toBeLessThan(own.events.length);
      expect(own.settings.kernels).toBe('own');
      expect(own.memory.predictedPeakBytes).toBeGreaterThan(0);
      expect(other.memory.predictedPeakBytes).toBeUndefined();
      expect(other.memory.peakBytes).toBeLessThanOrEqual(own.memory.peakBytes);
    },
    longMs,
  );
});

describe('inference', () => {
  test(
    'a folded layer names the convolution, which computes alone; what is behind one that is shown is not folded',
    async () => {
      const made = whole(await bench.text(residual, { ...fused, mode: 'infer' }));
      const { profile } = made;
      expectConsistent(made);
      const into = profile.nodes.flatMap(({ name, foldedInto }) =>
        foldedInto === undefined ? [] : [[name, foldedInto]],
      );
      expect(into).toEqual([
        ['stem_bn', named(profile, 'stem').id],
        ['relu', named(profile, 'stem').id],
        ['main_bn', named(profile, 'main').id],
        ['sum', named(profile, 'main').id],
      ]);
      const forward = (name: string) => kernelsOf(profile, named(profile, name).id, 'forward');
      for (const name of ['stem_bn', 'relu', 'main_bn', 'sum']) expect(forward(name)).toBe('');
      expect(forward('stem')).toBe('FusedConv2D');
      expect(forward('main')).toBe('FusedConv2D');
      // It reads what it is given, what it adds and its weights, and adds the bias and the sum.
      const { bytes, flops } = named(profile, 'main').phases.forward!;
      const [values, weights] = [profile.settings.batch * 8 * 8 * 4, 3 * 3 * 4 * 4 + 4];
      expect(bytes).toBe(4 * (3 * values + weights));
      expect(flops).toBe(values * (2 * 3 * 3 * 4 + 2));
      expect(forward('last_bn')).toContain('FusedBatchNorm');
    },
    longMs,
  );

  test(
    'the weights that were made for it are held by the convolution',
    async () => {
      const wish = { backend: 'tensorflow', mode: 'infer' } as const;
      const own = whole(await bench.text(residual, wish)).profile;
      const other = whole(await bench.text(residual, { ...wish, kernels: 'fused' })).profile;
      const weights = (profile: Profile, name: string): number => {
        const index = profile.nodes.indexOf(named(profile, name));
        const held = profile.memory.holders.filter(
          ({ owner, kind }) => owner === index && kind === 'weights',
        );
        return sum(held.map(({ bytes }) => bytes));
      };
      expect(weights(own, 'stem')).toBe(4 * 3 * 3 * 3 * 4);
      expect(weights(other, 'stem') - weights(own, 'stem')).toBe(4 * (3 * 3 * 3 * 4 + 4));
    },
    longMs,
  );
});

test(
  'a backend that has none runs on TensorFlow.js’s own, and the profile says so',
  async () => {
    const { profile, failures } = await bench.text(residual, { kernels: 'fused' });
    expect(profile?.settings.kernels).toBe('own');
    expect(failures).toMatchObject([{ code: 'kernel-missing', severity: 'information' }]);
  },
  longMs,
);
