/** Layers of the user's own that are the identity at inference and drop whole examples in training. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Skip } from '../../src/model/graph';
import { allSkips } from '../../src/model/report';
import { importTf, root, useWorkbench } from './support/inspect';

const workbench = useWorkbench();

/** A block whose branch ends in a layer with this in its `call`. */
function fileOf(training: string, inference = 'x.clone()'): string {
  return `${importTf}
let calls = 0;
class Drop extends tf.layers.Layer {
  static className = 'Drop';
  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean } = {}): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    const n = x.shape[0]!;
    const keep = 0.8;
    if (!kwargs.training) return ${inference};
    ${training}
  }
}
export function build() {
  const x = tf.input({ shape: [8, 8, 4] });
  const y = tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same' }).apply(x);
  const sum = tf.layers.add().apply([x, new Drop({}).apply(y) as tf.SymbolicTensor]);
  return tf.model({ inputs: x, outputs: sum as tf.SymbolicTensor });
}
`;
}

async function skipOf(text: string): Promise<Skip> {
  const graph = await workbench.graph(text, 'build()');
  expect(graph.skips).toHaveLength(1);
  return graph.skips[0]!;
}

test.each([
  [
    'greaterEqual',
    'return x.mul(tf.randomUniform([n, 1, 1, 1]).greaterEqual(0.2)).div(keep);',
    0.8,
  ],
  ['less', 'return x.mul(tf.randomUniform([n, 1, 1, 1]).less(keep).cast("float32"));', 0.8],
  ['a number first', 'return x.mul(tf.less(0.3, tf.randomUniform([n, 1, 1, 1])));', 0.7],
  ['floor', 'return x.div(keep).mul(tf.floor(tf.add(keep, tf.randomUniform([n, 1, 1, 1]))));', 0.8],
  ['tf.dropout', 'return tf.dropout(x, 0.4, [n, 1, 1, 1]);', 0.6],
  ['the whole step', 'return x.mul(tf.randomUniform([]).less(0.5).cast(x.dtype));', 0.5],
  ['another range', 'return x.mul(tf.randomUniform([n, 1, 1, 1], -1, 1).greater(0.5));', 0.25],
  ['a normal distribution', 'return x.mul(tf.randomNormal([n, 1, 1, 1]).less(keep));', undefined],
])('is found with its probability: %s', async (_, training, survival) => {
  const skip = await skipOf(fileOf(training));
  expect(skip.stochasticDepth).toBe(true);
  expect(skip.survival).toBe(survival);
});

test('is found where inference scales by the probability', async () => {
  const training = 'return x.mul(tf.randomUniform([]).less(keep).cast(x.dtype));';
  expect(await skipOf(fileOf(training, 'x.mul(keep)'))).toMatchObject({ survival: 0.8 });
});

test.each([
  ['dropout of single values', 'return tf.dropout(x, 0.4);'],
  ['noise', 'return x.add(tf.randomNormal(x.shape));'],
  ['an error', 'throw new Error("training only");'],
  ['no tensor', 'return undefined as unknown as tf.Tensor;'],
  ['a mask for each channel', 'return x.mul(tf.randomUniform([1, 1, 1, 4]).less(keep));'],
])('is not there: %s', async (_, training) => {
  const skip = await skipOf(fileOf(training));
  expect(skip).not.toHaveProperty('stochasticDepth');
});

const mask = '[x.shape[0]!, 1, 1, 1]';

describe('in a function of tensors', () => {
  /** Blocks whose branch is multiplied as `training` says. */
  const functionOf = (training: string): string => `${importTf}
const kernels = [0.9, 0.7].map((keep) => ({ keep, w: tf.variable(tf.ones([3, 3, 4, 4])) as tf.Variable<tf.Rank.R4> }));
export function net(x: tf.Tensor4D, training = true) {
  for (const { keep, w } of kernels) {
    const y = tf.relu(tf.conv2d(x, w, 1, 'same'));
    x = x.add(training ? ${training} : y.mul(keep)) as tf.Tensor4D;
  }
  return x;
}`;

  test.each([
    ['less', `y.mul(tf.randomUniform(${mask}).less(keep))`],
    ['scaled', `y.mul(tf.randomUniform(${mask}).less(keep).cast('float32').div(keep))`],
    ['divided before', `y.div(keep).mul(tf.cast(tf.randomUniform(${mask}).less(keep), 'float32'))`],
    ['floor', `y.mul(tf.floor(tf.randomUniform(${mask}).add(keep)))`],
    ['tf.dropout', `tf.dropout(y, 1 - keep, ${mask})`],
    ['the whole step', `y.mul(tf.randomUniform([]).less(keep).cast(y.dtype))`],
    ['in a tidy', `tf.tidy(() => y.mul(tf.randomUniform(${mask}).greaterEqual(1 - keep)))`],
  ])('each block has its own probability: %s', async (_, training) => {
    const graph = await workbench.graph(functionOf(training), 'net(tf.zeros([1, 8, 8, 4]))');
    expect(graph.skips).toMatchObject([
      { kind: 'identity', stochasticDepth: true, survival: 0.9 },
      { kind: 'identity', stochasticDepth: true, survival: 0.7 },
    ]);
  });

  test.each([
    ['at inference', 'y', ', false'],
    ['for dropout of single values', 'tf.dropout(y, 1 - keep)', ''],
    ['for a mask that nobody drew', 'y.mul(tf.zeros([1, 1, 1, 1]).less(keep))', ''],
  ])('has none %s', async (_, training, more) => {
    const entry = `net(tf.zeros([1, 8, 8, 4])${more})`;
    const graph = await workbench.graph(functionOf(training), entry);
    expect(graph.skips).toHaveLength(2);
    for (const skip of graph.skips) expect(skip).not.toHaveProperty('survival');
    for (const skip of graph.skips) expect(skip).not.toHaveProperty('stochasticDepth');
  });
});

test('is looked for only where inference does next to nothing', async () => {
  const training = 'throw new Error(String(++calls));';
  const inference = 'x.mul(2).add(1).sub(x).mul(x).div(3)';
  const text = fileOf(training, inference).replace(
    'if (!kwargs.training)',
    'calls += 1; if (!kwargs.training)',
  );
  const { graph, failures } = await workbench.inspect(text, 'build()');
  expect(failures.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(graph?.skips[0]).not.toHaveProperty('stochasticDepth');
});

test('is found inside of a layer that holds the whole block', async () => {
  const text = `${importTf}
class Drop extends tf.layers.Layer {
  static className = 'Drop';
  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean } = {}): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    return kwargs.training ? x.mul(tf.randomUniform([x.shape[0]!, 1]).less(0.9)) : x;
  }
}
class Block extends tf.layers.Layer {
  static className = 'Block';
  private kernel!: tf.LayerVariable;
  private readonly drop = new Drop({});
  override build(): void {
    this.kernel = this.addWeight('kernel', [6, 6], 'float32', tf.initializers.zeros());
  }
  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: object): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0]! : inputs) as tf.Tensor2D;
    return x.add(this.drop.apply(tf.matMul(x, this.kernel.read() as tf.Tensor2D), kwargs as never) as tf.Tensor);
  }
}
export const model = tf.sequential({ layers: [new Block({ inputShape: [6] } as object)] });
`;
  const graph = await workbench.graph(text);
  expect(allSkips(graph)).toMatchObject([{ stochasticDepth: true, survival: 0.9 }]);
});

test.each([
  ['efficientnet-b0.ts', 'efficientnetB0()', 9],
  ['convnext-tiny.ts', 'convnextTiny()', 18],
  ['stochastic-depth.ts', 'stochasticDepth110()', 54],
])('of the sample %s', async (file, entry, skips) => {
  const text = readFileSync(path.join(root, 'media/models', file), 'utf8');
  const graph = await workbench.graph(text, entry, { name: file });
  const found = allSkips(graph);
  expect(found).toHaveLength(skips);
  const survivals = found.flatMap(({ survival }) => survival ?? []);
  expect(survivals.length).toBeGreaterThan(skips - 2);
  // The deeper, the more is dropped.
  expect(survivals).toEqual([...survivals].sort((a, b) => b - a));
});
