/** The quick fix from end to end: a model that does not build, the edit, and the model that does. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectionEdits } from '../../src/bundle/projectionEdit';
import type { ModelGraph, SkipKind } from '../../src/model/graph';
import { importTf, root, useWorkbench } from './support/inspect';

const workbench = useWorkbench();

/** Inspects, fixes the sum that does not fit, and gives the text that comes of it. */
async function fix(text: string, entry: string, name: string): Promise<string> {
  const result = await workbench.inspect(text, entry, { name });
  const failures = result.failures.filter(({ fix: offered }) => offered !== undefined);
  const { source, fix: wanted } = failures[0] ?? {};
  if (wanted?.kind !== 'projection') throw new Error('no fix');
  const place = wanted.place ?? source;
  if (place === undefined) throw new Error('no place');
  const found = projectionEdits(place.file, text, place, wanted);
  if (found === undefined) throw new Error('no edits');
  return found.edits.reduceRight(
    (after, edit) => after.slice(0, edit.start) + edit.text + after.slice(edit.end),
    text,
  );
}

async function fixedGraph(text: string, entry = '', name = 'model.ts'): Promise<ModelGraph> {
  const graph = await workbench.graph(await fix(text, entry, name), entry, { name });
  expect(graph.complete).toBe(true);
  return graph;
}

function kinds({ skips }: ModelGraph): Partial<Record<SkipKind, number>> {
  const counts: Partial<Record<SkipKind, number>> = {};
  for (const { kind } of skips) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

const layers = `${importTf}
type Tensor = tf.SymbolicTensor;
const conv = (x: Tensor, filters: number, strides = 1) =>
  tf.layers.conv2d({ filters, kernelSize: 3, strides, padding: 'same' }).apply(x) as Tensor;
`;

describe('a model whose sum does not fit, with the projection', () => {
  test.each([
    ['in one statement', `tf.layers.add().apply([conv(x, 128, 2), x])`],
    ['over several lines', `tf.layers\n  .add()\n  .apply([\n    x,\n    conv(x, 128, 2),\n  ])`],
  ])('is built: %s', async (_, sum) => {
    const graph = await fixedGraph(`${layers}
const x = tf.input({ shape: [57, 56, 64] });
const y = ${sum} as Tensor;
export const model = tf.model({ inputs: x, outputs: y });
`);
    expect(kinds(graph)).toEqual({ projection: 1 });
    expect(graph.nodes.at(-1)?.outputs[0]?.shape).toEqual([null, 29, 28, 128]);
    // The 1×1 convolution has no bias.
    expect(graph.parameters.trainable).toBe(3 * 3 * 64 * 128 + 128 + 64 * 128);
  });

  test.each([
    ['tf.add', 'tf.add(y, x)'],
    ['a method', 'y.add(x)'],
    ['tf.addN', 'tf.addN([y, x])'],
    ['a layer', 'tf.layers.add().apply([y, x]) as tf.Tensor'],
  ])('is built where a custom layer joins its inputs by %s', async (_, sum) => {
    const text = `${layers}
class Join extends tf.layers.Layer {
  static className = 'Join';
  override computeOutputShape(shapes: tf.Shape[]): tf.Shape {
    return shapes[0] ?? [];
  }
  override call(inputs: tf.Tensor[]): tf.Tensor {
    const [y, x] = inputs as [tf.Tensor, tf.Tensor];
    return ${sum};
  }
}
const x = tf.input({ shape: [56, 56, 64] });
const y = new Join({}).apply([conv(x, 128, 2), x]) as Tensor;
export const model = tf.model({ inputs: x, outputs: y });
`;
    const graph = await fixedGraph(text);
    expect(graph.nodes.at(-1)?.className).toBe('Join');
    expect(graph.nodes.at(-1)?.outputs[0]?.shape).toEqual([null, 28, 28, 128]);
    expect(kinds(graph)).toEqual({ projection: 1 });
  });

  test('is built with batch normalization, of vectors, in JavaScript', async () => {
    const graph = await fixedGraph(
      `${importTf}const x = tf.input({ shape: [20] });
const dense = tf.layers.dense({ units: 10, useBias: false }).apply(x);
const y = tf.layers.batchNormalization({ momentum: 0.9 }).apply(dense);
const sum = tf.layers.add();
export const model = tf.model({ inputs: x, outputs: sum.apply([y, x]) });
`,
      'model',
      'model.js',
    );
    expect(graph.parameters).toEqual({ trainable: 2 * (20 * 10 + 20), nonTrainable: 40 });
    const norms = graph.nodes.filter(({ className }) => className === 'BatchNormalization');
    expect(norms.map(({ config }) => config['momentum'])).toEqual([0.9, 0.9]);
  });

  test('is built where sizes are known at run time only', async () => {
    const graph = await fixedGraph(
      `${layers}
function block(x: Tensor, filters: number): Tensor {
  const y = conv(x, filters);
  return tf.layers.add().apply([y, x]) as Tensor;
}
export function net(): tf.LayersModel {
  const x = tf.input({ shape: [null, null, 3] });
  return tf.model({ inputs: x, outputs: block(block(block(x, 8), 8), 16) });
}
`,
      'net()',
    );
    expect(kinds(graph)).toEqual({ projection: 2, identity: 1 });
  });

  test('is the sample again that its projections were taken from', async () => {
    const sample = readFileSync(path.join(root, 'media/models/resnet50.ts'), 'utf8');
    const whole = await workbench.graph(sample, 'resnet50()');
    const shortcut = /const shortcut = sameShape.*;/;
    expect(sample).toMatch(shortcut);
    const graph = await fixedGraph(
      sample.replace(shortcut, 'const shortcut = x;'),
      'resnet50()',
      'resnet50.ts',
    );
    expect(kinds(graph)).toEqual({ identity: 12, projection: 4 });
    expect(graph.parameters).toEqual(whole.parameters);
    expect(graph.macs.forward).toBe(whole.macs.forward);
  });
});
