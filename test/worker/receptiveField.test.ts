/**
 * Receptive fields: those published for well-known networks, and small random networks against a probe
 * that changes the input, row by row, and looks at which outputs change.
 */
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { receptiveFields, type ReceptiveField } from '../../src/model/receptiveField';
import { root, uncancelled, useWorkbench } from './support/inspect';

const workbench = useWorkbench();

beforeAll(async () => {
  await tf.setBackend('cpu');
});

async function fieldsOfSample(file: string, entry: string): Promise<(name: string) => unknown> {
  const request = { file: path.join(root, 'media/models', file), entry, unsaved: new Map() };
  const { graph } = await workbench.shared.inspect(request, uncancelled);
  const fields = receptiveFields(graph!);
  return (className) =>
    fields.get(graph!.nodes.findLast((node) => node.className === className)!.id);
}

const square = (size: number, stride: number, padding: number): ReceptiveField => ({
  size: [size, size],
  stride: [stride, stride],
  padding: [padding, padding],
});

const everything = { size: [null, null], stride: [null, null], padding: [null, null] };

describe('as the table of Araujo, Norris and Sim has them', () => {
  test('VGG-16', async () => {
    const last = await fieldsOfSample('vgg19.ts', 'vgg16()');
    expect(last('Conv2D')).toEqual(square(196, 16, 90));
    expect(last('MaxPooling2D')).toEqual(square(212, 32, 90));
    expect(last('Dense')).toEqual(everything);
  });

  // Their network has no padding before its first layer (theirs is 64), the sample pads by two there.
  test('AlexNet', async () => {
    const last = await fieldsOfSample('alexnet.ts', 'alexnet()');
    expect(last('MaxPooling2D')).toEqual(square(195, 32, 66));
  });

  // Version 1 moves in the first 1×1 convolution of a stage. Their 483 has the stride elsewhere too: at the
  // end of a stage, where the sum is the same. In version 1.5 the 3×3 moves, one 3×3 of each stage
  // sees what lies closer together, and 483 − (32 + 16 + 8) is 427.
  test('ResNet-50 v1 and v1.5', async () => {
    const v1 = await fieldsOfSample('resnet50-v1.ts', 'resnet50v1()');
    expect(v1('Add')).toMatchObject({ size: [483, 483], stride: [32, 32] });
    const later = await fieldsOfSample('resnet50.ts', 'resnet50()');
    expect(later('Add')).toMatchObject({ size: [427, 427], stride: [32, 32] });
    expect(later('GlobalAveragePooling2D')).toEqual(everything);
  });
});

/** Whole numbers below a bound, the same ones for the same seed (mulberry32). */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

type Layers = ((x: tf.SymbolicTensor) => tf.SymbolicTensor)[];
type Random = (below: number) => number;

const apply = (layer: tf.layers.Layer, x: tf.SymbolicTensor | tf.SymbolicTensor[]) =>
  layer.apply(x) as tf.SymbolicTensor;

/** Layers whose windows are all alike: their output's window follows from size, stride and padding. */
function evenLayers(random: Random): Layers {
  const padding = random(2) === 0 ? ('same' as const) : ('valid' as const);
  const kernelSize = [1 + random(4), 1 + random(3)] as [number, number];
  const strides = [1 + random(2), 1 + random(2)] as [number, number];
  const dilated = random(2) === 0;
  return [
    (x) =>
      apply(
        tf.layers.conv2d({
          filters: 2,
          kernelSize,
          padding,
          ...(dilated ? { dilationRate: 2 } : { strides }),
        }),
        x,
      ),
    (x) => apply(tf.layers.depthwiseConv2d({ kernelSize: 3, padding, strides: strides[0] }), x),
    (x) => apply(tf.layers.averagePooling2d({ poolSize: kernelSize, strides, padding }), x),
    (x) => apply(tf.layers.maxPooling2d({ poolSize: 2, padding }), x),
    (x) =>
      apply(
        tf.layers.zeroPadding2d({
          padding: [
            [1, 2],
            [random(3), 0],
          ],
        }),
        x,
      ),
    (x) =>
      apply(
        tf.layers.cropping2D({
          cropping: [
            [1, 0],
            [0, 2],
          ],
        }),
        x,
      ),
    (x) => apply(tf.layers.separableConv2d({ filters: 2, kernelSize: 3, padding }), x),
    (x) => {
      const conv = { filters: x.shape[3]!, kernelSize: 3, padding: 'same' as const };
      const branch = apply(tf.layers.conv2d(conv), apply(tf.layers.reLU(), x));
      return apply(tf.layers.add(), [x, branch]);
    },
  ];
}

/** Layers that make several positions of one. */
function growingLayers(random: Random): Layers {
  const kernelSize = 1 + random(4);
  const strides = 1 + random(3);
  const padding = random(2) === 0 ? ('same' as const) : ('valid' as const);
  return [
    (x) =>
      apply(
        tf.layers.conv2dTranspose({
          filters: 2,
          kernelSize: Math.max(kernelSize, strides),
          strides,
          padding,
        }),
        x,
      ),
    (x) => apply(tf.layers.upSampling2d({ size: [2, strides] }), x),
    (x) => apply(tf.layers.upSampling2d({ size: [2, 2], interpolation: 'bilinear' }), x),
    ...evenLayers(random).slice(0, 3),
  ];
}

function build(seed: number, size: [number, number], layersOf: (random: Random) => Layers) {
  const random = randomNumbers(seed);
  const input = tf.input({ shape: [...size, 2] });
  let x: tf.SymbolicTensor = input;
  for (let depth = 0; depth < 4; depth++) {
    const layers = layersOf(random);
    x = layers[random(layers.length)]!(x);
  }
  const model = tf.model({ inputs: input, outputs: x });
  // With weights, inputs and changes above zero nothing cancels out, and a maximum gives way.
  for (const layer of model.layers)
    layer.setWeights(layer.getWeights().map(({ shape }) => tf.randomUniform(shape, 0.1, 1)));
  return model;
}

/** For each output position along an axis, the first and last input position that changes it. */
function probe(model: tf.LayersModel, axis: 0 | 1): (readonly [number, number] | undefined)[] {
  return tf.tidy(() => {
    const [height, width, channels] = model.inputs[0]!.shape.slice(1) as [number, number, number];
    const length = [height, width][axis]!;
    const place = tf.range(0, length).reshape(axis === 0 ? [1, length, 1, 1] : [1, 1, length, 1]);
    const changed = tf.range(0, length).reshape([length, 1, 1, 1]).equal(place).mul(1e5).add(1);
    const ones = tf.ones([1, height, width, channels]);
    const outputs = model.predict(changed.mul(ones)) as tf.Tensor;
    const differs = outputs.notEqual(model.predict(ones) as tf.Tensor).any([axis === 0 ? 2 : 1, 3]);
    const rows = differs.transpose().arraySync() as number[][];
    return rows.map((row) =>
      row.includes(1) ? ([row.indexOf(1), row.lastIndexOf(1)] as const) : undefined,
    );
  });
}

async function predicted(model: tf.LayersModel): Promise<ReceptiveField> {
  const topology = JSON.stringify({ modelTopology: model.toJSON(null, false) });
  const graph = await workbench.graph(topology, '', { name: 'model.json' });
  return receptiveFields(graph).get(graph.outputs[0]!)!;
}

const seeds = Array.from({ length: 12 }, (_, i) => i + 1);

/**
 * Positions near the border see less: the zeros that layers put around what the layers before them gave
 * depend on nothing. So those further from it than all padding and cropping reaches are compared.
 */
const margin = 14;

function isInside([first, last]: readonly [number, number], length: number): boolean {
  return first >= margin && last < length - margin;
}

test.each(seeds)('the probe finds the same windows, seed %i', async (seed) => {
  const model = build(seed, [70, 66], evenLayers);
  const { size, stride, padding } = await predicted(model);
  for (const axis of [0, 1] as const) {
    const length = model.inputs[0]!.shape[axis + 1]!;
    const seen = probe(model, axis);
    const expected = seen.map((_, o) => {
      const first = o * stride[axis]! - padding[axis]!;
      return [first, first + size[axis]! - 1] as const;
    });
    const compared = expected.flatMap((window, o) => (isInside(window, length) ? [o] : []));
    expect(compared).not.toEqual([]);
    expect(compared.map((o) => seen[o])).toEqual(compared.map((o) => expected[o]));
  }
});

test.each(seeds)(
  'the probe finds the same sizes where positions multiply, seed %i',
  async (seed) => {
    const model = build(seed, [34, 32], growingLayers);
    const { size } = await predicted(model);
    for (const axis of [0, 1] as const) {
      const length = model.inputs[0]!.shape[axis + 1]!;
      const inside = probe(model, axis).filter(
        (seen) => seen !== undefined && seen[0] > 0 && seen[1] < length - 1,
      );
      const largest = Math.max(...inside.map((seen) => seen![1] - seen![0] + 1));
      expect(largest).toBe(size[axis]);
    }
  },
);
