/** What an inference with fused kernels holds at most, against what was predicted before it ran. */
import path from 'node:path';
import { expect, test } from 'vitest';
import { importTf, root } from '../support/inspect';
import { expectConsistent, longMs, useProfiles, whole } from './support/profiling';

const bench = useProfiles();

const wish = { backend: 'tensorflow', mode: 'infer', kernels: 'fused' } as const;

test.each([
  ['resnet-cifar.ts', 'resnet20()', 4],
  ['resnet-cifar-a.ts', 'resnet20a()', 1],
  ['resnet50.ts', 'resnet50()', 1],
  ['resnet-v2.ts', 'resnet18v2()', 1],
  ['mobilenet-v2.ts', 'mobilenetV2()', 1],
  ['plain-cifar.ts', 'plain20()', 8],
  ['unet.ts', 'unet(2, 188)', 1],
] as const)(
  '%s',
  async (file, entry, batch) => {
    const full = path.join(root, 'media/models', file);
    const made = whole(await bench.run(full, { ...wish, entry, batch }));
    expectConsistent(made);
    const { peakBytes, predictedPeakBytes, beforeBytes } = made.profile.memory;
    expect(Math.abs(peakBytes / predictedPeakBytes! - 1)).toBeLessThan(0.02);
    // Of a batch of one the weights are the most of it, and known anyway.
    const rest = (peakBytes - beforeBytes) / (predictedPeakBytes! - beforeBytes);
    expect(Math.abs(rest - 1)).toBeLessThan(0.02);
  },
  longMs,
);

test(
  'what is folded is not held: an activation behind a sum',
  async () => {
    const text = (activation: string) => `${importTf}
const x = tf.input({ shape: [32, 32, 8] });
const conv = () => tf.layers.conv2d({ filters: 8, kernelSize: 1 });
const stem = conv().apply(x) as tf.SymbolicTensor;
const main = conv().apply(stem) as tf.SymbolicTensor;
const sum = tf.layers.add().apply([main, stem]) as tf.SymbolicTensor;
const end = tf.layers.activation({ activation: '${activation}' }).apply(sum) as tf.SymbolicTensor;
export const model = tf.model({ inputs: x, outputs: end });`;
    const peaks = async (activation: string) => {
      const { memory } = whole(await bench.text(text(activation), wish)).profile;
      expect(memory.predictedPeakBytes).toBe(memory.peakBytes);
      return memory.peakBytes;
    };
    // Input, stem and the sum, then without the stem the sum and what is made of it: nothing more.
    expect(await peaks('relu')).toBe(await peaks('tanh'));
  },
  longMs,
);
