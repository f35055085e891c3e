/** MACs of tf.layers' own layers by their formulas, against the kernels that run in them. */
import { expect, test } from 'vitest';
import { failureWith, importTf, useWorkbench } from './support/inspect';

const workbench = useWorkbench();

/** Each is applied to a tensor of the shape, with the batch left out. */
const layers: readonly (readonly [name: string, make: string, shape: readonly number[]])[] = [
  ['conv1d', 'tf.layers.conv1d({ filters: 3, kernelSize: 3, strides: 2 })', [9, 4]],
  [
    'conv2d',
    `tf.layers.conv2d({ filters: 5, kernelSize: 3, padding: 'same', strides: 2 })`,
    [9, 7, 4],
  ],
  ['conv2d dilated', 'tf.layers.conv2d({ filters: 5, kernelSize: 3, dilationRate: 2 })', [9, 7, 4]],
  [
    'conv2d with activation',
    `tf.layers.conv2d({ filters: 5, kernelSize: 1, activation: 'relu' })`,
    [4, 4, 3],
  ],
  ['conv3d', 'tf.layers.conv3d({ filters: 2, kernelSize: 2 })', [5, 4, 4, 3]],
  [
    'conv2dTranspose',
    `tf.layers.conv2dTranspose({ filters: 3, kernelSize: 3, strides: 2, padding: 'same' })`,
    [4, 5, 2],
  ],
  [
    'conv3dTranspose',
    'tf.layers.conv3dTranspose({ filters: 2, kernelSize: 2, strides: 2 })',
    [3, 3, 3, 2],
  ],
  [
    'depthwiseConv2d',
    'tf.layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 })',
    [8, 8, 3],
  ],
  [
    'separableConv2d',
    'tf.layers.separableConv2d({ filters: 6, kernelSize: 3, depthMultiplier: 2 })',
    [8, 8, 3],
  ],
  ['dense', 'tf.layers.dense({ units: 7 })', [5]],
  ['dense over time', `tf.layers.dense({ units: 7, activation: 'softmax' })`, [6, 5]],
  ['dense over positions', 'tf.layers.dense({ units: 7 })', [3, 6, 5]],
  ['embedding', 'tf.layers.embedding({ inputDim: 10, outputDim: 4 })', [6]],
  ['batchNormalization', 'tf.layers.batchNormalization()', [4, 4, 3]],
  ['layerNormalization', 'tf.layers.layerNormalization()', [6, 5]],
  ['prelu', 'tf.layers.prelu()', [4, 4, 3]],
  ['simpleRNN', 'tf.layers.simpleRNN({ units: 4 })', [6, 5]],
  ['gru', 'tf.layers.gru({ units: 4, returnSequences: true })', [6, 5]],
  ['lstm', 'tf.layers.lstm({ units: 4 })', [6, 5]],
  [
    'convLstm2d',
    `tf.layers.convLstm2d({ filters: 3, kernelSize: 3, padding: 'same' })`,
    [4, 5, 5, 2],
  ],
  [
    'convLstm2d valid',
    'tf.layers.convLstm2d({ filters: 3, kernelSize: 2, returnSequences: true })',
    [4, 5, 5, 2],
  ],
  [
    'rnn',
    'tf.layers.rnn({ cell: tf.layers.stackedRNNCells({ cells: [tf.layers.lstmCell({ units: 3 }), tf.layers.gruCell({ units: 4 })] }) })',
    [6, 5],
  ],
  [
    'bidirectional',
    `tf.layers.bidirectional({ layer: tf.layers.lstm({ units: 4 }) as tf.RNN, mergeMode: 'concat' })`,
    [6, 5],
  ],
  [
    'timeDistributed dense',
    'tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 7 }) })',
    [6, 5],
  ],
  [
    'timeDistributed conv2d',
    'tf.layers.timeDistributed({ layer: tf.layers.conv2d({ filters: 4, kernelSize: 3 }) })',
    [3, 6, 6, 2],
  ],
];

test.each(layers)('%s', async (_name, make, shape) => {
  const graph = await workbench.graph(
    `${importTf}class Holder extends tf.layers.Layer {
  static className = 'Holder';
  readonly layer = ${make};
  override get weights() { return this.layer.weights; }
  override build(shape: tf.Shape) {
    this.layer.build(shape);
    this.layer.built = true;
    super.build(shape);
  }
  override computeOutputShape(shape: tf.Shape) { return this.layer.computeOutputShape(shape); }
  override call(inputs: tf.Tensor | tf.Tensor[]) {
    return this.layer.apply(Array.isArray(inputs) ? inputs[0]! : inputs) as tf.Tensor;
  }
}
const input = tf.input({ shape: ${JSON.stringify(shape)} });
const own = ${make}.apply(input) as tf.SymbolicTensor;
const held = new Holder().apply(input) as tf.SymbolicTensor;
export const model = tf.model({ inputs: input, outputs: [own, held] });`,
  );
  const [, own, held] = graph.nodes;
  expect(held!.className).toBe('Holder');
  expect(own!.macs.forward).toBe(held!.macs.forward);
  const multiplies = !/embedding|norm|prelu/i.test(make);
  expect(own!.macs.forward > 0).toBe(multiplies);
});

const attention = `tf.tidy(() => {
      const t = (z: tf.Tensor) => z.reshape([1, 6, 2, 4]).transpose([0, 2, 1, 3]);
      const p = (w: tf.LayerVariable) => x.reshape([6, 8]).matMul(w.read());
      const [q, k, v] = this.w.map(p).map(t) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const scores = tf.softmax(tf.matMul(q, k, false, true).mul(0.5));
      return tf.matMul(scores, v).transpose([0, 2, 1, 3]).reshape([1, 6, 8]);
    })`;
const einsum = `tf.tidy(() => {
      const p = (w: tf.LayerVariable) => tf.einsum('btd,de->bte', x, w.read()).reshape([1, 6, 2, 4]);
      const [q, k, v] = this.w.map(p) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const scores = tf.softmax(tf.einsum('bqhd,bkhd->bhqk', q, k));
      return tf.einsum('bhqk,bkhd->bqhd', scores, v).reshape([1, 6, 8]);
    })`;

test.each([
  ['matMul', attention],
  ['einsum', einsum],
])('attention by %s', async (_name, body) => {
  const graph = await workbench.graph(`${importTf}class Attention extends tf.layers.Layer {
  static className = 'Attention';
  w: tf.LayerVariable[] = [];
  override build(shape: tf.Shape) {
    this.w = ['q', 'k', 'v'].map((n) => this.addWeight(n, [8, 8], 'float32', tf.initializers.ones()));
    super.build(shape);
  }
  override computeOutputShape(shape: tf.Shape) { return shape; }
  override call(inputs: tf.Tensor | tf.Tensor[]) {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    return ${body};
  }
}
const input = tf.input({ shape: [6, 8] });
export const model = tf.model({ inputs: input, outputs: new Attention().apply(input) as tf.SymbolicTensor });`);
  // Three projections, the scores, and the values by the scores.
  expect(graph.macs.forward).toBe(3 * 6 * 8 * 8 + 2 * (2 * 6 * 6 * 4));
});

const customCell = `${importTf}class Cell extends tf.layers.RNNCell {
  static className = 'Cell';
  readonly stateSize = 4;
  w!: tf.LayerVariable;
  u!: tf.LayerVariable;
  override build(shape: tf.Shape) {
    this.w = this.addWeight('w', [shape.at(-1)!, 4], 'float32', tf.initializers.ones());
    this.u = this.addWeight('u', [4, 4], 'float32', tf.initializers.ones());
    super.build(shape);
  }
  override call(inputs: tf.Tensor | tf.Tensor[]) {
    const [x, h] = inputs as [tf.Tensor, tf.Tensor];
    const y = tf.tanh(tf.add(tf.matMul(x, this.w.read()), tf.matMul(tf.mul(h, h), this.u.read())));
    return [y, y];
  }
}
const input = tf.input({ shape: [LENGTH, 5] });
const rnn = tf.layers.rnn({ cell: new Cell() as unknown as tf.RNNCell });
export const model = tf.model({ inputs: input, outputs: rnn.apply(input) as tf.SymbolicTensor });`;

test('a cell of their own counts at every step, and is shown', async () => {
  const graph = await workbench.graph(customCell.replace('LENGTH', '7'));
  expect(graph.macs.forward).toBe(7 * (5 * 4 + 4 * 4));
  expect(graph.nodes[1]!.inner!.nodes.map(({ className }) => className)).toContain('Tanh');
  expect(graph.parameters).toEqual({ trainable: 36, nonTrainable: 0 });
});

test('an unknown number of steps counts one, and says so', async () => {
  const result = await workbench.inspect(customCell.replace('LENGTH', 'null'));
  expect(result.graph!.macs.forward).toBe(36);
  expect(failureWith(result, 'unknown-size')).toMatchObject({ severity: 'information' });
});
