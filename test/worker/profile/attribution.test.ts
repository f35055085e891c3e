/** Whom a step's kernels are charged to, over the ways in which models hold layers. */
import { describe, expect, test } from 'vitest';
import type { ProfilePhase } from '../../../src/protocol/profile';
import { importTf } from '../support/inspect';
import {
  backends,
  expectConsistent,
  kernelsOf,
  nodeNamed,
  longMs,
  useProfiles,
  whole,
  type Whole,
} from './support/profiling';

const bench = useProfiles();

const models: Readonly<Record<string, string>> = {
  'a nested model that is applied twice': `
const part = tf.sequential({ name: 'part', layers: [
  tf.layers.dense({ name: 'first', units: 4, inputShape: [6] }),
  tf.layers.dense({ name: 'second', units: 6 })] });
const x = tf.input({ shape: [6] });
export const model = tf.model({ inputs: x, outputs: part.apply(part.apply(x)) as tf.SymbolicTensor });`,
  'a shared layer': `
const dense = tf.layers.dense({ name: 'shared', units: 6 });
const x = tf.input({ shape: [6] });
export const model = tf.model({ inputs: x, outputs: dense.apply(dense.apply(x)) as tf.SymbolicTensor });`,
  'a bidirectional layer': `
export const model = tf.sequential({ layers: [tf.layers.bidirectional({ name: 'both',
  layer: tf.layers.lstm({ units: 3 }) as any, inputShape: [4, 5], mergeMode: 'concat' })] });`,
  'a layer at each time': `
export const model = tf.sequential({ layers: [tf.layers.timeDistributed({ name: 'times',
  layer: tf.layers.dense({ name: 'inside', units: 3 }), inputShape: [4, 5] })] });`,
  'stacked cells': `
export const model = tf.sequential({ layers: [tf.layers.rnn({ name: 'stack',
  cell: [tf.layers.gruCell({ units: 3 }), tf.layers.simpleRNNCell({ units: 2 })], inputShape: [4, 5] })] });`,
  'a custom layer of operations and layers': `
class Block extends tf.layers.Layer {
  inner = tf.layers.dense({ name: 'inner', units: 5 });
  scale!: tf.LayerVariable;
  build(shape: tf.Shape) { this.inner.build(shape); this.scale = this.addWeight('scale', [5], 'float32', tf.initializers.ones()); this.trainableWeights = [...this.inner.trainableWeights, this.scale]; super.build(shape); }
  computeOutputShape(shape: tf.Shape) { return shape; }
  call(inputs: tf.Tensor | tf.Tensor[]) { return tf.tidy(() => {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    const y = this.inner.apply(x) as tf.Tensor;
    return tf.logSoftmax(tf.tanh(y).mul(this.scale.read()).add(x)); }); }
  static className = 'Block';
}
export const model = tf.sequential({ layers: [tf.layers.dense({ name: 'before', units: 5, inputShape: [7] }), new Block({ name: 'block' })] });`,
  'two inputs, two outputs, compiled by output': `
const a = tf.input({ shape: [4], name: 'a' });
const b = tf.input({ shape: [3], dtype: 'int32', name: 'b' });
const words = tf.layers.flatten({ name: 'flat' }).apply(tf.layers.embedding({ name: 'words', inputDim: 9, outputDim: 2 }).apply(b)) as tf.SymbolicTensor;
const both = tf.layers.concatenate({ name: 'both' }).apply([a, words]) as tf.SymbolicTensor;
const left = tf.layers.dense({ name: 'left', units: 3, activation: 'softmax' }).apply(both) as tf.SymbolicTensor;
const right = tf.layers.dense({ name: 'right', units: 1 }).apply(both) as tf.SymbolicTensor;
export const model = tf.model({ inputs: [a, b], outputs: [left, right] });
model.compile({ optimizer: tf.train.adam(0.01), loss: { right: 'meanSquaredError', left: 'sparseCategoricalCrossentropy' } as any, metrics: ['accuracy'] });`,
};

/** Who runs kernels, and how many, by phase. */
function owners({ profile }: Whole, phase: ProfilePhase): Record<string, number> {
  const rows = profile.nodes.map(({ id, phases }) => [id, phases[phase]?.kernels ?? 0] as const);
  return Object.fromEntries(rows.filter(([, kernels]) => kernels > 0));
}

const adamOfOne = 14;
const lstm = (side: string) => `Bidirectional.1/${side}_lstm_LSTM1`;
const stacked = 'RNN.1/stacked_rnn_cells_StackedRNNCells1';

/** Kernels of Adam, fourteen a weight: whose weights each owner has. */
const updates: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'a nested model that is applied twice': { 'Sequential.1/Dense.1': 2, 'Sequential.1/Dense.2': 2 },
  'a shared layer': { 'Dense.1': 2 },
  'a bidirectional layer': {
    [`${lstm('forward')}/lstm_LSTM1`]: 3,
    [`${lstm('backward')}/lstm_LSTM1`]: 3,
  },
  'a layer at each time': { 'TimeDistributed.1/inside': 2 },
  'stacked cells': {
    [`${stacked}/gru_cell_GRUCell1`]: 3,
    [`${stacked}/simple_rnn_cell_SimpleRNNCell1`]: 3,
  },
  'a custom layer of operations and layers': { 'Dense.1': 2, 'Block.1/Dense.1': 2, 'Block.1': 1 },
  'two inputs, two outputs, compiled by output': { 'Embedding.1': 1, 'Dense.1': 2, 'Dense.2': 2 },
};

/** Owners of the forward pass that also have to be those of the backward pass. */
const runs: Readonly<Record<string, readonly string[]>> = {
  'a nested model that is applied twice': [1, 2].flatMap((n) =>
    [1, 2].map((m) => `Sequential.${n}/Dense.${m}`),
  ),
  'a shared layer': ['Dense.1', 'Dense.2'],
  'a bidirectional layer': ['forward', 'backward'].map((side) => `${lstm(side)}/lstm_LSTM1`),
  'a layer at each time': ['TimeDistributed.1', 'TimeDistributed.1/inside'],
  'stacked cells': Object.keys(updates['stacked cells']!),
  'a custom layer of operations and layers': [
    'Dense.1',
    'Block.1/Dense.1',
    'Block.1/Tanh.1',
    'Block.1/Multiply.1',
    'Block.1/Add.1',
    'Block.1/Sub.2',
  ],
  'two inputs, two outputs, compiled by output': [
    'Embedding.1',
    'Concatenate.1',
    'Dense.1',
    'Dense.2',
  ],
};

describe.each(Object.keys(models))('%s', (name) => {
  test.each(backends)(
    '%s',
    async (backend) => {
      const text = `${importTf}${models[name]}`;
      const made = whole(await bench.text(text, { backend, optimizer: 'adam' }));
      expectConsistent(made);
      const weights = Object.entries(updates[name]!).map(([id, n]) => [id, n * adamOfOne]);
      expect(owners(made, 'optimizer')).toEqual(Object.fromEntries(weights));
      expect(Object.keys(owners(made, 'forward'))).toEqual(
        expect.arrayContaining([...runs[name]!]),
      );
      expect(Object.keys(owners(made, 'backward'))).toEqual(
        expect.arrayContaining([...runs[name]!]),
      );
      // The powers of its two rates, before and behind the weights.
      expect(made.profile.step.parts.optimizer?.kernels).toBe(4);
    },
    longMs,
  );
});

test(
  'a gradient of its own belongs to the last operation of its function',
  async () => {
    const text = `${importTf}${models['a custom layer of operations and layers']}`;
    const { profile } = whole(await bench.text(text));
    expect(kernelsOf(profile, 'Block.1/Sub.2', 'backward')).toBe('Exp Sum Multiply Sub');
  },
  longMs,
);

test.each(['a layer at each time', 'stacked cells'])(
  '%s: kernels know their time step, forward and backward',
  async (name) => {
    const { profile } = whole(await bench.text(`${importTf}${models[name]}`));
    for (const phase of ['forward', 'backward'] as const) {
      const events = profile.events.filter((event) => event.phase === phase);
      const steps = events.flatMap(({ iteration }) => iteration ?? []);
      expect(new Set(steps)).toEqual(new Set([0, 1, 2, 3]));
      const sorted = [...steps].sort((a, b) => (phase === 'forward' ? a - b : b - a));
      expect(steps).toEqual(sorted);
      const products = events.filter(({ kernel }) => kernel.includes('MatMul'));
      expect(products.every(({ iteration }) => iteration !== undefined)).toBe(true);
    }
    expect(
      profile.events.filter(({ phase }) => phase === 'optimizer').some((e) => 'iteration' in e),
    ).toBe(false);
  },
  longMs,
);

describe('a function of tensors with variables and a layer', () => {
  const text = `${importTf}
const w = tf.variable(tf.ones([6, 5]), true, 'weight');
const bias = tf.variable(tf.ones([5]), true, 'bias');
const layer = tf.layers.dense({ name: 'head', units: 3 });
export function net(x: tf.Tensor) {
  const hidden = tf.relu(tf.matMul(x, w as any).add(bias));
  return tf.logSoftmax(layer.apply(hidden) as tf.Tensor);
}`;
  const entry = 'net(tf.ones([2, 6]))';

  test.each(backends)(
    'training on %s',
    async (backend) => {
      const made = whole(await bench.text(text, { entry, backend, optimizer: 'momentum' }));
      expectConsistent(made);
      const perWeight = 4;
      expect(owners(made, 'optimizer')).toEqual({
        'net#1/BatchMatMul.1': perWeight,
        'net#1/Add.1': perWeight,
        'net#1/Dense.1': 2 * perWeight,
      });
      expect(kernelsOf(made.profile, 'net#1/Dense.1', 'backward')).toMatch(/BatchMatMul/);
      expect(kernelsOf(made.profile, 'loss', 'forward')).toBe('Square Mean AddN Reshape');
      expect(made.profile.settings.loss).toBe('meanSquaredError');
    },
    longMs,
  );

  test.each(backends)(
    'inference on %s',
    async (backend) => {
      const made = whole(await bench.text(text, { entry, backend, mode: 'infer' }));
      expectConsistent(made);
      expect(kernelsOf(made.profile, 'net#1/Relu.1', 'forward')).toBe('Relu');
      expect(owners(made, 'backward')).toEqual({});
      expect(made.profile.settings).toMatchObject({ loss: '', optimizer: '' });
    },
    longMs,
  );
});

describe('how a model is trained', () => {
  const name = 'two inputs, two outputs, compiled by output';
  const text = `${importTf}${models[name]}`;

  test('as the file compiles it', async () => {
    const { profile } = whole(await bench.text(text));
    expect(profile.settings).toMatchObject({
      loss: 'sparseCategoricalCrossentropy, meanSquaredError',
      optimizer: 'Adam',
    });
  });

  test('with another optimizer, and the losses of the file', async () => {
    const { profile } = whole(await bench.text(text, { optimizer: 'momentum' }));
    expect(profile.settings).toMatchObject({
      loss: 'sparseCategoricalCrossentropy, meanSquaredError',
      optimizer: 'Momentum',
    });
  });

  test('with another loss, and the optimizer of the file', async () => {
    const { profile } = whole(await bench.text(text, { loss: 'meanSquaredError' }));
    expect(profile.settings).toMatchObject({
      loss: 'meanSquaredError, meanSquaredError',
      optimizer: 'Adam',
    });
  });

  test('what an optimizer keeps is held for the layer whose weight it is of', async () => {
    const { profile } = whole(await bench.text(text));
    const held = (id: string, kind: string) =>
      profile.memory.holders
        .filter(({ owner }) => typeof owner === 'number' && profile.nodes[owner]!.id === id)
        .find((one) => one.kind === kind)?.bytes;
    const words = 4 * 9 * 2;
    expect(held('Embedding.1', 'weights')).toBe(words);
    expect(held('Embedding.1', 'optimizer')).toBeGreaterThanOrEqual(2 * words);
    expect(nodeNamed(profile, 'Embedding.1').phases.optimizer?.kernels).toBe(adamOfOne);
  });
});

describe('what differs from one step to the next', () => {
  const drawn = `
let calls = 0;
class Branch extends tf.layers.Layer {
  computeOutputShape(shape: tf.Shape) { return shape; }
  call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    return calls++ % 2 === 0 ? tf.tanh(x) : tf.sigmoid(tf.mul(x, x));
  }
  static className = 'Branch';
}
export const model = tf.sequential({ layers: [
  tf.layers.dense({ name: 'first', units: 5, inputShape: [5] }), new Branch({ name: 'branch' }),
  tf.layers.dropout({ rate: 0.5 }), tf.layers.dense({ name: 'last', units: 3 })] });`;

  test.each(backends)(
    'kernels that not every step runs belong to the layer that runs them, on %s',
    async (backend) => {
      const made = whole(await bench.text(`${importTf}${drawn}`, { backend, limitMs: 50 }));
      expectConsistent(made);
      const { profile } = made;
      const ofBranch = (phase: ProfilePhase): string[] =>
        profile.events.flatMap((event) =>
          event.phase === phase &&
          typeof event.owner === 'number' &&
          profile.nodes[event.owner]!.id.startsWith('Branch.1')
            ? [event.kernel]
            : [],
        );
      const forward = ofBranch('forward');
      expect(forward.includes('Tanh')).not.toBe(forward.includes('Sigmoid'));
      expect(ofBranch('backward').length).toBeGreaterThan(2);
      expect(kernelsOf(profile, 'Dense.2', 'backward')).toMatch(/BatchMatMul/);
      expect(kernelsOf(profile, 'Dense.1', 'backward')).toMatch(/BatchMatMul/);
    },
    longMs,
  );
});
