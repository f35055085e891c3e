/**
 * Trains small models with and without the fused kernels of the tensorflow backend, from the same weights on the same batch.
 * Arguments: the backend's resources as JSON.
 */
import type * as tfjs from '@tensorflow/tfjs';
import type { BackendResources } from '../../../../src/worker/backends/backend';
import { openBackend } from '../../../../src/worker/backends/open';
import { core, union } from '../../../../src/worker/tfjs/library';
import type { Tf } from './operation';

const tf = union as unknown as Tf;
const { layers } = tf;

/** With batch normalization, a projection, both kinds of pooling and a stride. */
function residual(): tfjs.LayersModel {
  const input = tf.input({ shape: [16, 16, 3] });
  const normalized = (x: tfjs.SymbolicTensor) =>
    layers.batchNormalization().apply(x) as tfjs.SymbolicTensor;
  const convolved = (x: tfjs.SymbolicTensor, filters: number, kernelSize: number, strides = 1) =>
    layers
      .conv2d({ filters, kernelSize, strides, padding: 'same', useBias: kernelSize === 5 })
      .apply(x) as tfjs.SymbolicTensor;
  const activated = (x: tfjs.SymbolicTensor) => layers.reLU().apply(x) as tfjs.SymbolicTensor;
  // A bias before normalization has a gradient of rounding errors only, which Adam makes large.
  const stem = activated(convolved(input, 8, 5));
  const pooled = layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }).apply(stem);
  const main = normalized(
    convolved(activated(normalized(convolved(pooled as tfjs.SymbolicTensor, 8, 3, 2))), 16, 3),
  );
  const shortcut = normalized(convolved(pooled as tfjs.SymbolicTensor, 16, 1, 2));
  const sum = activated(layers.add().apply([main, shortcut]) as tfjs.SymbolicTensor);
  const features = layers.globalAveragePooling2d({}).apply(sum);
  const outputs = layers.dense({ units: 4, activation: 'softmax' }).apply(features);
  return tf.model({ inputs: input, outputs: outputs as tfjs.SymbolicTensor });
}

function recurrent(): tfjs.LayersModel {
  const input = tf.input({ shape: [5, 6] });
  const shared = layers.dense({ units: 6, activation: 'tanh' });
  const twice = shared.apply(shared.apply(input));
  const state = layers.lstm({ units: 7 }).apply(twice);
  const rows = layers.batchNormalization().apply(state);
  const outputs = layers.dense({ units: 4, activation: 'softmax' }).apply(rows);
  return tf.model({ inputs: input, outputs: outputs as tfjs.SymbolicTensor });
}

const models = { residual, recurrent };
const optimizers = {
  sgd: () => tf.train.sgd(0.05),
  momentum: () => tf.train.momentum(0.05, 0.9),
  nesterov: () => tf.train.momentum(0.05, 0.9, true),
  adam: () => tf.train.adam(0.01),
  rmsprop: () => tf.train.rmsprop(0.01),
};

export interface Trained {
  readonly losses: number[];
  /** The weights after the steps, and a prediction with them. */
  readonly values: number[][];
  /** Tensors that each further step leaves behind. */
  readonly leaked: number;
}

const steps = 4;

/** Weights are folded when they are seen for the second time. */
const times = 3;

function predictions(model: tfjs.LayersModel, x: tfjs.Tensor): number[][] {
  return Array.from({ length: times }, () => {
    const predicted = [model.predict(x)].flat();
    const values = predicted.flatMap((tensor) => [...tensor.dataSync()]);
    core.dispose(predicted);
    return values;
  });
}

/** The same layers with the output of a convolution shown, which must not be normalized. */
function withInnerOutput(model: tfjs.LayersModel): tfjs.LayersModel {
  const convolutions = model.layers.filter((layer) => layer.getClassName() === 'Conv2D');
  const inner = (convolutions[1] ?? model.layers[1]!).getOutputAt(0);
  const outputs = [inner as tfjs.SymbolicTensor, ...model.outputs];
  return tf.model({ inputs: model.inputs, outputs });
}

async function trained(make: () => tfjs.LayersModel, optimizer: tfjs.Optimizer): Promise<Trained> {
  const model = make();
  let seed = 5;
  const weights = model
    .getWeights()
    .map(({ shape }) => tf.randomUniform(shape, 0.02, 0.4, 'float32', seed++));
  model.setWeights(weights);
  core.dispose(weights);
  const [, ...shape] = model.inputs[0]!.shape as number[];
  const x = tf.randomUniform([6, ...shape], -1, 1, 'float32', 3);
  const y = tf.oneHot(tf.tensor1d([0, 1, 2, 3, 1, 0], 'int32'), 4).toFloat();
  model.compile({ optimizer, loss: 'categoricalCrossentropy' });
  const losses: number[] = [];
  const held: number[] = [];
  for (let step = 0; step < steps; step++) {
    losses.push((await model.trainOnBatch(x, y)) as number);
    held.push(core.memory().numTensors);
  }
  const values = model.getWeights().map((tensor) => [...tensor.dataSync()]);
  values.push(...predictions(model, x), ...predictions(withInnerOutput(model), x));
  // Whoever updates in place has to see that the weights are other ones now.
  const changed = model.getWeights().map((tensor) => tensor.mul(0.9));
  model.setWeights(changed);
  core.dispose(changed);
  await model.trainOnBatch(x, y);
  values.push(...predictions(model, x));
  core.dispose([x, y]);
  model.dispose();
  return { losses, values, leaked: held.at(-1)! - held.at(-2)! };
}

async function trainAll(): Promise<Record<string, Trained>> {
  const all: Record<string, Trained> = {};
  for (const [model, make] of Object.entries(models)) {
    for (const [name, optimizer] of Object.entries(optimizers)) {
      all[`${model} with ${name}`] = await trained(make, optimizer());
    }
  }
  return all;
}

async function main(): Promise<Record<string, Record<string, Trained>>> {
  const opened = await openBackend('tensorflow', JSON.parse(process.argv[2]!) as BackendResources);
  if (!opened.ok) throw new Error(opened.failure.message);
  const before = core.getKernelsForBackend('tensorflow').map(({ kernelFunc }) => kernelFunc);
  const plain = await trainAll();
  const kernels = opened.value.fuse!();
  const fused = await trainAll();
  kernels.undo();
  const after = core.getKernelsForBackend('tensorflow').map(({ kernelFunc }) => kernelFunc);
  if (!before.every((kernel) => after.includes(kernel)))
    throw new Error('a kernel was not put back');
  return { plain, fused, undone: await trainAll() };
}

void main().then((result) => {
  process.stdout.write(JSON.stringify(result), () => process.exit(0));
});
