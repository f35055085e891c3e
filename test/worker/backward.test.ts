/** MACs of the backward pass against the kernels that really run on the cpu backend. */
import vm from 'node:vm';
import * as tfjs from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { backwardMacs } from './support/cpuBackward';
import { failureWith, importTf, nodeOf, textAt, useWorkbench } from './support/inspect';

const workbench = useWorkbench();

beforeAll(async () => {
  await tfjs.setBackend('cpu');
});

/** What the gradient of a training step costs when it runs, for one example. */
function backwardOnCpu(model: tfjs.LayersModel): number {
  const inputs = model.inputs.map(({ shape }) => tfjs.ones(shape.map((size) => size ?? 1)));
  const weights = model.trainableWeights.map((weight) => weight.read() as tfjs.Variable);
  return backwardMacs(() => [model.apply(inputs) as tfjs.Tensor | tfjs.Tensor[]].flat(), weights);
}

/** Bodies of `build(tf)` in plain JavaScript, which run here and in the worker. */
const models: readonly (readonly [name: string, body: string])[] = [
  [
    'a residual network',
    `const input = tf.input({ shape: [8, 8, 3] });
  const conv = (x, filters, strides = 1) =>
    tf.layers.conv2d({ filters, kernelSize: 3, strides, padding: 'same', useBias: false }).apply(x);
  const unit = (x) => tf.layers.reLU().apply(tf.layers.batchNormalization({}).apply(x));
  let x = unit(conv(input, 4));
  const shortcut = tf.layers.conv2d({ filters: 6, kernelSize: 1, strides: 2 }).apply(x);
  x = tf.layers.add().apply([shortcut, conv(unit(conv(x, 6, 2)), 6)]);
  x = tf.layers.globalAveragePooling2d({}).apply(x);
  return tf.model({ inputs: input, outputs: tf.layers.dense({ units: 5, activation: 'softmax' }).apply(x) });`,
  ],
  [
    'frozen layers before and between',
    `const layers = [
    tf.layers.dense({ units: 6, inputShape: [4], trainable: false }),
    tf.layers.dense({ units: 7 }),
    tf.layers.dense({ units: 8, trainable: false, activation: 'tanh' }),
    tf.layers.dense({ units: 9 }),
  ];
  return tf.sequential({ layers });`,
  ],
  [
    'depthwise, separable, transposed and one-dimensional convolutions',
    `const input = tf.input({ shape: [8, 8, 3] });
  let x = tf.layers.depthwiseConv2d({ kernelSize: 3 }).apply(input);
  x = tf.layers.separableConv2d({ filters: 4, kernelSize: 3 }).apply(x);
  x = tf.layers.conv2dTranspose({ filters: 5, kernelSize: 2, strides: 2 }).apply(x);
  x = tf.layers.maxPooling2d({ poolSize: 2 }).apply(x);
  x = tf.layers.reshape({ targetShape: [16, 5] }).apply(x);
  x = tf.layers.conv1d({ filters: 3, kernelSize: 3 }).apply(x);
  return tf.model({ inputs: input, outputs: x });`,
  ],
  [
    'an LSTM of seven steps',
    `const input = tf.input({ shape: [7, 5] });
  const before = tf.layers.dense({ units: 5 }).apply(input);
  return tf.model({ inputs: input, outputs: tf.layers.lstm({ units: 4, returnSequences: true }).apply(before) });`,
  ],
  [
    'the last step of an LSTM',
    `const input = tf.input({ shape: [7, 5] });
  const before = tf.layers.dense({ units: 5 }).apply(input);
  return tf.model({ inputs: input, outputs: tf.layers.lstm({ units: 4 }).apply(before) });`,
  ],
  [
    'a GRU',
    `const input = tf.input({ shape: [7, 5] });
  const before = tf.layers.dense({ units: 5 }).apply(input);
  return tf.model({ inputs: input, outputs: tf.layers.gru({ units: 3 }).apply(before) });`,
  ],
  [
    'a simple recurrent layer',
    `const input = tf.input({ shape: [7, 5] });
  const before = tf.layers.dense({ units: 5 }).apply(input);
  return tf.model({ inputs: input, outputs: tf.layers.simpleRNN({ units: 2, returnSequences: true }).apply(before) });`,
  ],
  [
    'both directions',
    `const input = tf.input({ shape: [7, 5] });
  const before = tf.layers.dense({ units: 5 }).apply(input);
  return tf.model({ inputs: input, outputs: tf.layers.bidirectional({ layer: tf.layers.lstm({ units: 3, returnSequences: true }), mergeMode: 'concat' }).apply(before) });`,
  ],
  [
    'both directions, last steps',
    `const input = tf.input({ shape: [7, 5] });
  const before = tf.layers.dense({ units: 5 }).apply(input);
  return tf.model({ inputs: input, outputs: tf.layers.bidirectional({ layer: tf.layers.gru({ units: 3 }), mergeMode: 'sum' }).apply(before) });`,
  ],
  [
    'a layer at every step',
    `const input = tf.input({ shape: [7, 5] });
  const before = tf.layers.dense({ units: 5 }).apply(input);
  return tf.model({ inputs: input, outputs: tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 4 }) }).apply(before) });`,
  ],
  [
    'recurrent convolutions',
    `const input = tf.input({ shape: [4, 5, 5, 3] });
  const before = tf.layers.dense({ units: 5 }).apply(input);
  return tf.model({ inputs: input, outputs: tf.layers.convLstm2d({ filters: 2, kernelSize: 2 }).apply(before) });`,
  ],
  [
    'a nested model, used twice and partly shared',
    `const block = tf.sequential({ layers: [
    tf.layers.dense({ units: 4, inputShape: [4], activation: 'relu' }),
    tf.layers.dense({ units: 4 }),
  ] });
  const input = tf.input({ shape: [4] });
  const x = block.apply(block.apply(input));
  return tf.model({ inputs: input, outputs: [x, tf.layers.dense({ units: 2 }).apply(x)] });`,
  ],
  [
    'an embedding and three-dimensional convolution',
    `const input = tf.input({ shape: [8] });
  let x = tf.layers.embedding({ inputDim: 9, outputDim: 4 }).apply(input);
  x = tf.layers.reshape({ targetShape: [2, 2, 2, 4] }).apply(x);
  x = tf.layers.conv3d({ filters: 3, kernelSize: 2 }).apply(x);
  return tf.model({ inputs: input, outputs: tf.layers.flatten().apply(x) });`,
  ],
  [
    'attention in a layer of its own',
    `class Attention extends tf.layers.Layer {
    static get className() { return 'Attention'; }
    build(shape) {
      const d = shape[2];
      this.w = ['q', 'k', 'v'].map((n) => this.addWeight(n, [d, d], 'float32', tf.initializers.ones()));
      super.build(shape);
    }
    computeOutputShape(shape) { return shape; }
    call(inputs) {
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      const [b, t, d] = x.shape;
      const [q, k, v] = this.w.map((w) => x.reshape([b * t, d]).matMul(w.read()).reshape([b, t, d]));
      return x.add(tf.matMul(tf.softmax(tf.matMul(q, k, false, true)), v));
    }
  }
  const input = tf.input({ shape: [6, 8] });
  const once = new Attention({}).apply(input);
  return tf.model({ inputs: input, outputs: new Attention({}).apply(once) });`,
  ],
];

/** What is found out about a layer is used for those that are like it, and for no others. */
const alike: typeof models = [
  [
    'convolutions that differ in one field, and one that is used twice',
    `const conv = (config) => tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', ...config });
  const shared = conv({});
  const input = tf.input({ shape: [16, 16, 4] });
  let x = shared.apply(shared.apply(input));
  for (const config of [{}, { useBias: false }, { strides: 2 }, { padding: 'valid' }, { kernelSize: 1 }, { trainable: false }])
    x = conv(config).apply(x);
  return tf.model({ inputs: input, outputs: x });`,
  ],
  [
    'layers of the same configuration that do more or less',
    `class Times extends tf.layers.Layer {
    static get className() { return 'Times'; }
    constructor(times) { super({}); this.times = times; }
    build(shape) {
      this.w = this.addWeight('w', [shape[1], shape[1]], 'float32', tf.initializers.ones());
      super.build(shape);
    }
    computeOutputShape(shape) { return shape; }
    call(inputs) {
      let x = Array.isArray(inputs) ? inputs[0] : inputs;
      for (let i = 0; i < this.times; i++) x = x.matMul(this.w.read());
      return x;
    }
  }
  const input = tf.input({ shape: [8] });
  let x = tf.layers.dense({ units: 8 }).apply(input);
  for (const times of [2, 1, 3]) x = new Times(times).apply(x);
  return tf.model({ inputs: input, outputs: x });`,
  ],
];

type Build = (tf: typeof tfjs) => tfjs.LayersModel;

test.each([...models, ...alike])('%s', async (_name, body) => {
  const build = vm.runInThisContext(`(function(tf){${body}})`) as Build;
  const graph = await workbench.graph(
    `${importTf}export function build() {\n  ${body}\n}`,
    'build()',
    {
      name: 'model.js',
    },
  );
  const real = backwardOnCpu(build(tfjs));
  expect(real).toBeGreaterThan(0);
  expect(graph.macs.backward).toBe(real);
});

const rounding = (trainable: boolean): string => `${importTf}class Round extends tf.layers.Layer {
  static className = 'Round';
  override computeOutputShape(shape: tf.Shape) { return shape; }
  override call(inputs: tf.Tensor | tf.Tensor[]) {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    return tf.topk(x, 4).values;
  }
}
const input = tf.input({ shape: [4] });
const x = tf.layers.dense({ units: 4, trainable: ${trainable} }).apply(input) as tf.SymbolicTensor;
export const model = tf.model({ inputs: input, outputs: new Round().apply(x) as tf.SymbolicTensor });`;

test('an operation without a gradient is named where training would stop', async () => {
  const text = rounding(true);
  const result = await workbench.inspect(text);
  const failure = failureWith(result, 'no-gradient');
  expect(failure.severity).toBe('warning');
  expect(failure.message).toContain('"TopK"');
  expect(textAt(text, failure.source, 7)).toBe('topk(x,');
  // The fused product of tfjs takes the gradients to both of its factors, though one is an input.
  expect(nodeOf(result.graph!, 'Dense').macs.backward).toBe(2 * 16);
});

test('where nothing before it is trained it has no need of one', async () => {
  const { failures, graph } = await workbench.inspect(rounding(false));
  expect(failures).toEqual([]);
  expect(graph!.macs.backward).toBe(0);
});
