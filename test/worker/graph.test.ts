/** What the graph says of models that are written in the many ways that tf.layers allows. */
import path from 'node:path';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ModelGraph } from '../../src/model/graph';
import { importTf, nodeOf, root, textAt, uncancelled, useWorkbench } from './support/inspect';

const workbench = useWorkbench();
const dense = (units: number): string => `tf.layers.dense({ units: ${units}, inputShape: [4] })`;

function scopeIds(graph: ModelGraph): string[] {
  return graph.scopes.map(({ id }) => id);
}

describe('scopes', () => {
  test('a ResNet-50 is four stages of bottlenecks', async () => {
    const file = path.join(root, 'media/models/resnet50.ts');
    const request = { file, entry: 'resnet50()', unsaved: new Map<string, string>() };
    const { graph } = await workbench.shared.inspect(request, uncancelled);
    const named = (name: string): number =>
      graph!.scopes.filter((scope) => scope.name === name).length;
    expect([named('stage'), named('bottleneck'), named('projection')]).toEqual([4, 16, 4]);
    const block = graph!.scopes.find(({ id }) => id.endsWith('stage#3/bottleneck#6'));
    expect(block).toMatchObject({ name: 'bottleneck', ordinal: 6, siblings: 6 });
    const definition = /function bottleneck/.exec(
      readFileSync(file, 'utf8').split('\n')[block!.definition!.line - 1] ?? '',
    );
    expect(definition).not.toBeNull();
  });

  test('each turn of a loop is a call of its own', async () => {
    const graph = await workbench.graph(
      `${importTf}function block(x: tf.SymbolicTensor) {
  return tf.layers.dense({ units: 4 }).apply(x) as tf.SymbolicTensor;
}
function build() {
  const input = tf.input({ shape: [4] });
  let x = input;
  for (let i = 0; i < 3; i++) x = block(x);
  return tf.model({ inputs: input, outputs: x });
}`,
      'build()',
    );
    expect(scopeIds(graph)).toEqual(['build#1', ...[1, 2, 3].map((n) => `build#1/block#${n}`)]);
    expect(graph.nodes.at(-1)).toMatchObject({ id: 'build#1/block#3/Dense.1' });
  });

  test('recursion nests', async () => {
    const graph = await workbench.graph(
      `${importTf}const layer = (x: tf.SymbolicTensor, n: number): tf.SymbolicTensor =>
  n === 0 ? x : layer(tf.layers.dense({ units: 4 }).apply(x) as tf.SymbolicTensor, n - 1);
const input = tf.input({ shape: [4] });
export const model = tf.model({ inputs: input, outputs: layer(input, 2) });`,
    );
    expect(scopeIds(graph)).toEqual(['layer#1', 'layer#1/layer#1']);
  });

  test('methods, private and static ones too, are scopes with the name of their class', async () => {
    const graph = await workbench.graph(
      `${importTf}class Net {
  #block(x: tf.SymbolicTensor) { return tf.layers.dense({ units: 4 }).apply(x) as tf.SymbolicTensor; }
  static input() { return tf.input({ shape: [4] }); }
  block = (x: tf.SymbolicTensor) => this.#block(x);
  build() {
    const input = Net.input();
    return tf.model({ inputs: input, outputs: this.block(input) });
  }
}`,
      'new Net().build()',
    );
    expect(graph.scopes.map(({ name }) => name)).toEqual([
      'Net.build',
      'Net.input',
      'Net.block',
      'Net.#block',
    ]);
  });

  test('async functions are scopes, also when they take turns', async () => {
    const graph = await workbench.graph(
      `${importTf}async function block(x: tf.SymbolicTensor) {
  await Promise.resolve();
  const y = tf.layers.dense({ units: 4 }).apply(x) as tf.SymbolicTensor;
  await Promise.resolve();
  return tf.layers.reLU().apply(y) as tf.SymbolicTensor;
}
async function build() {
  const input = tf.input({ shape: [4] });
  const [a, b] = await Promise.all([block(input), block(input)]);
  return tf.model({ inputs: input, outputs: tf.layers.add().apply([a!, b!]) as tf.SymbolicTensor });
}`,
      'await build()',
    );
    expect(graph.nodes.map(({ scope }) => scope)).toEqual([
      'build#1',
      'build#1/block#1',
      'build#1/block#2',
      'build#1/block#1',
      'build#1/block#2',
      'build#1',
    ]);
  });
});

describe('source places', () => {
  test('a layer stands where it is applied, and its callers follow', async () => {
    const text = `${importTf}function block(x: tf.SymbolicTensor) {
  const layer = tf.layers.dense({ units: 4 });
  return layer.apply(x) as tf.SymbolicTensor;
}
const input = tf.input({ shape: [4] });
export const model = tf.model({ inputs: input, outputs: block(input) });`;
    const graph = await workbench.graph(text);
    const { source, places } = nodeOf(graph, 'Dense');
    expect(textAt(text, source)).toBe('apply(x) as ');
    const lines = places.map((index) => graph.places[index]!.line);
    expect(lines).toEqual([4, 7, 3]);
    expect(textAt(text, nodeOf(graph, 'InputLayer').source, 8)).toBe('input({ ');
  });

  test('a layer of tf.sequential stands where it is made', async () => {
    const text = `${importTf}const model = tf.sequential({
  layers: [
    tf.layers.dense({ units: 4, inputShape: [4] }),
    tf.layers.reLU(),
  ],
});
model.add(
  tf.layers.softmax(),
);`;
    const graph = await workbench.graph(text);
    expect(textAt(text, nodeOf(graph, 'Dense').source, 5)).toBe('dense');
    expect(nodeOf(graph, 'ReLU').source).toMatchObject({ line: 5 });
    expect(nodeOf(graph, 'Softmax').source).toMatchObject({ line: 9 });
    expect(nodeOf(graph, 'InputLayer').source).toMatchObject({ line: 4 });
  });

  test("a layer on the file's last line, with no line break behind it", async () => {
    const graph = await workbench.graph(
      `${importTf}export const build = () => tf.sequential({ layers: [${dense(2)}] });`,
      'build()',
    );
    expect(nodeOf(graph, 'Dense').source).toMatchObject({ line: 2 });
  });

  test('a layer of a class of their own stands at its `new`, not at `super`', async () => {
    const text = `${importTf}class Same extends tf.layers.Layer {
  static className = 'Same';
  constructor() {
    super({});
  }
  override computeOutputShape(shape: tf.Shape) { return shape; }
}
export const model = tf.sequential({ layers: [
  ${dense(3)},
  new Same(),
] });`;
    const { source } = nodeOf(await workbench.graph(text), 'Same');
    expect(textAt(text, source, 10)).toBe('new Same()');
  });

  test('a file of another folder is named', async () => {
    workbench.write(
      'lib/blocks.ts',
      `${importTf}export function block(x: tf.SymbolicTensor) {
  return tf.layers.dense({ units: 4 }).apply(x) as tf.SymbolicTensor;
}`,
    );
    const graph = await workbench.graph(
      `${importTf}import { block } from './lib/blocks';
const input = tf.input({ shape: [4] });
export const model = tf.model({ inputs: input, outputs: block(input) });`,
    );
    const { source } = nodeOf(graph, 'Dense');
    expect(source).toMatchObject({ file: path.join(workbench.folder, 'lib/blocks.ts'), line: 3 });
  });
});
