/** FLOPs against integers that are worked out by hand. */
import { expect, test } from 'vitest';
import { importTf, useWorkbench } from './support/inspect';

const workbench = useWorkbench();

const flops = true;

async function layersOf(layers: string) {
  const text = `${importTf}export const model = tf.sequential({ layers: [${layers}] });`;
  const { flops: total, nodes } = await workbench.graph(text, '', { flops });
  return { total, each: nodes.map((node) => node.flops) };
}

test('a dense layer: products, a bias, an activation', async () => {
  const { total, each } = await layersOf(
    `tf.layers.dense({ units: 3, inputShape: [5], activation: 'relu' }),
     tf.layers.dense({ units: 2, useBias: false }),
     tf.layers.softmax(),`,
  );
  expect(each).toEqual([0, 2 * 5 * 3 + 3 + 3, 2 * 3 * 2, 5 * 2]);
  expect(total).toBe(36 + 12 + 10);
});

test('convolutions, norms, pooling and what only moves', async () => {
  const { each } = await layersOf(
    `tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', inputShape: [8, 8, 3] }),
     tf.layers.batchNormalization(),
     tf.layers.reLU(),
     tf.layers.maxPooling2d({ poolSize: 2 }),
     tf.layers.depthwiseConv2d({ kernelSize: 3, useBias: false }),
     tf.layers.zeroPadding2d(),
     tf.layers.globalAveragePooling2d({}),
     tf.layers.dropout({ rate: 0.5 }),`,
  );
  expect(each).toEqual([
    0,
    2 * 8 * 8 * 9 * 3 * 4 + 8 * 8 * 4,
    3 * 8 * 8 * 4,
    8 * 8 * 4,
    4 * 4 * 4 * 4,
    2 * 2 * 2 * 9 * 4,
    0,
    4 * 4 * 4,
    0,
  ]);
});

test('a merge, a nested model, and a function of tensors with the operations of its own', async () => {
  const merged = await workbench.graph(
    `${importTf}const inside = tf.sequential({ layers: [tf.layers.dense({ units: 4, inputShape: [4], useBias: false })] });
const input = tf.input({ shape: [4] });
const y = tf.layers.add().apply([input, inside.apply(input) as tf.SymbolicTensor]) as tf.SymbolicTensor;
export const model = tf.model({ inputs: input, outputs: y });`,
    '',
    { flops },
  );
  expect(merged.flops).toBe(2 * 4 * 4 + 4);
  const called = await workbench.graph(
    `${importTf}const w = tf.variable(tf.ones([4, 4])) as tf.Variable<tf.Rank.R2>;
export const net = (x: tf.Tensor2D) => tf.sum(tf.sigmoid(x.matMul(w)).mul(2).reshape([12]));`,
    'net(tf.zeros([3, 4]))',
    { flops },
  );
  expect(called.nodes.map((node) => node.flops)).toEqual([0, 2 * 3 * 4 * 4, 12, 12, 0, 12]);
  expect(called.flops).toBe(96 + 36);
});

test('each time step of a recurrent layer counts', async () => {
  const of = async (steps: number): Promise<number> =>
    (await layersOf(`tf.layers.simpleRNN({ units: 3, inputShape: [${steps}, 2] })`)).total!;
  // Two products, the bias, their sum, the activation; and TensorFlow.js sums zeros to begin with.
  expect(await of(1)).toBe(2 * (2 * 3 + 3 * 3) + 3 + 3 + 3 + 2);
  expect(await of(7)).toBe(7 * (await of(1)));
});

test('nobody counts them who did not ask', async () => {
  const text = `${importTf}export const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [5] })] });`;
  const graph = await workbench.graph(text);
  expect(graph.flops).toBeUndefined();
  expect(graph.nodes.some((node) => node.flops !== undefined)).toBe(false);
});
