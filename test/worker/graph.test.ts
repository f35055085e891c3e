/** What the graph says of models that are written in the many ways that tf.layers allows. */
import path from 'node:path';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ModelGraph } from '../../src/model/graph';
import {
  classes,
  importTf,
  nodeOf,
  root,
  textAt,
  uncancelled,
  useWorkbench,
} from './support/inspect';

const workbench = useWorkbench();
const dense = (units: number): string => `tf.layers.dense({ units: ${units}, inputShape: [4] })`;

function scopeIds(graph: ModelGraph): string[] {
  return graph.scopes.map(({ id }) => id);
}

describe('scopes', () => {
  test('a ResNet-50 is four stages of bottlenecks', async () => {
    const file = path.join(root, 'media/models/resnet50.ts');
    const request = { file, entry: 'resnet50()', unsaved: new Map<string, string>() };
    const { graph } = await workbench.shared.inspect(request, uncancelled);
    const named = (name: string): number =>
      graph!.scopes.filter((scope) => scope.name === name).length;
    expect([named('stage'), named('bottleneck'), named('projection')]).toEqual([4, 16, 4]);
    const block = graph!.scopes.find(({ id }) => /stage#3\/bottleneck#6$/.test(id));
    expect(block).toMatchObject({ name: 'bottleneck', ordinal: 6, siblings: 6 });
    const definition = /function bottleneck/.exec(
      readFileSync(file, 'utf8').split('\n')[block!.definition!.line - 1] ?? '',
    );
    expect(definition).not.toBeNull();
  });

  test('each turn of a loop is a call of its own', async () => {
    const graph = await workbench.graph(
      `${importTf}function block(x: tf.SymbolicTensor) {
  return tf.layers.dense({ units: 4 }).apply(x) as tf.SymbolicTensor;
}
function build() {
  const input = tf.input({ shape: [4] });
  let x = input;
  for (let i = 0; i < 3; i++) x = block(x);
  return tf.model({ inputs: input, outputs: x });
}`,
      'build()',
    );
    expect(scopeIds(graph)).toEqual(['build#1', ...[1, 2, 3].map((n) => `build#1/block#${n}`)]);
    expect(graph.nodes.at(-1)).toMatchObject({ id: 'build#1/block#3/Dense.1' });
  });

  test('recursion nests', async () => {
    const graph = await workbench.graph(
      `${importTf}const layer = (x: tf.SymbolicTensor, n: number): tf.SymbolicTensor =>
  n === 0 ? x : layer(tf.layers.dense({ units: 4 }).apply(x) as tf.SymbolicTensor, n - 1);
const input = tf.input({ shape: [4] });
export const model = tf.model({ inputs: input, outputs: layer(input, 2) });`,
    );
    expect(scopeIds(graph)).toEqual(['layer#1', 'layer#1/layer#1']);
  });

  test('methods, private and static ones too, are scopes with the name of their class', async () => {
    const graph = await workbench.graph(
      `${importTf}class Net {
  #block(x: tf.SymbolicTensor) { return tf.layers.dense({ units: 4 }).apply(x) as tf.SymbolicTensor; }
  static input() { return tf.input({ shape: [4] }); }
  block = (x: tf.SymbolicTensor) => this.#block(x);
  build() {
    const input = Net.input();
    return tf.model({ inputs: input, outputs: this.block(input) });
  }
}`,
      'new Net().build()',
    );
    expect(graph.scopes.map(({ name }) => name)).toEqual([
      'Net.build',
      'Net.input',
      'Net.block',
      'Net.#block',
    ]);
  });

  test('async functions are scopes, also when they take turns', async () => {
    const graph = await workbench.graph(
      `${importTf}async function block(x: tf.SymbolicTensor) {
  await Promise.resolve();
  const y = tf.layers.dense({ units: 4 }).apply(x) as tf.SymbolicTensor;
  await Promise.resolve();
  return tf.layers.reLU().apply(y) as tf.SymbolicTensor;
}
async function build() {
  const input = tf.input({ shape: [4] });
  const [a, b] = await Promise.all([block(input), block(input)]);
  return tf.model({ inputs: input, outputs: tf.layers.add().apply([a!, b!]) as tf.SymbolicTensor });
}`,
      'await build()',
    );
    expect(graph.nodes.map(({ scope }) => scope)).toEqual([
      'build#1',
      'build#1/block#1',
      'build#1/block#2',
      'build#1/block#1',
      'build#1/block#2',
      'build#1',
    ]);
  });
});

describe('source places', () => {
  test('a layer stands where it is applied, and its callers follow', async () => {
    const text = `${importTf}function block(x: tf.SymbolicTensor) {
  const layer = tf.layers.dense({ units: 4 });
  return layer.apply(x) as tf.SymbolicTensor;
}
const input = tf.input({ shape: [4] });
export const model = tf.model({ inputs: input, outputs: block(input) });`;
    const graph = await workbench.graph(text);
    const { source, places } = nodeOf(graph, 'Dense');
    expect(textAt(text, source)).toBe('apply(x) as ');
    const lines = places.map((index) => graph.places[index]!.line);
    expect(lines).toEqual([4, 7, 3]);
    expect(textAt(text, nodeOf(graph, 'InputLayer').source, 8)).toBe('input({ ');
  });

  test('a layer of tf.sequential stands where it is made', async () => {
    const text = `${importTf}const model = tf.sequential({
  layers: [
    tf.layers.dense({ units: 4, inputShape: [4] }),
    tf.layers.reLU(),
  ],
});
model.add(
  tf.layers.softmax(),
);`;
    const graph = await workbench.graph(text);
    expect(textAt(text, nodeOf(graph, 'Dense').source, 5)).toBe('dense');
    expect(nodeOf(graph, 'ReLU').source).toMatchObject({ line: 5 });
    expect(nodeOf(graph, 'Softmax').source).toMatchObject({ line: 9 });
    expect(nodeOf(graph, 'InputLayer').source).toMatchObject({ line: 4 });
  });

  test("a layer on the file's last line, with no line break behind it", async () => {
    const graph = await workbench.graph(
      `${importTf}export const build = () => tf.sequential({ layers: [${dense(2)}] });`,
      'build()',
    );
    expect(nodeOf(graph, 'Dense').source).toMatchObject({ line: 2 });
  });

  test('a layer of a class of their own stands at its `new`, not at `super`', async () => {
    const text = `${importTf}class Same extends tf.layers.Layer {
  static className = 'Same';
  constructor() {
    super({});
  }
  override computeOutputShape(shape: tf.Shape) { return shape; }
}
export const model = tf.sequential({ layers: [
  ${dense(3)},
  new Same(),
] });`;
    const { source } = nodeOf(await workbench.graph(text), 'Same');
    expect(textAt(text, source, 10)).toBe('new Same()');
  });

  test('a file of another folder is named', async () => {
    workbench.write(
      'lib/blocks.ts',
      `${importTf}export function block(x: tf.SymbolicTensor) {
  return tf.layers.dense({ units: 4 }).apply(x) as tf.SymbolicTensor;
}`,
    );
    const graph = await workbench.graph(
      `${importTf}import { block } from './lib/blocks';
const input = tf.input({ shape: [4] });
export const model = tf.model({ inputs: input, outputs: block(input) });`,
    );
    const { source } = nodeOf(graph, 'Dense');
    expect(source).toMatchObject({ file: path.join(workbench.folder, 'lib/blocks.ts'), line: 3 });
  });
});

describe('ways to build', () => {
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
});

describe('a script that goes on to run its model', () => {
  const body = `const model = tf.sequential({ layers: [${dense(1)}] });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });`;
  const fit = 'model.fit(tf.zeros([8, 4]), tf.zeros([8, 1]), { epochs: 3 })';
  test.each([
    ['top-level await', `${body}\nawait ${fit};`, 'fit'],
    ['async main', `async function main() {\n  ${body}\n  await ${fit};\n}\nmain();`, 'fit'],
    [
      'promise chain',
      `Promise.resolve().then(() => {\n  ${body}\n  return ${fit};\n}).then((h) => console.log(h.epoch));`,
      'fit',
    ],
    [
      'catch and exit',
      `async function main() {\n  ${body}\n  await ${fit};\n}\nmain().catch(() => process.exit(1));`,
      'fit',
    ],
    ['caught for good', `${body}\ntry { await ${fit}; } catch { /* whatever */ }`, 'fit'],
    ['prediction', `${body}\n(model.predict(tf.zeros([1, 4])) as tf.Tensor).print();`, 'predict'],
    [
      'a call with values',
      `${body}\n(model.apply(tf.zeros([1, 4])) as tf.Tensor).print();`,
      'apply',
    ],
    ['evaluation', `${body}\nmodel.evaluate(tf.zeros([8, 4]), tf.zeros([8, 1]));`, 'evaluate'],
    ['saving', `${body}\nawait model.save('file:///somewhere');`, 'save'],
    ['own training step', `${body}\ntf.train.sgd(0.1).minimize(() => tf.scalar(1));`, 'minimize'],
    ['own gradients', `${body}\ntf.variableGrads(() => tf.scalar(1));`, 'variableGrads'],
  ])('%s', async (_, text, call) => {
    const { graph, failures } = await workbench.inspect(`${importTf}${text}\n`);
    expect(classes(graph)).toBe('InputLayer Dense');
    expect(graph!.complete).toBe(true);
    expect(failures).toMatchObject([{ code: 'run-stopped', severity: 'information' }]);
    expect(failures[0]!.message).toContain(`.${call}() was not run`);
    const line = `${importTf}${text}`.split('\n')[failures[0]!.source!.line - 1];
    expect(line).toContain(call);
  });

  test('its layers are those of the entry when one is given', async () => {
    const text = `${importTf}export function build() {\n  return tf.sequential({ layers: [${dense(2)}] });\n}
const model = build();
model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
await model.fit(tf.zeros([8, 4]), tf.zeros([8, 2]));`;
    const { graph, failures } = await workbench.inspect(text, 'build()');
    expect(graph).toMatchObject({ complete: true, entry: 'build()' });
    expect(graph!.nodes.map(({ id }) => id)).toEqual(['build#1/InputLayer.1', 'build#1/Dense.1']);
    expect(failures).toMatchObject([{ code: 'run-stopped' }]);
  });

  test('loading a model leaves none to show, and says so', async () => {
    const { graph, failures } = await workbench.inspect(
      `${importTf}const model = await tf.loadLayersModel('https://example.invalid/model.json');\nmodel.summary();`,
    );
    expect(graph).toBeUndefined();
    expect(failures.map(({ code }) => code)).toEqual(['no-model', 'run-stopped']);
  });
});
