/** Scripts that go on to run their model: it is shown, and nothing of it runs. */
import { expect, test } from 'vitest';
import { classes, importTf, useWorkbench } from './support/inspect';

const workbench = useWorkbench();
const dense = (units: number): string => `tf.layers.dense({ units: ${units}, inputShape: [4] })`;

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
  ['a call with values', `${body}\n(model.apply(tf.zeros([1, 4])) as tf.Tensor).print();`, 'apply'],
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
