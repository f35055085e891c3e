/** Bytes worked out by hand. */
import { expect, test } from 'vitest';
import { activationBytes, totalActivationBytes, weightBytes } from '../../../src/model/bytes';
import { formatBytes } from '../../../src/model/format';
import { GraphBuilder } from './support/graphs';

test('a weight takes four bytes, whoever trains it', () => {
  expect(weightBytes({ trainable: 10, nonTrainable: 3, untracked: 2 })).toBe(60);
});

test('activations are those of one example, in the type that they have', () => {
  const tensor = (dtype: string) => ({ shape: [null, 3, null, 5], dtype });
  expect(activationBytes({ outputs: [tensor('float32'), tensor('bool')] })).toBe(60 + 15);
  expect(activationBytes({ outputs: [{ shape: [], dtype: 'int32' }] })).toBe(4);
});

test('a nested model counts by its layers, without the tensor that goes in', () => {
  const inside = new GraphBuilder();
  const start = inside.input([null, 8]);
  inside.add('Dense', [start], { shape: [null, 5] });
  const graph = new GraphBuilder();
  const input = graph.input([null, 8]);
  const model = graph.add('Functional', [input], {
    shape: [null, 5],
    inner: { ...levelOf(inside), inputs: [start] },
  });
  graph.add('ReLU', [model]);
  expect(totalActivationBytes(levelOf(graph))).toBe(4 * (8 + 5 + 5));
});

function levelOf({ nodes, edges }: GraphBuilder) {
  return { name: '', inputs: [], outputs: [], nodes, edges, scopes: [], skips: [] };
}

test.each([
  [1, '1 byte'],
  [950, '950 bytes'],
  [1_024, '1.02 kB'],
  [102_228_128, '102 MB'],
])('%i bytes are %s', (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words);
});
