/** Models that are plain functions of tensors: a graph of the operations that led to the result. */
import { expect, test } from 'vitest';
import { classes, failureWith, importTf, nodeOf, textAt, useWorkbench } from './support/inspect';

const workbench = useWorkbench();

const net = `${importTf}const kernel = (shape: [number, number, number, number]) =>
  tf.variable(tf.randomNormal(shape));
const stem = kernel([3, 3, 3, 16]);
const weights = [1, 2].map(() => [kernel([3, 3, 16, 16]), kernel([3, 3, 16, 16])] as const);
function conv(x: tf.Tensor4D, w: tf.Tensor4D) {
  return tf.conv2d(x, w, 1, 'same');
}
function block(x: tf.Tensor4D, [a, b]: readonly [tf.Tensor4D, tf.Tensor4D]) {
  return tf.relu(x.add(conv(tf.relu(conv(x, a)), b))) as tf.Tensor4D;
}
export function net(x: tf.Tensor4D) {
  const y = weights.reduce(block, conv(x, stem));
  return tf.mean(y, [1, 2]).mul(tf.scalar(0.5));
}
`.replaceAll(
  'tf.variable(tf.randomNormal(shape))',
  'tf.variable(tf.randomNormal(shape)) as tf.Variable<tf.Rank.R4>',
);

test('operations, weights, scopes, skips and counts', async () => {
  const graph = await workbench.graph(net, 'net(tf.zeros([1, 32, 32, 3]))');
  const inBlock = 'Conv2D Relu Conv2D Add Relu';
  expect(classes(graph)).toBe(`InputLayer Conv2D ${inBlock} ${inBlock} Mean Multiply`);
  expect(graph).toMatchObject({
    name: 'net',
    complete: true,
    parameters: { trainable: 9 * 3 * 16 + 4 * 9 * 16 * 16, nonTrainable: 0 },
    macs: { forward: 32 * 32 * (9 * 3 * 16 + 4 * 9 * 16 * 16) },
  });
  expect(graph.inputs).toEqual([nodeOf(graph, 'InputLayer').id]);
  expect(nodeOf(graph, 'InputLayer').outputs[0]!.shape).toEqual([1, 32, 32, 3]);
  expect(graph.outputs).toEqual([nodeOf(graph, 'Multiply').id]);
  expect(graph.skips).toMatchObject([
    { kind: 'identity', length: 2, scope: 'net#1/block#1' },
    { kind: 'identity', length: 2, scope: 'net#1/block#2' },
  ]);
  const first = graph.nodes.find(({ className }) => className === 'Conv2D')!;
  expect(textAt(net, first.source, 9)).toBe('conv2d(x,');
  expect(first.weights).toMatchObject([{ shape: [3, 3, 3, 16], trainable: true }]);
});

test('a method of a class that holds variables, with two inputs and frozen weights', async () => {
  const graph = await workbench.graph(
    `${importTf}class Net {
  private w = tf.variable(tf.ones([8, 4]));
  private frozen = tf.variable(tf.ones([4]), false);
  forward(a: tf.Tensor2D, b: tf.Tensor2D) {
    return tf.tidy(() => ({ y: tf.matMul(tf.concat([a, b], 1), this.w).add(this.frozen) }));
  }
}
const unrelated = tf.relu(tf.ones([3]));
unrelated.dispose();`,
    'new Net().forward(tf.zeros([1, 3]), tf.zeros([1, 5]))',
  );
  expect(classes(graph)).toBe('InputLayer InputLayer Concat BatchMatMul Add');
  expect(graph.parameters).toEqual({ trainable: 32, nonTrainable: 4 });
  expect(graph.inputs).toHaveLength(2);
});

test('layers and models of layers applied to tensors are nodes of their own', async () => {
  const graph = await workbench.graph(
    `${importTf}const dense = tf.layers.dense({ units: 8, activation: 'relu' });
const head = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [8] })] });
export function net(x: tf.Tensor2D) {
  return head.apply(tf.add(x, dense.apply(x) as tf.Tensor)) as tf.Tensor;
}`,
    'net(tf.zeros([1, 8]))',
  );
  expect(classes(graph)).toBe('InputLayer Dense Add Sequential');
  expect(graph.skips).toMatchObject([{ kind: 'identity', length: 1 }]);
  expect(graph.parameters).toEqual({ trainable: 72 + 18, nonTrainable: 0 });
  expect(graph.macs.forward).toBe(64 + 16);
});

test('large weights and pictures take no memory and no time', async () => {
  const graph = await workbench.graph(
    `${importTf}const w = tf.variable(tf.randomNormal([11, 11, 3, 512])) as tf.Variable<tf.Rank.R4>;
export const net = (x: tf.Tensor4D) => tf.conv2d(x, w, 1, 'same');`,
    'net(tf.zeros([1, 4096, 4096, 3]))',
  );
  expect(graph.macs.forward).toBe(4096 * 4096 * 11 * 11 * 3 * 512);
});

test('an operation that needs values is named', async () => {
  const { failures } = await workbench.inspect(
    `${importTf}export const net = (x: tf.Tensor1D) => tf.unique(tf.tile(x, [100000])).values;`,
    'net(tf.zeros([100000]))',
  );
  expect(failures).toMatchObject([{ code: 'unsupported-operation' }]);
  expect(failures[0]!.message).toContain('"Unique"');
});

test('an entry that is the function itself is told to call it', async () => {
  const result = await workbench.inspect(net, 'net');
  expect(failureWith(result, 'no-model').message).toMatch(
    /"net" is a function. Call it with tensors/,
  );
});

/** A function of tensors whose second convolution, or sum, gets what does not fit. */
const broken = (last: string): string => `${importTf}
const a = tf.variable(tf.zeros([3, 3, 3, 16])) as tf.Variable<tf.Rank.R4>;
const b = tf.variable(tf.zeros([3, 3, 8, 16])) as tf.Variable<tf.Rank.R4>;
export function net(x: tf.Tensor4D) {
  const y = tf.relu(tf.conv2d(x, a, 2, 'same'));
  const beside = tf.sigmoid(x);
  return ${last};
}
`;
const call = 'net(tf.zeros([1, 32, 32, 3]))';

test.each([
  [
    'an operation that looks at shapes itself',
    'tf.conv2d(y as tf.Tensor4D, b, 1, "same")',
    'Conv2D',
  ],
  ['a kernel', 'y.add(x)', 'Add'],
  ['an operation that needs another type', 'tf.fft(y as never)', 'FFT'],
])('what stands of a call that %s ended, with the failing one', async (_, last, className) => {
  const { graph, failures } = await workbench.inspect(broken(last), call);
  expect(failures).toMatchObject([{ severity: 'error', source: { line: 8 } }]);
  const part = graph!;
  const failed = part.nodes.at(-1)!;
  expect(part).toMatchObject({ complete: false, outputs: [] });
  expect(classes(part)).toBe(`InputLayer Conv2D Relu Sigmoid ${className}!`);
  expect(failed).toMatchObject({ failed: true, outputs: [], source: { line: 8 } });
  expect(failed.inputs[0]!.shape).toEqual([1, 16, 16, 16]);
  expect(part.edges.filter(({ to }) => to === failed.id).map(({ from }) => from)).toContain(
    nodeOf(part, 'Relu').id,
  );
});

test('the failing operation alone, where it is the first', async () => {
  const first = `${importTf}export const net = (x: tf.Tensor4D) => tf.matMul(x, x as never);`;
  const { graph } = await workbench.inspect(first, 'net(tf.zeros([1, 4, 6, 3]))');
  expect(classes(graph)).toMatch(/^InputLayer \S+!$/);
  expect(graph!.nodes.at(-1)).toMatchObject({ failed: true });
});

test('an operation whose failure the code caught is no part of the picture', async () => {
  const caught = `${importTf}export function net(x: tf.Tensor4D) {
  try { return tf.matMul(x, x as never); } catch { return tf.relu(x); }
}`;
  const graph = await workbench.graph(caught, 'net(tf.zeros([1, 4, 6, 3]))');
  expect(classes(graph)).toBe('InputLayer Relu');
});
