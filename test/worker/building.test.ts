/** The many ways in which a model can be written with tf.layers. */
import { expect, test } from 'vitest';
import { classes, importTf, nodeOf, uncancelled, useWorkbench } from './support/inspect';

const workbench = useWorkbench();
const dense = (units: number): string => `tf.layers.dense({ units: ${units}, inputShape: [4] })`;

test.each([
  ['namespace import', `import * as tf from '@tensorflow/tfjs';`, 'model.ts'],
  ['default import', `import tf from '@tensorflow/tfjs';`, 'model.ts'],
  ['tfjs-node', `import * as tf from '@tensorflow/tfjs-node';`, 'model.ts'],
  ['require', `const tf = require('@tensorflow/tfjs');`, 'model.js'],
  ['CommonJS file', `'use strict';\nconst tf = require('@tensorflow/tfjs-node');`, 'model.cjs'],
  ['ES module of JavaScript', `import * as tf from '@tensorflow/tfjs';`, 'model.mjs'],
])('%s', async (_, header, name) => {
  const text = `${header}\nfunction build() {\n  return tf.sequential({ layers: [${dense(3)}] });\n}\n`;
  const graph = await workbench.graph(text, 'build()', { name });
  expect(graph.parameters.trainable).toBe(15);
});

test('named imports of the parts', async () => {
  const graph = await workbench.graph(
    `import { sequential, layers } from '@tensorflow/tfjs-layers';
import { tensor } from '@tensorflow/tfjs-core';
tensor([1]).dispose();
export const model = sequential({ layers: [layers.dense({ units: 3, inputShape: [4] })] });`,
  );
  expect(classes(graph)).toBe('InputLayer Dense');
});

test('a file may declare what Node gives to CommonJS only', async () => {
  const graph = await workbench.graph(
    `import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
${importTf}const __filename = fileURLToPath(import.meta.url);
const __dirname = path.dirname(__filename);
const require = createRequire(import.meta.url);
const exports = require('node:path').basename(__filename);
const module = __dirname;
if (exports !== 'mödel é.ts' || module === '') throw new Error(exports);
export const model = tf.sequential({ layers: [${dense(3)}] });`,
    '',
    { name: 'a b/mödel é.ts' },
  );
  expect(classes(graph)).toBe('InputLayer Dense');
});

const net = `tf.sequential({ layers: [${dense(3)}] })`;

test.each([
  ['an arrow', `export default () => ${net};`, 'exports.default()'],
  ['an arrow in parentheses', `export default (() => ${net});`, 'exports.default()'],
  ['a function', `export default function () { return ${net}; }`, 'exports.default()'],
  ['an async one', `export default async  function() { return ${net}; }`, 'exports.default()'],
  ['a model', `export default ${net};`, 'exports.default'],
  [
    'a class',
    `export default class{ build() { return ${net}; } }`,
    'new exports.default().build()',
  ],
  [
    'a function below code that trains',
    `await tf.sequential({ layers: [${dense(1)}] }).fit(1, 1);
export default function () { return ${net}; }`,
    'exports.default()',
  ],
])('a default export without a name: %s', async (_, text, entry) => {
  const { graph } = await workbench.inspect(`${importTf}${text}`, entry);
  expect(graph?.parameters.trainable).toBe(15);
  expect(graph?.name).not.toBe('exports');
});

test('a default export without a name that another file imports', async () => {
  workbench.write('block.ts', `${importTf}export default (units: number) => ${dense(3)};`);
  const graph = await workbench.graph(
    `${importTf}import block from './block';
export default () => tf.sequential({ layers: [block(3)] });`,
    'exports.default()',
  );
  expect(graph.parameters.trainable).toBe(15);
  expect(graph.nodes.at(-1)?.source).toMatchObject({ line: 2 });
});

test('nested models keep their own layers, count once and hold their skips', async () => {
  const graph = await workbench.graph(
    `${importTf}function block() {
  const input = tf.input({ shape: [8] });
  const y = tf.layers.dense({ units: 8 }).apply(input) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: tf.layers.add().apply([input, y]) as tf.SymbolicTensor });
}
export function build() {
  const input = tf.input({ shape: [8] });
  const shared = block();
  const x = shared.apply(shared.apply(input) as tf.SymbolicTensor) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: tf.layers.dense({ units: 2 }).apply(x) as tf.SymbolicTensor });
}`,
    'build()',
  );
  const [first, second] = graph.nodes.filter(({ inner }) => inner !== undefined);
  expect(first!.parameters.trainable).toBe(72);
  expect(second!.parameters.trainable).toBe(0);
  expect(second!.sharedWith).toBe(first!.id);
  expect(graph.parameters.trainable).toBe(72 + 18);
  expect(graph.macs.forward).toBe(64 + 64 + 16);
  expect(first!.inner!.skips).toMatchObject([{ kind: 'identity', length: 1 }]);
  expect(classes(first!.inner)).toBe('InputLayer Dense Add');
});

test('a layer that is applied twice is two nodes and one set of weights', async () => {
  const graph = await workbench.graph(
    `${importTf}const a = tf.input({ shape: [8] });
const b = tf.input({ shape: [8] });
const layer = tf.layers.dense({ units: 4 });
const sides = [a, b].map((x) => layer.apply(x) as tf.SymbolicTensor);
const both = tf.layers.concatenate().apply(sides) as tf.SymbolicTensor;
const score = tf.layers.dense({ units: 1 }).apply(both) as tf.SymbolicTensor;
export const model = tf.model({ inputs: [a, b], outputs: [both, score] });`,
  );
  const [first, second] = graph.nodes.filter(({ className }) => className === 'Dense');
  expect([first!.parameters.trainable, second!.parameters.trainable]).toEqual([36, 0]);
  expect(second!.sharedWith).toBe(first!.id);
  expect(second!.macs).toEqual(first!.macs);
  expect(graph.parameters.trainable).toBe(36 + 9);
  expect(graph.inputs).toEqual(['InputLayer.1', 'InputLayer.2']);
  expect(graph.outputs).toEqual(['Concatenate.1', 'Dense.3']);
});

test('frozen layers and frozen models cannot be trained', async () => {
  const graph = await workbench.graph(
    `${importTf}const base = tf.sequential({ layers: [${dense(3)}] });
base.trainable = false;
const model = tf.sequential();
model.add(base);
model.add(tf.layers.dense({ units: 2, trainable: false }));
model.add(tf.layers.batchNormalization({}));
export default model;`,
  );
  expect(graph.parameters).toEqual({ trainable: 4, nonTrainable: 15 + 8 + 4 });
});

test('a class of layers of their own, with weights', async () => {
  const graph = await workbench.graph(
    `${importTf}class Scale extends tf.layers.Layer {
  static className = 'Scale';
  gain!: tf.LayerVariable;
  override build(shape: tf.Shape) {
    this.gain = this.addWeight('gain', [shape.at(-1)!], 'float32', tf.initializers.ones());
    super.build(shape);
  }
  override computeOutputShape(shape: tf.Shape) { return shape; }
  override call(x: tf.Tensor | tf.Tensor[]) {
    return tf.mul(Array.isArray(x) ? x[0]! : x, this.gain.read());
  }
}
tf.serialization.registerClass(Scale);
const input = tf.input({ shape: [5] });
export const model = tf.model({
  inputs: input,
  outputs: new Scale({}).apply(input) as tf.SymbolicTensor,
});`,
  );
  expect(nodeOf(graph, 'Scale')).toMatchObject({
    weights: [{ name: 'scale_Scale1/gain', shape: [5], trainable: true }],
    outputs: [{ shape: [null, 5] }],
  });
});

test('regularizers, initializers, constraints, tidy and values of their own', async () => {
  const graph = await workbench.graph(
    `${importTf}const prior = tf.tensor1d([0.1, 0.9]).log().dataSync()[0]!;
export const build = () => tf.tidy(() => {
  tf.util.assert(prior < 0, () => 'log');
  return tf.sequential({ layers: [tf.layers.dense({
    units: 3,
    inputShape: [4],
    kernelRegularizer: tf.regularizers.l1l2({ l1: 1e-4, l2: 1e-4 }),
    kernelInitializer: tf.initializers.orthogonal({}),
    biasInitializer: tf.initializers.constant({ value: prior }),
    kernelConstraint: tf.constraints.maxNorm({ maxValue: 2 }),
  })] }) as unknown as tf.Tensor;
});`,
    'build()',
  );
  expect(graph.parameters.trainable).toBe(15);
  const { config } = nodeOf(graph, 'Dense');
  expect(config['units']).toBe(3);
  expect(JSON.stringify(config)).not.toContain('prior');
});

test.each([
  [
    'bidirectional',
    'tf.layers.bidirectional({ layer: tf.layers.lstm({ units: 4 }), mergeMode: "concat" })',
    2 * (4 * 16 + 4 * 16 + 16),
  ],
  ['timeDistributed', 'tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 3 }) })', 15],
  [
    'stacked cells',
    'tf.layers.rnn({ cell: [tf.layers.lstmCell({ units: 4 }), tf.layers.gruCell({ units: 5 })] })',
    144 + 60 + 75 + 15,
  ],
  ['activation', 'tf.layers.activation({ activation: "relu" })', 0],
])('%s', async (_, layer, parameters) => {
  const graph = await workbench.graph(
    `${importTf}const input = tf.input({ shape: [10, 4] });
const layer = ${layer} as unknown as tf.layers.Layer;
export const model = tf.model({ inputs: input, outputs: layer.apply(input) as tf.SymbolicTensor });`,
  );
  expect(graph.parameters.trainable).toBe(parameters);
  expect(graph.nodes).toHaveLength(2);
});

test.each([
  [
    'not returned',
    `function build() { const m = tf.sequential({ layers: [${dense(2)}] }); m.compile({ optimizer: 'sgd', loss: 'meanSquaredError' }); }`,
    'build()',
  ],
  [
    'in an object',
    `const build = () => ({ model: tf.sequential({ layers: [${dense(2)}] }), rate: 0.1 });`,
    'build()',
  ],
  ['in a list', `const build = () => [tf.sequential({ layers: [${dense(2)}] })];`, 'build()'],
  [
    'in a promise',
    `const build = async () => tf.sequential({ layers: [${dense(2)}] });`,
    'build()',
  ],
  [
    'behind await',
    `const build = async () => tf.sequential({ layers: [${dense(2)}] });`,
    'await build()',
  ],
  ['file only', `const m = tf.sequential({ layers: [${dense(2)}] });`, ''],
  [
    'default arguments',
    `const build = ({ units = 2 } = {}, bias = true) => tf.sequential({ layers: [tf.layers.dense({ units, useBias: bias, inputShape: [4] })] });`,
    'build()',
  ],
  [
    'class of models',
    `class Net extends tf.Sequential { constructor() { super(); this.add(${dense(2)}); } }`,
    'new Net()',
  ],
  [
    'output tensors',
    `const build = () => tf.layers.dense({ units: 2 }).apply(tf.input({ shape: [4] }));`,
    'build()',
  ],
])('a model %s', async (_, body, entry) => {
  const graph = await workbench.graph(`${importTf}${body}\n`, entry);
  expect(classes(graph)).toBe('InputLayer Dense');
  expect(graph).toMatchObject({ complete: true, entry, parameters: { trainable: 10 } });
});

test('the inputs of the entry decide, not what the file builds beside it', async () => {
  const text = `${importTf}export const small = tf.sequential({ layers: [${dense(1)}] });
export function big(units = 7) { return tf.sequential({ layers: [${dense(2)}, tf.layers.dense({ units })] }); }`;
  const big = await workbench.graph(text, 'big(8)');
  expect(big.parameters.trainable).toBe(10 + 24);
  expect(big.nodes.map(({ name }) => name)).toEqual([
    'dense_Dense1_input',
    'dense_Dense1',
    'dense_Dense2',
  ]);
  expect((await workbench.graph(text, 'small')).parameters.trainable).toBe(5);
});

test('the same text gives the same graph each time', async () => {
  const text = `${importTf}export const build = () => tf.sequential({ layers: [${dense(2)}, tf.layers.reLU()] });`;
  const first = await workbench.graph(text, 'build()');
  const second = await workbench.graph(text, 'build()');
  expect(second).toEqual(first);
});

test('an unsaved text is what is built', async () => {
  const file = workbench.write('unsaved.ts', 'export const nothing = 1;');
  const text = `${importTf}export const model = tf.sequential({ layers: [${dense(2)}] });`;
  const { graph } = await workbench.shared.inspect(
    { file, entry: '', unsaved: new Map([[file, text]]) },
    uncancelled,
  );
  expect(classes(graph)).toBe('InputLayer Dense');
});
