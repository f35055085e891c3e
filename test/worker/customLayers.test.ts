/** Layers of the user's own: their shapes, weights, operations and skips, by running their `call`. */
import { expect, test } from 'vitest';
import { block, first } from './support/customLayer';
import { classes, failureWith, importTf, nodeOf, textAt, useWorkbench } from './support/inspect';

const workbench = useWorkbench();

const highway = `${importTf}class Highway extends tf.layers.Layer {
  static className = 'Highway';
  private h!: tf.LayerVariable;
  private t!: tf.LayerVariable;
  override build(shape: tf.Shape) {
    const d = shape.at(-1)!;
    this.h = this.addWeight('h', [d, d], 'float32', tf.initializers.glorotUniform({}));
    this.t = this.addWeight('t', [d, d], 'float32', tf.initializers.glorotUniform({}));
    super.build(shape);
  }
  override computeOutputShape(shape: tf.Shape) { return shape; }
  private gate(x: tf.Tensor) { return tf.sigmoid(tf.matMul(x, this.t.read())); }
  override call(inputs: tf.Tensor | tf.Tensor[]) {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    return tf.tidy(() => {
      const gate = this.gate(x);
      const y = tf.relu(tf.matMul(x, this.h.read()));
      return tf.add(tf.mul(gate, y), tf.mul(tf.sub(1, gate), x));
    });
  }
}
`;

test('a layer shows the operations of its call, with weights, places, scopes and MACs', async () => {
  const text = `${highway}export function build() {
  const input = tf.input({ shape: [64] });
  const y = new Highway().apply(input) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: y });
}`;
  const graph = await workbench.graph(text, 'build()');
  const node = nodeOf(graph, 'Highway');
  expect(node.outputs).toEqual([{ shape: [null, 64], dtype: 'float32' }]);
  expect(node.parameters).toEqual({ trainable: 2 * 64 * 64, nonTrainable: 0 });
  expect(node.macs.forward).toBe(2 * 64 * 64);
  expect(graph.macs.forward).toBe(2 * 64 * 64);
  expect(graph.parameters.trainable).toBe(2 * 64 * 64);
  const inner = node.inner!;
  expect(classes(inner)).toBe(
    'InputLayer BatchMatMul Sigmoid BatchMatMul Relu Multiply Sub Multiply Add',
  );
  const [first, second] = inner.nodes.filter(({ className }) => className === 'BatchMatMul');
  expect(first!.weights).toEqual([
    { name: 'highway_Highway1/t', shape: [64, 64], trainable: true },
  ]);
  expect(second!.weights).toEqual([
    { name: 'highway_Highway1/h', shape: [64, 64], trainable: true },
  ]);
  expect(textAt(text, first!.source)).toBe('matMul(x, th');
  expect(first!.scope).toContain('Highway.gate#1');
  expect(second!.scope).toBeNull();
  expect(inner.outputs).toEqual([nodeOf(inner, 'Add').id]);
  const gate = inner.edges.filter(({ from }) => from === nodeOf(inner, 'Sigmoid').id);
  expect(gate.map(({ to }) => inner.nodes.find(({ id }) => id === to)!.className)).toEqual([
    'Multiply',
    'Sub',
  ]);
});

test.each([
  ['by hand', 'tf.floor(tf.add(tf.randomUniform([1, 1, 1]), 0.8)).div(0.8)'],
  ['by tf.dropout', 'tf.dropout(tf.ones([1, 1, 1]), 0.2, [1, 1, 1])'],
])(
  'a mask of random numbers %s is part of the picture, other constants are not',
  async (_, mask) => {
    const graph = await workbench.graph(
      block(`override computeOutputShape(shape: tf.Shape) { return shape; }
  override call(inputs: tf.Tensor | tf.Tensor[]) {
    ${first}
    const half = tf.div(tf.range(0, 16), 2);
    return tf.add(x, tf.mul(tf.relu(x).mul(half), ${mask}));
  }`),
      'build()',
    );
    const inner = nodeOf(graph, 'Block').inner!;
    expect(classes(inner)).toMatch(/^InputLayer Relu Multiply .*Floor .*Multiply Add$/);
    const products = inner.nodes.filter(({ className }) => className === 'Multiply');
    const [half, dropped] = [products[0]!, products.at(-1)!];
    expect(half.inputs.map(({ shape }) => shape)).toEqual([[1, 5, 16], [16]]);
    expect(inner.edges.filter(({ to }) => to === half.id)).toHaveLength(1);
    expect(dropped.inputs.map(({ shape }) => shape)).toEqual([
      [1, 5, 16],
      [1, 1, 1],
    ]);
    expect(inner.edges.filter(({ to }) => to === dropped.id)).toHaveLength(2);
  },
);

test('a missing computeOutputShape is made up for by running the call, and said', async () => {
  const text = block(`override call(inputs: tf.Tensor | tf.Tensor[]) {
    ${first}
    return tf.concat([x, x], 2).slice([0, 1, 0], [-1, 2, -1]);
  }`);
  const result = await workbench.inspect(text, 'build()');
  expect(nodeOf(result.graph!, 'Block').outputs[0]!.shape).toEqual([null, 2, 32]);
  expect(nodeOf(result.graph!, 'Flatten').outputs[0]!.shape).toEqual([null, 64]);
  const failure = failureWith(result, 'output-shape');
  expect(failure).toMatchObject({ severity: 'warning' });
  expect(failure.message).toMatch(/no "computeOutputShape".*5×16.*2×32/);
  expect(textAt(text, failure.source, 12)).toBe('apply(input)');
});

test('a wrong computeOutputShape is said', async () => {
  const result = await workbench.inspect(
    block(`override computeOutputShape(shape: tf.Shape) { return [shape[0]!, 5, 8]; }
  override call(inputs: tf.Tensor | tf.Tensor[]) {
    ${first}
    return tf.relu(x);
  }`),
    'build()',
  );
  expect(failureWith(result, 'output-shape').message).toMatch(/says 5×8.*gives 5×16/);
});

test('a call that fails on the shapes it will get is said on its line, and the picture stands', async () => {
  const text = block(`override computeOutputShape(shape: tf.Shape) { return shape; }
  override call(inputs: tf.Tensor | tf.Tensor[]) {
    ${first}
    return tf.add(x, tf.zeros([7]));
  }`);
  const result = await workbench.inspect(text, 'build()');
  expect(classes(result.graph)).toBe('InputLayer Block Flatten');
  const failure = failureWith(result, 'layer-call-failed');
  expect(failure.severity).toBe('error');
  expect(textAt(text, failure.source, 6)).toBe('add(x,');
});

test('a call that takes a tensor alone will be handed a list', async () => {
  const result = await workbench.inspect(
    block(`override computeOutputShape(shape: tf.Shape) { return shape; }
  override call(inputs: tf.Tensor | tf.Tensor[]) { return tf.relu(inputs as tf.Tensor); }`),
    'build()',
  );
  expect(failureWith(result, 'layer-call-failed')).toMatchObject({ severity: 'warning' });
  expect(classes(nodeOf(result.graph!, 'Block').inner)).toBe('InputLayer Relu');
});

test('a call that asks for values is not followed, and the layer stands', async () => {
  const result = await workbench.inspect(
    block(`override computeOutputShape(shape: tf.Shape) { return shape; }
  override call(inputs: tf.Tensor | tf.Tensor[]) {
    ${first}
    return x.dataSync()[0]! > 0 ? x : tf.neg(x);
  }`),
    'build()',
  );
  expect(failureWith(result, 'unsupported-operation').severity).toBe('warning');
  expect(nodeOf(result.graph!, 'Block').inner).toBeUndefined();
});

const nested = `${importTf}class Block extends tf.layers.Layer {
  static className = 'Block';
  private dense = tf.layers.dense({ units: 16, activation: 'relu', name: 'inner' });
  private scale = tf.variable(tf.ones([16]));
  own!: tf.LayerVariable;
  override build(shape: tf.Shape) {
    this.dense.build(shape);
    this.own = this.addWeight('own', [16], 'float32', tf.initializers.ones());
    super.build(shape);
  }
  override computeOutputShape(shape: tf.Shape) { return shape; }
  override call(inputs: tf.Tensor | tf.Tensor[]) {
    ${first}
    return tf.add(x, tf.mul(tf.mul(this.dense.apply(x) as tf.Tensor, this.scale), this.own.read()));
  }
}
export function build() {
  const input = tf.input({ shape: [5, 16] });
  return tf.model({ inputs: input, outputs: new Block().apply(input) as tf.SymbolicTensor });
}`;

test('weights that tf.layers does not know of are counted apart and warned of where they are made', async () => {
  const result = await workbench.inspect(nested, 'build()');
  const counts = { trainable: 16, nonTrainable: 0, untracked: 16 * 16 + 16 + 16 };
  expect(result.graph!.parameters).toEqual(counts);
  const block = nodeOf(result.graph!, 'Block');
  expect(block.parameters).toEqual(counts);
  expect(classes(block.inner)).toBe('InputLayer Dense Multiply Multiply Add');
  expect(block.inner!.skips).toMatchObject([{ kind: 'identity', length: 1 }]);
  expect(nodeOf(block.inner!, 'Dense')).toMatchObject({
    name: 'inner',
    parameters: { trainable: 0, nonTrainable: 0, untracked: 272 },
    macs: { forward: 5 * 16 * 16 },
  });
  const warnings = result.failures.filter(({ code }) => code === 'untracked-weights');
  expect(warnings.map(({ source }) => textAt(nested, source, 8))).toEqual(['dense({ ', 'variable']);
  expect(warnings[0]!.message).toMatch(/^272 parameters \(kernel, bias\)/);
  expect(warnings[1]!.message).toMatch(/^16 parameters \(scale\)/);
});

test('a layer that lists the weights of its inner layers has them tracked', async () => {
  const text = nested
    .replace(
      'override computeOutputShape',
      `override get trainableWeights() {
    return [...super.trainableWeights, ...this.dense.trainableWeights];
  }
  override computeOutputShape`,
    )
    .replace('tf.variable(tf.ones([16]))', 'tf.scalar(2)');
  const { graph, failures } = await workbench.inspect(text, 'build()');
  expect(failures).toEqual([]);
  expect(graph!.parameters).toEqual({ trainable: 16 + 272, nonTrainable: 0 });
});

test('custom layers and models inside of custom layers hold their own graphs', async () => {
  const graph = await workbench.graph(
    `${highway}class Outer extends tf.layers.Layer {
  static className = 'Outer';
  inner = new Highway();
  mlp = tf.sequential({ layers: [tf.layers.dense({ units: 64, inputShape: [64] })] });
  override get trainableWeights() {
    return [...this.inner.trainableWeights, ...this.mlp.trainableWeights];
  }
  override build(shape: tf.Shape) { this.inner.build(shape); super.build(shape); }
  override computeOutputShape(shape: tf.Shape) { return shape; }
  override call(inputs: tf.Tensor | tf.Tensor[]) {
    ${first}
    return this.mlp.apply(this.inner.apply(x) as tf.Tensor) as tf.Tensor;
  }
}
const input = tf.input({ shape: [64] });
export const model = tf.model({ inputs: input, outputs: new Outer().apply(input) as tf.SymbolicTensor });`,
  );
  const outer = nodeOf(graph, 'Outer').inner!;
  expect(classes(outer)).toBe('InputLayer Highway Sequential');
  expect(outer.nodes.map(({ inner }) => classes(inner))).toEqual([
    '',
    'InputLayer BatchMatMul Sigmoid BatchMatMul Relu Multiply Sub Multiply Add',
    'InputLayer Dense',
  ]);
  expect(graph.parameters.trainable).toBe(2 * 64 * 64 + 64 * 64 + 64);
  expect(graph.macs.forward).toBe(3 * 64 * 64);
  const ids = [graph, outer, ...outer.nodes.flatMap(({ inner }) => inner ?? [])].flatMap(
    ({ nodes }) => nodes.map(({ id }) => id),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

test('a layer that is applied twice counts its weights once', async () => {
  const graph = await workbench.graph(
    `${highway}const input = tf.input({ shape: [8] });
const layer = new Highway();
const once = layer.apply(input) as tf.SymbolicTensor;
export const model = tf.model({ inputs: input, outputs: layer.apply(once) as tf.SymbolicTensor });`,
  );
  const [one, two] = graph.nodes.filter(({ className }) => className === 'Highway');
  expect([one!.parameters.trainable, two!.parameters.trainable]).toEqual([128, 0]);
  expect(two!.sharedWith).toBe(one!.id);
  expect(graph.macs.forward).toBe(4 * 64);
});
