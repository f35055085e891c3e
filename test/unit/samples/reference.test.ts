/**
 * Builds every sample with plain TensorFlow.js and compares what TensorFlow.js itself counts with
 * `media/models/counts.json`. Nothing of the product takes part, so that the product's counts can
 * be tested against that file.
 */
import * as tf from '@tensorflow/tfjs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { countMacs } from './support/kernels';
import { buildersOf, buildSample, library, sampleFiles, textOf } from './support/library';
import { countSkips } from './support/skips';

/** A forward pass of GPT-2 on a machine that is busy with other tests. */
const longestPassMs = 120_000;

const named = library.map(
  (published) => [`${published.file} ${published.entry}`, published] as const,
);

const product = (sizes: readonly (number | null)[]): number =>
  sizes.reduce<number>((size, n) => size * (n ?? 1), 1);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

const sizeOf = (weights: readonly tf.LayerVariable[]): number =>
  sum(weights.map((weight) => product(weight.shape)));

/** The forward pass of one example. */
function macsOf(model: tf.LayersModel): number {
  const counter = countMacs();
  try {
    tf.tidy(() => {
      const example = model.inputs.map(({ shape: [, ...sizes], dtype }) =>
        tf.zeros([1, ...sizes.map((size) => size ?? 1)], dtype),
      );
      model.predict(example);
    });
    return counter.macs;
  } finally {
    counter.restore();
  }
}

/** Drawing 60 million normal numbers takes most of a build; the counts need only their shapes. */
function initializeWithZeros(): void {
  const { heNormal, randomNormal, truncatedNormal, randomUniform, orthogonal } = tf.initializers;
  const varianceScaling = Object.getPrototypeOf(heNormal({})) as object;
  const prototypes = [varianceScaling, randomNormal({}), truncatedNormal({}), randomUniform({})];
  for (const initializer of [...prototypes, orthogonal({})]) {
    const prototype = Object.getPrototypeOf(initializer) as ReturnType<typeof randomNormal>;
    vi.spyOn(prototype, 'apply').mockImplementation((shape) =>
      tf.zeros(shape.map((size) => size ?? 1)),
    );
  }
}

beforeAll(async () => {
  tf.env().set('IS_TEST', true); // no advice on stderr to install tfjs-node
  await tf.setBackend('cpu');
  initializeWithZeros();
});
afterAll(() => {
  vi.restoreAllMocks();
});
afterEach(() => {
  tf.disposeVariables();
});

describe('the sample networks, built with plain TensorFlow.js', () => {
  it('are all among the counts', async () => {
    expect([...new Set(library.map(({ file }) => file))].sort()).toEqual(sampleFiles().sort());
    const builders = sampleFiles().map(async (file) =>
      [...(await buildersOf(file)).keys()].map((name) => `${file} ${name}()`),
    );
    expect(named.map(([name]) => name).sort()).toEqual((await Promise.all(builders)).flat().sort());
  });

  it.each(named)(
    '%s has its published counts',
    async (_, published) => {
      const model = await buildSample(published);

      const trainable = sizeOf(model.trainableWeights);
      const nonTrainable = sizeOf(model.nonTrainableWeights);
      const macs = macsOf(model);
      expect({ trainable, nonTrainable, macs, skips: countSkips(model) }).toEqual({
        trainable: published.trainable,
        nonTrainable: published.nonTrainable,
        macs: published.macs,
        skips: published.skips,
      });
      expect(model.countParams()).toBe(trainable + nonTrainable);
    },
    longestPassMs,
  );

  it.each(named)('%s rounds to the multiply-adds of its source', (_, published) => {
    const { gmacsPublished, macs } = published;
    if (gmacsPublished === null) return;
    const digits = String(gmacsPublished).split('.')[1]?.length ?? 0;
    expect((macs / 1e9).toFixed(digits)).toBe(gmacsPublished.toFixed(digits));
  });

  it.each(named)('%s says its counts beside the builder and in the table', (_, published) => {
    const { file, entry, macs, skips } = published;
    const trainable = published.trainable.toLocaleString('en-US');
    const nonTrainable = published.nonTrainable.toLocaleString('en-US');
    const small = macs < 5e5;
    const gmacs = (macs / 1e9).toFixed(small ? 4 : 3);
    const counted = small ? `${(macs / 1e6).toFixed(3)} MMACs` : `${gmacs} GMACs`;

    const comment = new RegExp(
      `/\\*\\* ${trainable} \\+ ${nonTrainable} parameters, ${counted}.*\\*/\\n` +
        `export function ${entry.replace('()', '\\(')}`,
    );
    expect(textOf(file)).toMatch(comment);

    const rows = textOf('README.md').split('\n');
    const row = rows.find((line) => line.includes(`\`${entry}\``))?.replaceAll(/\s+/g, ' ');
    const kinds = Object.entries(skips).filter(([, count]) => count > 0);
    const shortcuts = kinds.map(([kind, count]) => `${count} ${kind}`).join(', ') || 'none';
    expect(row).toContain(`| ${trainable} + ${nonTrainable} | ${gmacs} | ${shortcuts} |`);
  });
});
