/**
 * MACs of the backward pass by operation, in functions of tensors and in layers of the user's own: in all,
 * against the kernels that really run on the cpu backend; one by one, against what the rules of the
 * gradient say.
 */
import vm from 'node:vm';
import * as tfjs from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { GraphNode, InnerGraph } from '../../src/model/graph';
import { backwardMacs } from './support/cpuBackward';
import { block, first } from './support/customLayer';
import { failureWith, importTf, nodeOf, textAt, useWorkbench } from './support/inspect';

const workbench = useWorkbench();

beforeAll(async () => {
  await tfjs.setBackend('cpu');
});

interface Case {
  /** Plain JavaScript with a function `net` of one tensor, which runs here and in the worker. */
  readonly code: string;
  readonly shape: readonly number[];
}

const cases: Readonly<Record<string, Case>> = {
  'a residual network with a frozen stem': {
    shape: [1, 8, 8, 3],
    code: `const stem = tf.variable(tf.ones([3, 3, 3, 4]), false);
const kernels = [1, 2, 3].map(() => tf.variable(tf.ones([3, 3, 4, 4])));
function net(x) {
  let y = tf.conv2d(x, stem, 1, 'same');
  for (const k of kernels) y = tf.relu(y.add(tf.conv2d(y, k, 1, 'same')));
  return y.mean([1, 2]);
}`,
  },
  'attention with a normalization, a mask and a tidy': {
    shape: [1, 6, 8],
    code: `const [q, k, v, o] = [1, 2, 3, 4].map(() => tf.variable(tf.ones([8, 8])));
const gain = tf.variable(tf.ones([8]));
function norm(x) {
  const { mean, variance } = tf.moments(x, -1, true);
  return x.sub(mean).div(tf.sqrt(variance.add(1e-5))).mul(gain);
}
function net(x) {
  return tf.tidy(() => {
    const y = norm(x).reshape([6, 8]);
    const mask = tf.linalg.bandPart(tf.ones([6, 6]), -1, 0).sub(1).mul(1e9);
    const scores = tf.matMul(y.matMul(q), y.matMul(k), false, true).div(Math.sqrt(8)).add(mask);
    return x.reshape([6, 8]).add(tf.softmax(scores).matMul(y.matMul(v)).matMul(o));
  });
}`,
  },
  'fused products, of which a gradient takes some apart': {
    shape: [1, 5, 5, 3],
    code: `const kernel = tf.variable(tf.ones([3, 3, 3, 4]));
const deep = tf.variable(tf.ones([2, 2, 4, 1]));
const bias = tf.variable(tf.zeros([4]));
const [a, b] = [tf.variable(tf.ones([16, 7])), tf.variable(tf.ones([7, 2]))];
function net(x) {
  let y = tf.fused.conv2d({ x, filter: kernel, strides: 1, pad: 'valid', bias, activation: 'relu' });
  y = tf.fused.depthwiseConv2d({ x: y, filter: deep, strides: 1, pad: 'valid', activation: 'relu6' });
  y = tf.fused.matMul({ a: y.reshape([1, 16]), b: a, activation: 'sigmoid' });
  return tf.fused.matMul({ a: y, b });
}`,
  },
  'a gradient of its own, and a loss that has one': {
    shape: [2, 4],
    code: `const [a, b] = [tf.variable(tf.ones([4, 6])), tf.variable(tf.ones([6, 3]))];
const through = tf.customGrad((x, save) => {
  save([x]);
  const square = tf.matMul(x, x, true, false);
  return { value: tf.matMul(x, square), gradFunc: (dy, [x]) => dy.mul(x) };
});
function net(x) {
  const y = through(tf.relu(x.matMul(a))).matMul(b);
  return tf.losses.softmaxCrossEntropy(tf.tensor2d([[1, 0, 0], [0, 1, 0]]), y);
}`,
  },
  'layers and a model of layers': {
    shape: [1, 8, 8, 3],
    code: `const conv = tf.layers.conv2d({ filters: 4, kernelSize: 3, activation: 'relu' });
const head = tf.sequential({ layers: [
  tf.layers.globalAveragePooling2d({ inputShape: [6, 6, 4] }),
  tf.layers.dense({ units: 5, activation: 'relu' }),
  tf.layers.dense({ units: 2, activation: 'softmax' }),
] });
function net(x) {
  const y = conv.apply(x);
  return [head.apply(y), head.apply(tf.relu(y.sub(1))), tf.argMax(y, -1)];
}`,
  },
  'an embedding, steps of a cell and a transposed convolution': {
    shape: [1, 4],
    code: `const table = tf.variable(tf.ones([9, 3]));
const cell = tf.variable(tf.ones([6, 3]));
const up = tf.variable(tf.ones([2, 2, 2, 3]));
function net(x) {
  let state = tf.zeros([1, 3]);
  for (const word of tf.unstack(tf.gather(table, tf.cast(x, 'int32')), 1))
    state = tf.tanh(tf.concat([word, state], 1).matMul(cell));
  return tf.conv2dTranspose(state.reshape([1, 1, 1, 3]), up, [1, 2, 2, 2], 2, 'valid');
}`,
  },
};

type Net = (x: tfjs.Tensor) => tfjs.Tensor | tfjs.Tensor[];

/** What runs when the function is trained, here. */
function backwardOnCpu({ code, shape }: Case): number {
  const variables = tfjs.engine().registeredVariables;
  const before = new Set(Object.keys(variables));
  const net = (vm.runInThisContext(`(function(tf){${code}\nreturn net;})`) as (tf: object) => Net)(
    tfjs,
  );
  const forward = (): tfjs.Tensor[] =>
    [net(tfjs.zeros([...shape]))].flat().filter(({ dtype }) => dtype === 'float32');
  // Layers make their weights when they are first applied.
  tfjs.tidy(() => void forward());
  const made = Object.entries(variables).filter(([name]) => !before.has(name));
  const trained = made.map(([, variable]) => variable).filter(({ trainable }) => trainable);
  return backwardMacs(forward, trained);
}

test.each(Object.entries(cases))('%s', async (_name, one) => {
  const graph = await workbench.graph(
    `${importTf}${one.code}\nexport { net };`,
    `net(tf.zeros([${one.shape.join(', ')}]))`,
    { name: 'model.js' },
  );
  const real = backwardOnCpu(one);
  expect(real).toBeGreaterThan(0);
  expect(graph.macs.backward).toBe(real);
});

/** Backward and forward MACs of each product, in their order. */
function products({ nodes }: InnerGraph): (readonly [number | undefined, number])[] {
  const isProduct = ({ macs }: GraphNode): boolean => macs.forward > 0;
  return nodes.filter(isProduct).map(({ macs }) => [macs.backward, macs.forward] as const);
}

test('a product costs one product for each factor that training needs a gradient of', async () => {
  const graph = await workbench.graph(
    `${importTf}const [a, b, c] = [0, 1, 2].map((i) => tf.variable(tf.ones([4, 4]), i !== 1));
export const net = (x: tf.Tensor2D) => x.matMul(a!).relu().matMul(b!).matMul(c!);`,
    'net(tf.zeros([3, 4]))',
  );
  // The first has no use for the gradient to its input, the second none for that to its frozen weights.
  expect(products(graph)).toEqual([
    [48, 48],
    [48, 48],
    [96, 48],
  ]);
  expect(nodeOf(graph, 'Relu').macs).toEqual({ forward: 0, backward: 0 });
});

test('operations inside a layer add up to what the layer costs', async () => {
  const graph = await workbench.graph(
    block(`w!: tf.LayerVariable[];
  override build(shape: tf.Shape) {
    this.w = ['q', 'k'].map((name) => this.addWeight(name, [16, 16], 'float32', tf.initializers.ones()));
    super.build(shape);
  }
  override computeOutputShape(shape: tf.Shape) { return shape; }
  override call(inputs: tf.Tensor | tf.Tensor[]) {
    ${first}
    const rows = x.reshape([-1, 16]) as tf.Tensor2D;
    const [q, k] = this.w.map((w) => rows.matMul(w.read() as tf.Tensor2D));
    const y = tf.layers.dense({ units: 16, useBias: false }).apply(rows) as tf.Tensor2D;
    return q!.matMul(k!, false, true).matMul(y).reshape(x.shape);
  }`),
    'build()',
  );
  const node = graph.nodes.find(({ inner }) => inner !== undefined)!;
  const counted = products(node.inner!);
  // Two trained factors of what is no gradient's business, two of a product, one beside untracked weights.
  expect(counted).toEqual([
    [5 * 16 * 16, 5 * 16 * 16],
    [5 * 16 * 16, 5 * 16 * 16],
    [0, 5 * 16 * 16],
    [2 * 5 * 5 * 16, 5 * 5 * 16],
    [5 * 5 * 16, 5 * 5 * 16],
  ]);
  expect(counted.reduce((sum, [backward]) => sum + backward!, 0)).toBe(node.macs.backward);
});

test('layers of a model inside a function cost what they cost there', async () => {
  const graph = await workbench.graph(
    `${importTf}const w = tf.variable(tf.ones([4, 4])) as tf.Variable<tf.Rank.R2>;
const layer = () => tf.layers.dense({ units: 4, inputShape: [4], activation: 'relu', useBias: false });
const head = tf.sequential({ layers: [layer(), layer()] });
export const net = (x: tf.Tensor2D) => head.apply(x.matMul(w)) as tf.Tensor;`,
    'net(tf.zeros([1, 4]))',
  );
  const model = nodeOf(graph, 'Sequential');
  expect(model.macs).toEqual({ forward: 32, backward: 64 });
  expect(products(model.inner!)).toEqual([
    [32, 16],
    [32, 16],
  ]);
});

test('an operation of a function that has no gradient is named', async () => {
  const text = `${importTf}const w = tf.variable(tf.ones([4, 4])) as tf.Variable<tf.Rank.R2>;
export function net(x: tf.Tensor2D) {
  return tf.topk(x.matMul(w), 2).values;
}`;
  const result = await workbench.inspect(text, 'net(tf.zeros([1, 4]))');
  const failure = failureWith(result, 'no-gradient');
  expect(failure.message).toContain('"TopK", which net runs');
  expect(textAt(text, failure.source, 5)).toBe('topk(');
  expect(result.graph!.macs.backward).toBeUndefined();
});

test('where a function has no weights there is nothing to train', async () => {
  const graph = await workbench.graph(
    `${importTf}export const net = (x: tf.Tensor2D) => x.matMul(tf.ones([4, 4]));`,
    'net(tf.zeros([1, 4]))',
  );
  expect(graph.macs).toEqual({ forward: 16, backward: 0 });
});

/** Cells and layers of its author's own, in plain JavaScript, which run here and in the worker. */
const parts = `class Cell extends tf.layers.Layer {
  static get className() { return 'Cell'; }
  constructor(units, inner) { super({}); this.units = units; this.stateSize = units; this.inner = inner; }
  build(shape) {
    const last = Array.isArray(shape[0]) ? shape[0].at(-1) : shape.at(-1);
    this.w = this.addWeight('w', [last, this.units], 'float32', tf.initializers.ones());
    this.u = this.addWeight('u', [this.units, this.units], 'float32', tf.initializers.ones());
    super.build(shape);
  }
  getConfig() { return { units: this.units }; }
  static fromConfig(own, { units }) { return new own(units); }
  call(inputs) {
    const [x, h] = inputs;
    const gate = tf.sigmoid(tf.matMul(x, this.w.read()).add(tf.matMul(h, this.u.read())));
    const next = this.inner === undefined ? gate : this.inner.apply(gate);
    const out = h.mul(gate).add(tf.sub(1, gate).mul(next));
    return [out, out];
  }
}
class Square extends tf.layers.Layer {
  static get className() { return 'Square'; }
  build(shape) {
    this.w = this.addWeight('w', [shape.at(-1), shape.at(-1)], 'float32', tf.initializers.ones());
    super.build(shape);
  }
  computeOutputShape(shape) { return shape; }
  call(inputs) {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    return x.add(tf.matMul(x, this.w.read()));
  }
}
class Gated extends tf.RNN {
  static get className() { return 'Gated'; }
  constructor(config) { super({ ...config, cell: new Cell(config.units) }); }
  static fromConfig(own, config) { return new own(config); }
}
tf.serialization.registerClass(Cell);
tf.serialization.registerClass(Gated);
tf.serialization.registerClass(Square);
const input = tf.input({ shape: [7, 5] });
const before = tf.layers.dense({ units: 5, trainable: TRAINABLE }).apply(input);
const build = () => tf.model({ inputs: input, outputs: WRAPPER.apply(before) });`;

const partsWith = (wrapper: string, trainable: boolean): string =>
  parts.replace('TRAINABLE', String(trainable)).replace('WRAPPER', wrapper);

const wrappers: readonly (readonly [name: string, wrapper: string])[] = [
  ['a cell', 'tf.layers.rnn({ cell: new Cell(4), returnSequences: true })'],
  ['a cell, of which the last step is asked for', 'tf.layers.rnn({ cell: new Cell(4) })'],
  [
    'stacked cells',
    'tf.layers.rnn({ cell: [new Cell(4), tf.layers.lstmCell({ units: 3 }), new Cell(2)] })',
  ],
  [
    'both directions',
    "tf.layers.bidirectional({ layer: new Gated({ units: 3, returnSequences: true }), mergeMode: 'concat' })",
  ],
  ['a layer at every step', 'tf.layers.timeDistributed({ layer: new Square({}) })'],
  [
    'a cell that applies a layer',
    'tf.layers.rnn({ cell: new Cell(4, tf.layers.dense({ units: 4, useBias: false })) })',
  ],
  [
    'a model with a layer of its own at every step',
    'tf.layers.timeDistributed({ layer: tf.sequential({ layers: [new Square({ inputShape: [5] }), tf.layers.dense({ units: 3 })] }) })',
  ],
  [
    'a cell that applies a model',
    'tf.layers.rnn({ cell: new Cell(4, tf.sequential({ layers: [tf.layers.dense({ units: 4, inputShape: [4] })] })) })',
  ],
];

type Build = (tf: typeof tfjs) => tfjs.LayersModel;

/** What the gradient of a training step costs when it runs, for one example. */
function trainedOnCpu(code: string): number {
  const model = (vm.runInThisContext(`(function(tf){${code}\nreturn build();})`) as Build)(tfjs);
  const weights = model.trainableWeights.map((weight) => weight.read() as tfjs.Variable);
  return backwardMacs(() => [model.apply(tfjs.ones([1, 7, 5])) as tfjs.Tensor].flat(), weights);
}

const sumsOf = ({ nodes }: InnerGraph): GraphNode['macs'] => ({
  forward: nodes.reduce((sum, { macs }) => sum + macs.forward, 0),
  backward: nodes.reduce((sum, { macs }) => sum + macs.backward!, 0),
});

describe.each([true, false])('at every time step, behind weights that train: %s', (trainable) => {
  test.each(wrappers)('%s', async (_name, wrapper) => {
    const code = partsWith(wrapper, trainable);
    const graph = await workbench.graph(`${importTf}${code}\nexport { build };`, 'build()', {
      name: 'model.js',
    });
    const real = trainedOnCpu(code);
    expect(real).toBeGreaterThan(0);
    expect(graph.macs.backward).toBe(real);
    const node = graph.nodes.at(-1)!;
    expect(sumsOf(node.inner!)).toEqual(node.macs);
    for (const { inner, macs } of node.inner!.nodes)
      if (inner !== undefined) expect(sumsOf(inner)).toEqual(macs);
  });
});
