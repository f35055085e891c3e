/** Layers whose `call` does what it must not, or what it had better not. */
import { expect, test } from 'vitest';
import { block, first } from './support/customLayer';
import { classes, failureWith, goodText, useWorkbench } from './support/inspect';

const workbench = useWorkbench();

test('a call without end is stopped on its line', async () => {
  const inspector = workbench.inspector({ timeLimitMs: 1_000 });
  const text = block(`override computeOutputShape(shape: tf.Shape) { return shape; }
  override call(inputs: tf.Tensor | tf.Tensor[]) {
    ${first}
    for (;;) tf.relu(x);
    return x;
  }`);
  const result = await workbench.inspect(text, 'build()', { inspector });
  expect(failureWith(result, 'time-limit').source?.line).toBe(
    text.split('\n').findIndex((line) => line.includes('for (;;)')) + 1,
  );
});

test.each([
  ['nothing', 'return undefined as unknown as tf.Tensor;'],
  ['a number', 'return 3 as unknown as tf.Tensor;'],
  ['a promise', 'return Promise.resolve(inputs) as unknown as tf.Tensor;'],
])('a call that gives %s is said to give no tensor', async (_, body) => {
  const result = await workbench.inspect(
    block(`override call(inputs: tf.Tensor | tf.Tensor[]) { ${body} }`),
    'build()',
  );
  expect(failureWith(result, 'layer-call-failed').message).toContain('gives no tensor');
  expect(classes(result.graph)).toBe('InputLayer Block Flatten');
});

test.each([
  ['disposes what it is given', 'x.dispose(); return tf.zeros([1, 5, 16]);'],
  ['disposes its weight', 'this.w.dispose(); return x;'],
  ['leaves a scope open', 'tf.engine().startScope(); return tf.relu(x);'],
  ['trains', 'tf.train.sgd(1).minimize(() => tf.scalar(1)); return x;'],
  ['throws something else', 'throw { toString() { throw new Error(); } };'],
  [
    'gives a tensor of before',
    'return ((globalThis as { kept?: tf.Tensor }).kept ??= tf.relu(x));',
  ],
  [
    'builds a model',
    'return tf.sequential({ layers: [tf.layers.dense({ units: 16, inputShape: [5, 16] })] }).apply(x) as tf.Tensor;',
  ],
])('a call that %s does no harm', async (_, body) => {
  const text = block(`override computeOutputShape(shape: tf.Shape) { return shape; }
  override call(inputs: tf.Tensor | tf.Tensor[]) { ${first} ${body} }`);
  const { graph, failures } = await workbench.inspect(text, 'build()');
  expect(graph ?? failures[0]).toBeDefined();
  for (const { message } of failures) expect(message).not.toMatch(/internal|undefined/);
  const good = await workbench.inspect(goodText, '', { name: 'good.ts' });
  expect(good.failures).toEqual([]);
  expect(good.graph!.parameters).toEqual({ trainable: 112, nonTrainable: 0 });
});
