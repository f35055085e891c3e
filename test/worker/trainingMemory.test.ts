/**
 * The predicted memory of a training step, against what TensorFlow.js's cpu backend really holds: its data
 * is counted as it is written and disposed, while `trainOnBatch` or `minimize` runs.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { optimizers, type OptimizerName } from '../../src/model/peakMemory';
import { Held, makers, peakOfModel, topologyOf } from './support/held';
import { failureWith, importTf, root, useWorkbench } from './support/inspect';
import { convolutional, dense } from './support/trainedModels';

const workbench = useWorkbench();

let held: Held;

beforeAll(async () => {
  await tf.setBackend('cpu');
  held = new Held(tf.backend());
});

const models = { ...convolutional, ...dense };

const cases = Object.keys(models).flatMap((model) =>
  optimizers.flatMap((optimizer) => [1, 8].map((batch) => ({ model, optimizer, batch }))),
);

/** How far a prediction is off, as a part of what is really held. */
function off(predicted: number, real: number): number {
  return Math.abs(predicted - real) / real;
}

test.each(cases)('$model with $optimizer, $batch a batch', async ({ model, optimizer, batch }) => {
  const make = models[model]!;
  const options = { name: 'model.json', trainingBatchSize: batch };
  const { training } = await workbench.graph(topologyOf(make), '', options);
  const real = await peakOfModel(held, make, optimizer, batch);
  expect(training!.batchSize).toBe(batch);
  expect(off(training!.cpu[optimizer], real)).toBeLessThan(0.001);
});

test('weights, gradients, slots and activations of a layer, by hand', async () => {
  const one = () => tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [5] })] });
  const options = { name: 'model.json', trainingBatchSize: 7 };
  const { training } = await workbench.graph(topologyOf(one), '', options);
  const weights = 4 * (5 * 3 + 3);
  expect(training).toMatchObject({ weights, gradients: weights, batchSize: 7 });
  // Beside a number or two for each weight: the rate, and what Adam's two rates have come to.
  expect(training!.slots).toEqual({ sgd: 4, momentum: weights + 4, adam: 2 * weights + 8 });
  // What goes in, what should come out, what comes out, the difference and its square.
  expect(training!.activations).toBeGreaterThanOrEqual(4 * 7 * (5 + 3 + 3 + 3));
  expect(training!.activations).toBeLessThan(4 * 7 * (5 + 6 * 3) + 100);
});

/** Functions of tensors: plain JavaScript that runs here and in the worker. */
const functions: Readonly<Record<string, { shape: readonly number[]; code: string }>> = {
  'a residual network': {
    shape: [2, 12, 12, 3],
    code: `const stem = tf.variable(tf.ones([3, 3, 3, 8]));
const still = tf.variable(tf.ones([8]), false);
const kernels = [1, 2, 3].map(() => tf.variable(tf.ones([3, 3, 8, 8])));
function net(x) {
  let y = tf.conv2d(x, stem, 1, 'same').mul(still);
  for (const k of kernels) y = tf.relu(y.add(tf.conv2d(y, k, 1, 'same')));
  return y.mean([1, 2]);
}`,
  },
  'attention in a tidy': {
    shape: [4, 12, 16],
    code: `const w = [1, 2, 3].map(() => tf.variable(tf.ones([16, 16])));
const gain = tf.variable(tf.ones([16]));
function norm(x) {
  const { mean, variance } = tf.moments(x, -1, true);
  return x.sub(mean).div(tf.sqrt(variance.add(1e-5))).mul(gain);
}
function net(x) {
  return tf.tidy(() => {
    const rows = tf.tidy(() => norm(x).reshape([48, 16]));
    const [q, k, v] = w.map((m) => rows.matMul(m).reshape([4, 12, 16]));
    const y = tf.softmax(tf.matMul(q, k, false, true).div(4)).matMul(v);
    q.dispose();
    return x.add(y);
  });
}`,
  },
  'tensors that are let go on the way': {
    shape: [4, 500],
    code: `const w = tf.variable(tf.ones([4]));
function net(x) {
  let y = x.neg();
  for (let i = 0; i < 5; i++) {
    const next = y.neg();
    y.dispose();
    y = next;
  }
  return y.mean(1).mul(w);
}`,
  },
  'fused products and layers': {
    shape: [6, 20],
    code: `const a = tf.variable(tf.ones([20, 30]));
const layer = tf.layers.dense({ units: 10, activation: 'tanh' });
const norm = tf.layers.layerNormalization();
function net(x) {
  return layer.apply(norm.apply(tf.fused.matMul({ a: x, b: a, activation: 'relu' })));
}`,
  },
};

type Net = (x: tf.Tensor) => tf.Tensor;

function peakOfFunction(code: string, shape: readonly number[], name: OptimizerName): number {
  const before = held.now;
  const known = new Set(Object.keys(tf.engine().registeredVariables));
  const net = (vm.runInThisContext(`(function(tf){${code}\nreturn net;})`) as (t: object) => Net)(
    tf,
  );
  const optimizer = makers[name]();
  for (let step = 0; step < 3; step++) {
    const x = tf.ones([...shape]);
    // Layers make their weights when they are first applied.
    const y = tf.tidy(() => tf.zerosLike(net(x)));
    held.restart();
    if (step > 0) optimizer.minimize(() => tf.losses.meanSquaredError(y, net(x)).mean().asScalar());
    tf.dispose([x, y]);
  }
  const { most } = held;
  optimizer.dispose();
  for (const [key, variable] of Object.entries(tf.engine().registeredVariables))
    if (!known.has(key)) variable.dispose();
  return most - before;
}

const calls = Object.keys(functions).flatMap((name) =>
  optimizers.map((optimizer) => ({ name, optimizer })),
);

test.each(calls)('a function: $name with $optimizer', async ({ name, optimizer }) => {
  const { code, shape } = functions[name]!;
  const { training } = await workbench.graph(
    `${importTf}${code}\nexport { net };`,
    `net(tf.zeros([${shape.join(', ')}]))`,
    { name: 'model.js', trainingBatchSize: 99 },
  );
  expect(training!.batchSize).toBe(shape[0]);
  const real = peakOfFunction(code, shape, optimizer);
  expect(off(training!.cpu[optimizer], real)).toBeLessThan(0.02);
});

test('GPT-2 small is measured within the time limit', async () => {
  const text = readFileSync(path.join(root, 'media/models/gpt2.ts'), 'utf8');
  const { training } = await workbench.graph(text, 'gpt2Small()', { trainingBatchSize: 4 });
  expect(training).toMatchObject({ weights: 4 * 124_439_808, gradients: 4 * 124_439_808 });
  expect(training!.peak.adam).toBeGreaterThan(training!.activations + 4 * training!.weights);
});

test('why it is not known is said: nothing is trained, no gradient, code that throws', async () => {
  const trained = { trainingBatchSize: 2 };
  const reason = async (text: string, entry = ''): Promise<string> =>
    failureWith(await workbench.inspect(text, entry, trained), 'no-training-memory').message;
  const frozen = `${importTf}export const model = tf.sequential({
  layers: [tf.layers.dense({ units: 4, inputShape: [4], trainable: false })],
});`;
  expect(await reason(frozen)).toContain('no weights that are trained');
  const call = `${importTf}const w = tf.variable(tf.ones([4, 4])) as tf.Variable<tf.Rank.R2>;
export const net = (x: tf.Tensor2D) => tf.topk(x.matMul(w), 2).values;`;
  expect(await reason(call, 'net(tf.zeros([1, 4]))')).toContain('TopK');
  const single = `${importTf}class One extends tf.layers.Layer {
  static className = 'One';
  override computeOutputShape(shape: tf.Shape) { return shape; }
  override call(inputs: tf.Tensor | tf.Tensor[]) {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    if (x.shape[0] !== 1) throw new TypeError('one at a time');
    return x;
  }
}
const input = tf.input({ shape: [4] });
const y = new One().apply(tf.layers.dense({ units: 4 }).apply(input)) as tf.SymbolicTensor;
export const model = tf.model({ inputs: input, outputs: y });`;
  expect(await reason(single)).toContain('one at a time');
});
