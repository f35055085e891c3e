/** Batch normalization while training, forward and backward, as one operation each. */
import { core } from '../../../tfjs/library';
import { engine } from './engine';
import type { Id, Native } from './native';
import type { Patches } from './patches';
import {
  normalizationClass,
  weightsOf,
  type BatchNormalization,
  type Weights,
} from './normalizationLayer';
import { setVariable } from './variables';

/** TensorFlow's operation takes images; what has another rank is one row of them. */
function imageShape({ shape, size }: core.Tensor): number[] {
  const channels = shape.at(-1) ?? 1;
  return shape.length === 4 ? shape : [1, 1, size / channels, channels];
}

function attributesOf(native: Native, { epsilon }: BatchNormalization) {
  return [
    native.type('T'),
    native.type('U'),
    native.real('epsilon', epsilon),
    native.text('data_format', 'NHWC'),
    native.flag('is_training', true),
  ];
}

/** An id as an image; the second is to be freed, where it is another. */
function asImage(native: Native, x: core.Tensor): { id: Id; made: Id[] } {
  const shape = imageShape(x);
  if (shape === x.shape) return { id: native.id(x), made: [] };
  const attributes = [...native.floats, native.integerType('Tshape')];
  const { id } = native.one('Reshape', attributes, [native.id(x), native.shape(shape)]);
  return { id, made: [id] };
}

/** A tensor of what was computed as an image, in the shape that it had before. */
function fromImage(native: Native, id: Id, { shape }: core.Tensor): core.Tensor {
  if (shape.length === 4) return native.tensor({ id }, shape);
  const result = native.chain(shape, (step) => native.reshaped(step, id, shape));
  native.free(id);
  return result;
}

/**
 * The averages move by TensorFlow's variance, which is the unbiased one, and tf.layers' by the biased: with
 * k = (n − 1) / n the average goes in divided by k, and what comes out is multiplied by it.
 */
function forward(
  native: Native,
  layer: BatchNormalization,
  x: core.Tensor,
  { mean, variance, ...weights }: Weights,
): core.Tensor[] {
  const channels = x.shape.at(-1) ?? 1;
  const count = x.size / channels;
  const k = native.number((count - 1) / count);
  const image = asImage(native, x);
  const { id: scaled } = native.one('Div', native.floats, [native.id(variance), k]);
  const attributes = [
    ...attributesOf(native, layer),
    native.real('exponential_avg_factor', 1 - layer.momentum),
  ];
  const inputs = native.ids(weights.gamma.read(), weights.beta.read(), mean);
  const outputs = native.all('FusedBatchNormV3', attributes, [image.id, ...inputs, scaled], 6);
  const [y = -1, newMean = -1, newVariance = -1, ...saved] = outputs.map(({ id }) => id);
  setVariable(native, mean, newMean);
  setVariable(native, variance, native.one('Mul', native.floats, [newVariance, k]).id);
  native.free(newVariance, scaled, ...image.made);
  const kept = outputs.slice(3).map(({ shape }, index) => {
    return native.tensor({ id: saved[index] ?? -1 }, shape);
  });
  return [fromImage(native, y, x), ...kept];
}

function backward(
  native: Native,
  layer: BatchNormalization,
  dy: core.Tensor,
  [x, gamma, ...statistics]: readonly core.Tensor[],
): core.Tensor[] {
  if (x === undefined || gamma === undefined) throw new Error('nothing was saved');
  const [image, gradient] = [asImage(native, x), asImage(native, dy)];
  const inputs = [gradient.id, image.id, ...native.ids(gamma, ...statistics)];
  const outputs = native.all('FusedBatchNormGradV3', attributesOf(native, layer), inputs, 5);
  const [dx = -1, dGamma = -1, dBeta = -1, ...empty] = outputs.map(({ id }) => id);
  native.free(...empty, ...image.made, ...gradient.made);
  const small = [dGamma, dBeta].map((id) => native.tensor({ id }, gamma.shape));
  return [fromImage(native, dx, x), ...small];
}

function isTaken(native: Native, layer: BatchNormalization, x: core.Tensor, w: Weights): boolean {
  const last = layer.axis === -1 || layer.axis === x.rank - 1;
  const enough = x.size / (x.shape.at(-1) ?? 1) >= 2;
  const plain = layer.scale && layer.center && last && x.rank >= 2 && enough;
  // A second derivative has to be recorded operation by operation.
  return plain && engine().state.gradientDepth <= 1 && native.takes(x, w.mean, w.variance);
}

function normalize(
  native: Native,
  layer: BatchNormalization,
  x: core.Tensor,
  weights: Weights,
): core.Tensor {
  const operation = core.customGrad((input, gamma, beta, save) => {
    const x = input as core.Tensor;
    const { mean, variance } = weights;
    const read = { x, gamma: gamma as core.Tensor, beta: beta as core.Tensor, mean, variance };
    const run = () => forward(native, layer, x, weights);
    const [y, ...saved] = native.kernel('FusedBatchNormV3', read, run);
    if (y === undefined) throw new Error('the normalization gave nothing');
    (save as core.GradSaveFunc)([x, gamma as core.Tensor, ...saved]);
    const gradFunc = (dy: core.Tensor, kept: core.Tensor[]) => {
      const named = Object.fromEntries(kept.map((tensor, index) => [`saved${index}`, tensor]));
      return native.kernel('FusedBatchNormGradV3', { dy, ...named }, () =>
        backward(native, layer, dy, kept),
      );
    };
    return { value: y, gradFunc };
  });
  return core.tidy(() => operation(x, weights.gamma.read(), weights.beta.read()));
}

export function fuseBatchNormalization(native: Native, patches: Patches): void {
  patches.method(normalizationClass().prototype, 'call', (before) => {
    return function (this: BatchNormalization, inputs, kwargs) {
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      const weights = weightsOf(this);
      const fits = x !== undefined && weights !== undefined && kwargs?.training === true;
      if (!fits || !isTaken(native, this, x, weights)) return before.call(this, inputs, kwargs);
      return normalize(native, this, x, weights);
    };
  });
}
