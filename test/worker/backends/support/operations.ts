/** Operations whose values and gradients every backend has to give as the cpu backend does. Shapes are NHWC. */
import type * as tfjs from '@tensorflow/tfjs';
import { arrangement, elementwise } from './elementOperations';
import { image, linear, of, small, type Operation, type Tensor, type Tf } from './operation';

const products: Record<string, Operation> = {
  matMul: of(
    [
      [37, 65],
      [65, 19],
    ],
    (tf, a, b) => tf.matMul(a, b),
  ),
  'matMul in batches': of(
    [
      [2, 3, 16, 24],
      [2, 3, 24, 8],
    ],
    (tf, a, b) => tf.matMul(a, b),
  ),
  'matMul, second transposed': of(
    [
      [37, 65],
      [19, 65],
    ],
    (tf, a, b) => tf.matMul(a, b, false, true),
  ),
  'matMul, first transposed': of(
    [
      [65, 37],
      [65, 19],
    ],
    (tf, a, b) => tf.matMul(a, b, true),
  ),
  'fused matMul with relu': of([[8, 65], [65, 19], [19]], (tf, a, b, bias) =>
    tf.fused.matMul({ a: a, b: b, bias: bias, activation: 'relu' }),
  ),
  'einsum of attention scores': of(
    [
      [2, 5, 3, 4],
      [2, 6, 3, 4],
    ],
    (tf, a, b) => tf.einsum('bqhd,bkhd->bhqk', a, b),
    { noGradient: /Einsum/ },
  ),
  'einsum with sums of its own': of(
    [
      [3, 4, 5],
      [5, 2, 6],
    ],
    (tf, a, b) => tf.einsum('ijk,klm->mi', a, b),
    { noGradient: /Einsum/ },
  ),
  'einsum of one': of([[3, 4, 5]], (tf, a) => tf.einsum('ijk->ki', a), {
    noGradient: /Einsum/,
  }),
  attention: of(
    [
      [2, 5, 16],
      [16, 16],
      [16, 16],
      [16, 16],
    ],
    (tf, x, q, k, v) => {
      const heads = (weights: Tensor) =>
        x.reshape([10, 16]).matMul(weights).reshape([2, 5, 4, 4]).transpose([0, 2, 1, 3]);
      const scores = tf.matMul(heads(q), heads(k), false, true).mul(0.5);
      return tf.softmax(scores).matMul(heads(v));
    },
  ),
  highway: of(
    [
      [4, 32],
      [32, 32],
      [32, 32],
    ],
    (tf, x, w, g) => {
      const gate = tf.sigmoid(x.matMul(g));
      return tf
        .relu(x.matMul(w))
        .mul(gate)
        .add(x.mul(tf.sub(1, gate)));
    },
  ),
};

type X4 = tfjs.Tensor4D;
type X5 = tfjs.Tensor5D;

const convolutions: Record<string, Operation> = {
  'conv2d 3×3': of([image, [3, 3, 8, 16]], (tf, x, w) => tf.conv2d(x as X4, w as X4, 1, 'same')),
  'conv2d 3×3, valid, stride 2': of([image, [3, 3, 8, 16]], (tf, x, w) =>
    tf.conv2d(x as X4, w as X4, 2, 'valid'),
  ),
  'conv2d 3×3, padding in numbers': of([image, [3, 3, 8, 16]], (tf, x, w) =>
    tf.conv2d(x as X4, w as X4, 1, 2),
  ),
  'conv2d 1×1': of([image, [1, 1, 8, 16]], (tf, x, w) => tf.conv2d(x as X4, w as X4, 1, 'same')),
  'conv2d 1×1, stride 2': of([image, [1, 1, 8, 16]], (tf, x, w) =>
    tf.conv2d(x as X4, w as X4, 2, 'same'),
  ),
  'conv2d 7×7, stride 2': of(
    [
      [2, 32, 32, 3],
      [7, 7, 3, 16],
    ],
    (tf, x, w) => tf.conv2d(x as X4, w as X4, 2, 'same'),
  ),
  'conv2d dilated': of(
    [
      [1, 14, 14, 4],
      [3, 3, 4, 8],
    ],
    (tf, x, w) => tf.conv2d(x as X4, w as X4, 1, 'same', 'NHWC', 2),
    { noGradient: /dilat/ },
  ),
  'fused conv2d with relu': of([image, [3, 3, 8, 16], [16]], (tf, x, filter, bias) =>
    tf.fused.conv2d({
      x: x as X4,
      filter: filter as X4,
      strides: 1,
      pad: 'same',
      bias: bias,
      activation: 'relu',
    }),
  ),
  depthwise: of([image, [3, 3, 8, 1]], (tf, x, w) =>
    tf.depthwiseConv2d(x as X4, w as X4, 1, 'same'),
  ),
  'depthwise, stride 2': of([image, [3, 3, 8, 1]], (tf, x, w) =>
    tf.depthwiseConv2d(x as X4, w as X4, 2, 'same'),
  ),
  'depthwise, valid, stride 2, two for each': of([image, [3, 3, 8, 2]], (tf, x, w) =>
    tf.depthwiseConv2d(x as X4, w as X4, 2, 'valid'),
  ),
  'depthwise 5×5 of an odd image': of(
    [
      [2, 9, 11, 4],
      [5, 5, 4, 1],
    ],
    (tf, x, w) => tf.depthwiseConv2d(x as X4, w as X4, 2, 'same'),
  ),
  separable: of([image, [3, 3, 8, 1], [1, 1, 8, 16]], (tf, x, d, p) =>
    tf.separableConv2d(x as X4, d as X4, p as X4, 1, 'same'),
  ),
  conv2dTranspose: of(
    [
      [2, 7, 7, 8],
      [3, 3, 4, 8],
    ],
    (tf, x, w) => tf.conv2dTranspose(x as X4, w as X4, [2, 14, 14, 4], 2, 'same'),
  ),
  conv1d: of(
    [
      [2, 30, 8],
      [5, 8, 16],
    ],
    (tf, x, w) => tf.conv1d(x as tfjs.Tensor3D, w as tfjs.Tensor3D, 1, 'same'),
  ),
  conv3d: of(
    [
      [1, 6, 6, 6, 4],
      [3, 3, 3, 4, 8],
    ],
    (tf, x, w) => tf.conv3d(x as X5, w as X5, 1, 'same'),
  ),
  'conv3d, stride 2': of(
    [
      [2, 6, 5, 6, 3],
      [3, 3, 3, 3, 4],
    ],
    (tf, x, w) => tf.conv3d(x as X5, w as X5, 2, 'same'),
  ),
};

const below = (tf: Tf, x: Tensor) => x.sub(tf.scalar(2));

const pooling: Record<string, Operation> = {
  'maxPool 3, stride 2': of([image], (tf, x) => tf.maxPool(x as X4, 3, 2, 'same')),
  'maxPool of negative values': of([image], (tf, x) =>
    tf.maxPool(below(tf, x) as X4, 3, 2, 'same'),
  ),
  'maxPool of equal values': of([image], (tf, x) =>
    tf.maxPool(tf.relu(below(tf, x)) as X4, 3, 2, 'valid'),
  ),
  'maxPool 2, valid': of([image], (tf, x) => tf.maxPool(x as X4, 2, 2, 'valid')),
  'avgPool 2, stride 2': of([image], (tf, x) => tf.avgPool(x as X4, 2, 2, 'same'), linear),
  'avgPool 3, stride 1': of([image], (tf, x) => tf.avgPool(x as X4, 3, 1, 'same'), linear),
  'avgPool 3, stride 2': of([image], (tf, x) => tf.avgPool(x as X4, 3, 2, 'same'), linear),
  'avgPool 3, valid': of([image], (tf, x) => tf.avgPool(x as X4, 3, 1, 'valid'), linear),
  maxPool3d: of([[1, 6, 6, 6, 4]], (tf, x) => tf.maxPool3d(x as X5, 2, 2, 'same')),
  'maxPool3d of negative values': of([[2, 5, 6, 7, 4]], (tf, x) =>
    tf.maxPool3d(below(tf, x) as X5, 3, 2, 'same'),
  ),
  avgPool3d: of([[1, 6, 6, 6, 4]], (tf, x) => tf.avgPool3d(x as X5, 2, 2, 'same'), linear),
  'avgPool3d 3': of([[1, 5, 6, 7, 2]], (tf, x) => tf.avgPool3d(x as X5, 3, 1, 'same'), linear),
  'global average': of([[2, 7, 7, 8]], (tf, x) => tf.mean(x, [1, 2]), linear),
};

const normalization: Record<string, Operation> = {
  batchNorm: of([[2, 7, 7, 8], [8], [8]], (tf, x, gamma, beta) => {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    return tf.batchNorm(x, mean, variance, beta, gamma, 1e-3);
  }),
  layerNorm: of([[2, 7, 16], [16], [16]], (tf, x, gamma, beta) => {
    const { mean, variance } = tf.moments(x, -1, true);
    return x.sub(mean).div(variance.add(1e-5).sqrt()).mul(gamma).add(beta);
  }),
  softmax: of([[4, 10]], (tf, x) => tf.softmax(x)),
  logSoftmax: of([[4, 10]], (tf, x) => tf.logSoftmax(x)),
  'softmax cross entropy': of([[4, 10]], (tf, x) =>
    tf.losses.softmaxCrossEntropy(tf.oneHot(tf.tensor1d([1, 2, 3, 4], 'int32'), 10), x),
  ),
  'mean squared error': of(
    [
      [4, 10],
      [4, 10],
    ],
    (tf, a, b) => tf.losses.meanSquaredError(a, b),
  ),
  localResponseNormalization: of([[1, 6, 6, 8]], (tf, x) =>
    tf.localResponseNormalization(x as X4, 2),
  ),
  norm: of([small], (tf, x) => tf.norm(x, 2, 1)),
};

/** By the name that a failing test shows. */
export const operations: Readonly<Record<string, Operation>> = {
  ...products,
  ...convolutions,
  ...pooling,
  ...normalization,
  ...elementwise,
  ...arrangement,
};
