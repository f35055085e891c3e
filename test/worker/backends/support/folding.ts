/**
 * Runs small models with and without the fused kernels of the tensorflow backend, in inference, and says what was folded.
 * Arguments: the backend's resources as JSON.
 */
import type * as tfjs from '@tensorflow/tfjs';
import type { BackendResources } from '../../../../src/worker/backends/backend';
import { openBackend } from '../../../../src/worker/backends/open';
import { core, union } from '../../../../src/worker/tfjs/library';
import { rememberOwnClasses } from '../../../../src/worker/trace/layerKinds';
import type { Tf } from './operation';

const tf = union as unknown as Tf;
const { layers } = tf;

type Tensor = tfjs.SymbolicTensor;

const image = () => tf.input({ shape: [9, 9, 8], name: 'image' });

function conv(x: Tensor, name: string, more: object = {}): Tensor {
  const config = { name, filters: 8, kernelSize: 3, padding: 'same', useBias: false, ...more };
  return layers.conv2d(config as never).apply(x) as Tensor;
}

const norm = (x: Tensor, name: string) => layers.batchNormalization({ name }).apply(x) as Tensor;
const relu = (x: Tensor, name: string, maxValue?: number) =>
  layers.reLU({ name, ...(maxValue === undefined ? {} : { maxValue }) }).apply(x) as Tensor;
const add = (tensors: Tensor[], name: string) => layers.add({ name }).apply(tensors) as Tensor;
const model = (inputs: Tensor, outputs: Tensor | Tensor[]) => tf.model({ inputs, outputs });

/** He et al. 2015: the shortcut is what the block was given. */
function identity() {
  const input = image();
  const x = relu(norm(conv(input, 'stem'), 'stem_bn'), 'stem_relu');
  const y = relu(norm(conv(x, 'a', { kernelSize: 1 }), 'a_bn'), 'a_relu');
  const z = norm(conv(y, 'b', { useBias: true }), 'b_bn');
  return model(input, relu(add([z, x], 'sum'), 'relu'));
}

/** The shortcut is a convolution; which of the two runs first is the order of the operands. */
function projection(shortcutFirst: boolean) {
  const input = image();
  const x = relu(norm(conv(input, 'stem'), 'stem_bn'), 'stem_relu');
  const main = norm(conv(x, 'main', { strides: 2 }), 'main_bn');
  const shortcut = norm(conv(x, 'short', { strides: 2, kernelSize: 1 }), 'short_bn');
  const operands = shortcutFirst ? [shortcut, main] : [main, shortcut];
  return model(input, relu(add(operands, 'sum'), 'relu'));
}

/** He et al. 2016: normalized and activated before the convolution; nothing follows the sum but the next block. */
function preActivation() {
  const input = image();
  let x = conv(input, 'stem');
  for (const block of ['a', 'b']) {
    const y = relu(norm(x, `${block}_bn1`), `${block}_relu1`);
    const z = relu(norm(conv(y, `${block}_conv1`), `${block}_bn2`), `${block}_relu2`);
    x = add([conv(z, `${block}_conv2`), x], `${block}_sum`);
  }
  return model(input, relu(norm(x, 'last_bn'), 'last_relu'));
}

/** Each of a convolution, a normalization and a sum is read by two, or shown. */
function readTwice() {
  const input = image();
  const first = conv(input, 'first');
  const normalized = norm(first, 'first_bn');
  const both = add([relu(first, 'of_conv'), relu(normalized, 'of_bn')], 'both');
  const second = norm(conv(both, 'second'), 'second_bn');
  const sum = add([second, both], 'sum');
  const third = norm(conv(sum, 'third'), 'third_bn');
  return model(input, [add([relu(sum, 'of_sum'), relu(third, 'of_third')], 'end'), third]);
}

function activations() {
  const input = image();
  const own = conv(input, 'own', { activation: 'relu', useBias: true });
  const six = relu(norm(conv(own, 'six'), 'six_bn'), 'relu6', 6);
  const three = relu(norm(conv(six, 'three'), 'three_bn'), 'relu3', 3);
  const named = layers
    .activation({ name: 'named', activation: 'relu' })
    .apply(conv(three, 'plain')) as Tensor;
  const tanh = layers
    .activation({ name: 'tanh', activation: 'tanh' })
    .apply(conv(named, 'last', { useBias: true, activation: 'tanh' })) as Tensor;
  return model(input, tanh);
}

/** Sums that are none of two tensors of one shape from two layers. */
function otherSums() {
  const input = image();
  const x = relu(norm(conv(input, 'stem'), 'stem_bn'), 'stem_relu');
  const y = norm(conv(x, 'y'), 'y_bn');
  const twice = add([y, y], 'twice');
  const small = layers.averagePooling2d({ poolSize: 9, strides: 9 }).apply(twice) as Tensor;
  const broadcast = add([norm(conv(twice, 'wide'), 'wide_bn'), small], 'broadcast');
  const three = add([norm(conv(broadcast, 'z'), 'z_bn'), broadcast, x], 'three');
  return model(input, add([norm(conv(three, 'shared'), 'shared_bn'), input], 'with_input'));
}

/** Applies another layer of the model to something else. */
class Again extends layers.Layer {
  static readonly className = 'Again';

  constructor(readonly other: tfjs.layers.Layer) {
    super({ name: 'again' });
  }

  override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
    return this.other.apply([inputs].flat()[0]!.mul(-3).add(1)) as tfjs.Tensor;
  }
}

/** The shortcut's layer runs once more, in the code of another, between the shortcut and the sum. */
function calledInside() {
  const input = image();
  const other = layers.reLU({ name: 'other' });
  const shortcut = other.apply(input) as Tensor;
  const again = new Again(other).apply(input) as Tensor;
  return model(input, relu(add([norm(conv(again, 'main'), 'main_bn'), shortcut], 'sum'), 'relu'));
}

/** A block that is a model, applied twice with the same weights. */
function nested() {
  const inner = image();
  const x = relu(norm(conv(inner, 'in_a'), 'in_a_bn'), 'in_relu');
  const block = model(inner, relu(add([norm(conv(x, 'in_b'), 'in_b_bn'), x], 'in_sum'), 'in_end'));
  const input = image();
  return model(input, block.apply(block.apply(input)) as Tensor);
}

const models = {
  identity,
  'projection, main first': () => projection(false),
  'projection, shortcut first': () => projection(true),
  'pre-activation': preActivation,
  'read twice': readTwice,
  activations,
  'other sums': otherSums,
  'called inside': calledInside,
  nested,
};

export interface Folded {
  /** Predictions: four times, in batches of two and three, then with other weights, and while training. */
  readonly values: number[][];
  /** `convolution < layer layer`, in the order of their first use. */
  readonly folded: string[];
}

function values(outputs: tfjs.Tensor | tfjs.Tensor[]): number[] {
  const list = [outputs].flat();
  const all = list.flatMap((tensor) => [...tensor.dataSync()]);
  core.dispose(list);
  return all;
}

function run(make: () => tfjs.LayersModel): number[][] {
  const made = make();
  let seed = 5;
  const random = (low: number, high: number) => {
    const given = made
      .getWeights()
      .map(({ shape }) => tf.randomUniform(shape, low, high, 'float32', seed++));
    made.setWeights(given);
    core.dispose(given);
  };
  random(-0.2, 0.4);
  for (const weight of made.weights)
    if (weight.name.includes('variance')) weight.write(tf.fill(weight.shape as number[], 0.7));
  const x = tf.randomUniform([5, 9, 9, 8], -1, 1, 'float32', 3);
  const all = Array.from({ length: 3 }, () => values(made.predict(x)));
  all.push(values(made.predict(x, { batchSize: 2 })));
  for (const weight of made.weights)
    if (!weight.name.includes('variance')) weight.write(weight.read().mul(0.9));
  all.push(...Array.from({ length: 3 }, () => values(made.predict(x))));
  all.push(values(made.apply(x, { training: true }) as tfjs.Tensor));
  x.dispose();
  return all;
}

interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

interface Binding {
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_TYPE: number;
  executeOp(name: string, attributes: Attribute[], ids: number[], outputs: number): unknown;
}

/** As tfjs-node's own is. */
function withoutLists(binding: Binding): Binding {
  const lists = [binding.TF_ATTR_STRING, binding.TF_ATTR_TYPE];
  const executeOp: Binding['executeOp'] = (name, attributes, ...rest) => {
    if (attributes.some(({ type, value }) => Array.isArray(value) && lists.includes(type)))
      throw new Error('Argument is not a string');
    return binding.executeOp(name, attributes, ...rest);
  };
  // The binding's own properties are not to be changed.
  return Object.create(binding, { executeOp: { value: executeOp } }) as Binding;
}

/** What the binding says of a list that has a number in it. */
function refusal(binding: Binding): string {
  const value = ['BiasAdd', 3];
  try {
    binding.executeOp('Relu', [{ name: 'T', type: binding.TF_ATTR_STRING, value }], [], 1);
    return 'nothing';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function main() {
  rememberOwnClasses();
  const opened = await openBackend('tensorflow', JSON.parse(process.argv[2]!) as BackendResources);
  if (!opened.ok) throw new Error(opened.failure.message);
  const { backend, fuse } = opened.value;
  const each = Object.entries(models);
  const plain = Object.fromEntries(each.map(([name, make]) => [name, run(make)]));
  const fused = (make: () => tfjs.LayersModel): { folds: string; model: Folded } => {
    const kernels = fuse!();
    const all = run(make);
    const folded = kernels
      .folded()
      .filter((one) => one.layers.length > 0)
      .map(
        ({ into, layers: behind }) => `${into.name} < ${behind.map((one) => one.name).join(' ')}`,
      );
    kernels.undo();
    return { folds: kernels.folds, model: { values: all, folded } };
  };
  const all = each.map(([name, make]) => [name, fused(make)] as const);
  const holder = backend as unknown as { binding: Binding };
  const refused = refusal(holder.binding);
  holder.binding = withoutLists(holder.binding);
  const without = fused(identity);
  return {
    plain,
    fused: Object.fromEntries(all.map(([name, { model: one }]) => [name, one])),
    folds: all[0]?.[1].folds,
    without,
    refused,
  };
}

void main().then((result) => {
  process.stdout.write(JSON.stringify(result), () => process.exit(0));
});
