/**
 * Builds every sample with plain TensorFlow.js and compares what TensorFlow.js itself counts with
 * `media/models/counts.json`. Nothing of the product takes part, so that the product's counts can
 * be tested against that file.
 */
import { readdirSync, readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import counts from '../../../media/models/counts.json';
import * as plain from '../../../media/models/plain';
import * as plainCifar from '../../../media/models/plain-cifar';
import * as resnetCifar from '../../../media/models/resnet-cifar';
import * as resnetV2 from '../../../media/models/resnet-v2';
import * as resnet34 from '../../../media/models/resnet34';
import * as resnet50 from '../../../media/models/resnet50';
import * as vgg19 from '../../../media/models/vgg19';

type Layer = tf.layers.Layer;
type Builder = (classes?: number) => tf.LayersModel;

const samples: Record<string, Record<string, Builder>> = {
  'plain.ts': plain,
  'plain-cifar.ts': plainCifar,
  'resnet-cifar.ts': resnetCifar,
  'resnet-v2.ts': resnetV2,
  'resnet34.ts': resnet34,
  'resnet50.ts': resnet50,
  'vgg19.ts': vgg19,
};

const folder = new URL('../../../media/models/', import.meta.url);
const named = counts.map(
  (published) => [`${published.file} ${published.entry}`, published] as const,
);

const product = (sizes: readonly (number | null)[]): number =>
  sizes.reduce<number>((size, n) => size * (n ?? 1), 1);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

/** Multiply-adds of one example, from the shapes of the kernel and of the output. */
function macsOf(layer: Layer): number {
  const kernel = layer.weights.find((weight) => weight.originalName.endsWith('/kernel'));
  if (!kernel) return 0;
  const [, ...output] = layer.outputShape as tf.Shape;
  // A kernel [height, width, in, out] is applied at each output position; a dense one, [in, out],
  // at the single position of a vector.
  return product(kernel.shape) * product(output.slice(0, -1));
}

const producersOf = (layer: Layer): Layer[] =>
  layer.inboundNodes.flatMap((node) => node.inboundLayers);

/** The layers from an input of an addition back to where its path left the other one. */
function branch(end: Layer): Layer[] {
  const layers: Layer[] = [];
  let layer: Layer | undefined = end;
  while (layer?.outboundNodes.length === 1) {
    layers.push(layer);
    [layer] = producersOf(layer);
  }
  return layers;
}

/** Every addition joins a path of several convolutions and a shortcut of at most one, 1×1. */
function countSkips(model: tf.LayersModel): { identity: number; projection: number } {
  const skips = { identity: 0, projection: 0 };
  for (const merge of model.layers.filter((layer) => layer.getClassName() === 'Add')) {
    const branches = producersOf(merge).map((end) =>
      branch(end).filter((layer) => layer.getClassName() === 'Conv2D'),
    );
    const [shortcut, main] = branches.sort((a, b) => a.length - b.length);
    expect(main?.length).toBeGreaterThanOrEqual(2);
    expect(shortcut?.length).toBeLessThanOrEqual(1);
    const kernel = shortcut?.[0]?.weights[0]?.shape;
    if (kernel) expect(kernel.slice(0, 2)).toEqual([1, 1]);
    skips[kernel ? 'projection' : 'identity'] += 1;
  }
  return skips;
}

/** Drawing 60 million normal numbers takes most of a build; the counts need only their shapes. */
beforeAll(async () => {
  tf.env().set('IS_TEST', true); // no advice on stderr to install tfjs-node
  await tf.setBackend('cpu');
  const heNormal = Object.getPrototypeOf(tf.initializers.heNormal({})) as object;
  const varianceScaling = Object.getPrototypeOf(heNormal) as ReturnType<
    typeof tf.initializers.varianceScaling
  >;
  vi.spyOn(varianceScaling, 'apply').mockImplementation((shape) =>
    tf.zeros(shape.map((size) => size ?? 1)),
  );
});
afterAll(() => {
  vi.restoreAllMocks();
});
afterEach(() => {
  tf.disposeVariables();
});

describe('the sample networks, built with plain TensorFlow.js', () => {
  it('are all in counts.json', () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
    expect(Object.keys(samples).sort()).toEqual(files.sort());
    const builders = Object.entries(samples).flatMap(([file, builder]) =>
      Object.keys(builder).map((name) => `${file} ${name}()`),
    );
    expect(named.map(([name]) => name).sort()).toEqual(builders.sort());
  });

  it.each(named)('%s has its published counts', (_, published) => {
    const build = samples[published.file]?.[published.entry.replace('()', '')];
    if (!build) throw new Error(`no builder for ${published.entry}`);
    const model = build();

    const trainable = sum(model.trainableWeights.map((weight) => product(weight.shape)));
    const nonTrainable = sum(model.nonTrainableWeights.map((weight) => product(weight.shape)));
    const macs = sum(model.layers.map(macsOf));
    expect({ trainable, nonTrainable, macs, skips: countSkips(model) }).toEqual({
      trainable: published.trainable,
      nonTrainable: published.nonTrainable,
      macs: published.macs,
      skips: published.skips,
    });
    expect(model.countParams()).toBe(trainable + nonTrainable);
    if (published.gmacsPublished !== null) {
      const digits = String(published.gmacsPublished).split('.')[1]?.length ?? 0;
      expect((macs / 1e9).toFixed(digits)).toBe(published.gmacsPublished.toFixed(digits));
    }
  });

  it.each(named)('%s says its counts beside the builder and in the table', (_, published) => {
    const { file, entry, macs, skips } = published;
    const trainable = published.trainable.toLocaleString('en-US');
    const nonTrainable = published.nonTrainable.toLocaleString('en-US');
    const gmacs = (macs / 1e9).toFixed(3);

    const source = readFileSync(new URL(file, folder), 'utf8');
    const comment = new RegExp(
      `/\\*\\* ${trainable} \\+ ${nonTrainable} parameters, ${gmacs} GMACs.*\\*/\\n` +
        `export function ${entry.replace('()', '\\(')}`,
    );
    expect(source).toMatch(comment);

    const rows = readFileSync(new URL('README.md', folder), 'utf8').split('\n');
    const row = rows.find((line) => line.includes(`\`${entry}\``))?.replaceAll(/\s+/g, ' ');
    const shortcuts = `${skips.identity + skips.projection} | ${skips.projection}`;
    expect(row).toContain(`| ${trainable} + ${nonTrainable} | ${gmacs} | ${shortcuts} |`);
  });
});
