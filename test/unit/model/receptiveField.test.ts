/** Receptive fields that are worked out by hand; the probe in test/worker has the common layers. */
import { expect, test } from 'vitest';
import { receptiveFields } from '../../../src/model/receptiveField';
import { GraphBuilder } from './support/graphs';

function levelOf({ nodes, edges }: GraphBuilder, inputs: readonly string[]) {
  const outputs = nodes.slice(-1).map(({ id }) => id);
  return { name: '', inputs, outputs, nodes, edges, scopes: [], skips: [] };
}

const image = [null, 16, 16, 4];
const conv = (kernelSize: number, strides: number) => ({
  config: { kernelSize: [kernelSize, kernelSize], strides: [strides, strides], padding: 'same' },
});

test('a causal convolution looks back', () => {
  const graph = new GraphBuilder();
  const input = graph.input([null, 50, 4]);
  const config = { kernelSize: [3], dilationRate: [4], padding: 'causal' };
  const last = graph.add('Conv1D', [input], { config });
  const field = receptiveFields(levelOf(graph, [input])).get(last);
  expect(field).toEqual({ size: [9], stride: [1], padding: [8] });
});

test('branches that meet have the window that holds both, a gate sees all', () => {
  const graph = new GraphBuilder();
  const input = graph.input(image);
  const wide = graph.add('Conv2D', [input], conv(5, 1));
  const narrow = graph.add('Conv2D', [input], conv(3, 1));
  const sum = graph.add('Add', [narrow, wide]);
  const pooled = graph.add('GlobalAveragePooling2D', [sum], { shape: [null, 4] });
  const gate = graph.add('Reshape', [pooled], { shape: [null, 1, 1, 4] });
  const gated = graph.add('Multiply', [sum, gate]);
  const fields = receptiveFields(levelOf(graph, [input]));
  expect(fields.get(sum)).toEqual({ size: [5, 5], stride: [1, 1], padding: [2, 2] });
  expect(fields.get(gated)?.size).toEqual([null, null]);
});

test('a nested model goes on from what enters it', () => {
  const inside = new GraphBuilder();
  const start = inside.input(image);
  const deep = inside.add('DepthwiseConv2D', [start], conv(3, 1));
  const graph = new GraphBuilder();
  const input = graph.input(image);
  const first = graph.add('Conv2D', [input], { ...conv(3, 2), shape: [null, 8, 8, 4] });
  const model = graph.add('Functional', [first], { inner: levelOf(inside, [start]) });
  const fields = receptiveFields(levelOf(graph, [input]));
  // The odd row of zeros stands below: the first window begins at the first row.
  expect(fields.get(deep)).toEqual({ size: [7, 7], stride: [2, 2], padding: [2, 2] });
  expect(fields.get(model)).toEqual(fields.get(deep));
});

test('nothing is said of layers that are not known', () => {
  const graph = new GraphBuilder();
  const input = graph.input(image);
  const other = graph.add('Mixer', [input]);
  const next = graph.add('ReLU', [other]);
  const fields = receptiveFields(levelOf(graph, [input]));
  expect([fields.get(other), fields.get(next)]).toEqual([undefined, undefined]);
});

test('numbers that no layer can have give no field', () => {
  const graph = new GraphBuilder();
  const input = graph.input(image);
  const endless = graph.add('UpSampling2D', [input], { config: { size: [1e9, 1e9] } });
  const wrong = graph.add('Conv2D', [input], conv(3, -1));
  const fields = receptiveFields(levelOf(graph, [input]));
  expect([fields.get(endless), fields.get(wrong)]).toEqual([undefined, undefined]);
});
