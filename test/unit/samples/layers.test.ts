/** What the custom layers of the samples compute, on small inputs and plain TensorFlow.js. */
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { alphaStarTorso } from '../../../media/models/alphastar-torso';
import { bertBase } from '../../../media/models/bert';
import { evoformerBlock } from '../../../media/models/evoformer';
import { gpt2Small } from '../../../media/models/gpt2';
import { highwayConv, highwayDense } from '../../../media/models/highway';
import { resnet20a } from '../../../media/models/resnet-cifar-a';
import { resnext50 } from '../../../media/models/resnext50';
import { stochasticDepth110 } from '../../../media/models/stochastic-depth';

beforeAll(async () => {
  tf.env().set('IS_TEST', true); // no advice on stderr to install tfjs-node
  await tf.setBackend('cpu');
});
afterEach(() => tf.disposeVariables());

function layersOf(model: tf.LayersModel, className: string): tf.layers.Layer[] {
  return model.layers.filter((layer) => layer.getClassName() === className);
}

const layerOf = (model: tf.LayersModel, className: string): tf.layers.Layer =>
  layersOf(model, className)[0]!;

const run = (
  layer: tf.layers.Layer,
  inputs: tf.Tensor | tf.Tensor[],
  training = false,
): tf.Tensor => layer.apply(inputs, { training }) as tf.Tensor;

const largestDifference = (a: tf.Tensor, b: tf.Tensor): number =>
  a.sub(b).abs().max().dataSync()[0]!;

function zeroAllWeights(layer: { weights: tf.LayerVariable[] }): void {
  for (const weight of layer.weights) weight.write(tf.zeros(weight.shape as number[]));
}

it('the shortcut of option A takes every second pixel and pads channels with zeros', () => {
  const x = tf.randomNormal<tf.Rank.R4>([1, 32, 32, 16]);
  const y = run(layerOf(resnet20a(), 'PaddedShortcut'), x);
  expect(y.shape).toEqual([1, 16, 16, 32]);
  const [old, added] = tf.split(y, 2, 3) as [tf.Tensor, tf.Tensor];
  const kept = x
    .gather(
      [...Array(16).keys()].map((i) => 2 * i),
      1,
    )
    .gather(
      [...Array(16).keys()].map((i) => 2 * i),
      2,
    );
  expect(largestDifference(old, kept)).toBe(0);
  expect(added.abs().max().dataSync()[0]).toBe(0);
});

describe('stochastic depth', () => {
  it('keeps or drops a branch in training, and takes its expectation otherwise', () => {
    const last = layersOf(stochasticDepth110(), 'DropPath').at(-1)!;
    expect(last.getConfig()['survival']).toBe(0.5);
    const branch = tf.ones([2, 4, 4, 64]);
    expect(run(last, branch).mean().dataSync()[0]).toBe(0.5);
    const draws = Array.from({ length: 100 }, () => [
      ...run(last, branch, true).flatten().unique().values.dataSync(),
    ]);
    expect(new Set(draws.map(String))).toEqual(new Set(['0', '1']));
  });

  it('decays linearly, from the first block on', () => {
    const survivals = layersOf(stochasticDepth110(), 'DropPath').map(
      (layer) => layer.getConfig()['survival'] as number,
    );
    expect(survivals).toHaveLength(54);
    survivals.forEach((survival, i) => expect(survival).toBeCloseTo(1 - (i + 1) / 108));
  });
});

it('a grouped convolution is a convolution whose kernel is zero between groups', () => {
  const layer = layerOf(resnext50(), 'GroupedConv2D');
  const x = tf.randomNormal<tf.Rank.R4>([1, 5, 5, 128]);
  const kernels = tf.split(layer.getWeights()[0]!, 32, 3);
  const padded = kernels.map((kernel, group) =>
    tf.pad(kernel, [
      [0, 0],
      [0, 0],
      [4 * group, 124 - 4 * group],
      [0, 0],
    ]),
  );
  const expected = tf.conv2d(x, tf.concat(padded, 3) as tf.Tensor4D, 1, 'same');
  expect(largestDifference(run(layer, x), expected)).toBeLessThan(1e-5);
});

describe('a highway layer', () => {
  it('gives its input where the gate is closed, and the transformed input where it is open', () => {
    const x = tf.randomNormal([3, 8]);
    expect(largestDifference(run(layerOf(highwayDense(2, 8, -1000), 'HighwayDense'), x), x)).toBe(
      0,
    );
    const open = layerOf(highwayDense(2, 8, 1000), 'HighwayDense');
    const [kernel, bias] = open.getWeights();
    const transformed = x.matMul(kernel!).add(bias!).relu();
    expect(largestDifference(run(open, x), transformed)).toBeLessThan(1e-6);
  });

  it('carries its input through convolutions too', () => {
    const model = highwayConv(10, -1000);
    const sum = layerOf(model, 'Add');
    const carried = sum.inboundNodes[0]!.inboundLayers[1]!.inboundNodes[0]!.inputTensors[0]!;
    const part = tf.model({
      inputs: model.inputs,
      outputs: [carried, sum.output as tf.SymbolicTensor],
    });
    const [x, y] = part.predict(tf.randomNormal([1, 32, 32, 3])) as [tf.Tensor, tf.Tensor];
    expect(largestDifference(x, y)).toBe(0);
    expect(x.max().dataSync()[0]).toBeGreaterThan(0);
  });
});

describe('a block of GPT-2', () => {
  it('is the identity where attention and feed-forward give nothing', () => {
    const block = layerOf(gpt2Small(8, 1, 16, 2), 'TransformerBlock');
    const x = tf.randomNormal([1, 8, 16]);
    expect(largestDifference(run(block, x), x)).toBeGreaterThan(0.001);
    zeroAllWeights(block);
    expect(largestDifference(run(block, x), x)).toBe(0);
  });

  it('sees no later word', () => {
    const model = gpt2Small(6, 2, 16, 2);
    const logits = (words: number[]): tf.Tensor =>
      model.predict(tf.tensor2d([words], [1, 6], 'int32')) as tf.Tensor;
    const [before, after] = [logits([1, 2, 3, 4, 5, 6]), logits([1, 2, 3, 4, 5, 99])];
    const head = (x: tf.Tensor): tf.Tensor => x.slice([0, 0, 0], [1, 5, -1]);
    expect(largestDifference(head(before), head(after))).toBe(0);
    expect(largestDifference(before, after)).toBeGreaterThan(0);
  });
});

it("BERT's words are not changed by padding", () => {
  const model = bertBase(6, 2, 16, 2);
  const mask = tf.tensor2d([[1, 1, 1, 1, 0, 0]]);
  const features = (words: number[]): tf.Tensor => {
    const [all] = model.predict([
      tf.tensor2d([words], [1, 6], 'int32'),
      tf.zeros([1, 6], 'int32'),
      mask,
    ]) as tf.Tensor[];
    return all!.slice([0, 0, 0], [1, 4, -1]);
  };
  expect(largestDifference(features([1, 2, 3, 4, 5, 6]), features([1, 2, 3, 4, 7, 8]))).toBe(0);
  expect(
    largestDifference(features([1, 2, 3, 4, 5, 6]), features([1, 2, 3, 9, 5, 6])),
  ).toBeGreaterThan(0);
});

it("a scatter connection adds units up at their places in their own example's map", () => {
  const scatter = layerOf(alphaStarTorso(3, 4, 2, 16), 'Scatter');
  const vectors = tf.ones([2, 3, 32]);
  const places = tf.tensor3d(
    [
      [
        [1, 2],
        [1, 2],
        [5, 0],
      ],
      [
        [0, 0],
        [15, 15],
        [3, 4],
      ],
    ],
    [2, 3, 2],
    'int32',
  );
  const map = run(scatter, [vectors, places]);
  expect(map.shape).toEqual([2, 16, 16, 32]);
  const at = (example: number, row: number, column: number): number =>
    map.slice([example, row, column, 7], [1, 1, 1, 1]).dataSync()[0]!;
  expect([at(0, 1, 2), at(0, 5, 0), at(1, 0, 0), at(1, 15, 15), at(1, 3, 4)]).toEqual([
    2, 1, 1, 1, 1,
  ]);
  expect(map.sum().dataSync()[0]).toBe(6 * 32);
});

describe('the Evoformer block', () => {
  it('is the identity where no branch gives anything', () => {
    const model = evoformerBlock(3, 4);
    const inputs = [tf.randomNormal([1, 3, 4, 256]), tf.randomNormal([1, 4, 4, 128])];
    zeroAllWeights(model);
    const outputs = model.predict(inputs) as tf.Tensor[];
    outputs.forEach((output, i) => expect(largestDifference(output, inputs[i]!)).toBe(0));
  });

  it.each([
    ['outgoing', 0],
    ['incoming', 1],
  ])('updates a pair from the %s edges of its two residues', (edges, index) => {
    const layer = layersOf(evoformerBlock(3, 5), 'TriangleMultiplication')[index]!;
    expect(layer.getConfig()['edges']).toBe(edges);
    const pairs = tf.randomNormal([1, 5, 5, 128]);
    const changed = (row: number, column: number): number => {
      const at = tf.oneHot(5 * row + column, 25).reshape([1, 5, 5, 1]);
      const pair = (x: tf.Tensor): tf.Tensor => run(layer, x).slice([0, 0, 1, 0], [1, 1, 1, -1]);
      return largestDifference(pair(pairs.add(at)), pair(pairs));
    };
    const reads = (row: number, column: number): boolean => changed(row, column) > 1e-6;
    const [from, to] = edges === 'outgoing' ? ([0, 3] as const) : ([3, 0] as const);
    expect([reads(from, to), reads(to, from), reads(3, 4)]).toEqual([true, false, false]);
  });
});

const small: Readonly<Record<string, () => tf.LayersModel>> = {
  'ResNet-20, option A': () => resnet20a(),
  'stochastic depth': () => stochasticDepth110(),
  'a dense highway': () => highwayDense(3, 8),
  BERT: () => bertBase(6, 1, 16, 2),
  "AlphaStar's torso": () => alphaStarTorso(3, 4, 2, 16),
  'the Evoformer block': () => evoformerBlock(2, 3),
};

it.each(Object.entries(small))('%s is the same after saving and loading', async (_, build) => {
  const model = build();
  const inputs = model.inputs.map(({ shape, dtype }) =>
    tf.randomUniform([1, ...(shape.slice(1) as number[])], 0, 2, dtype as 'float32' | 'int32'),
  );
  const artifacts: tf.io.ModelArtifacts[] = [];
  await model.save(
    tf.io.withSaveHandler((saved) => {
      artifacts.push(saved);
      return Promise.resolve({ modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(saved) });
    }),
  );
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(artifacts[0]!));
  const [before, after] = [model, loaded].map((net) => [net.predict(inputs)].flat());
  before!.forEach((output, i) => expect(largestDifference(output, after![i]!)).toBe(0));
});
