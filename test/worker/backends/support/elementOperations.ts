/** Operations that work element by element, and those that move elements. */
import type * as tfjs from '@tensorflow/tfjs';
import { linear, of, row, small, type Operation, type Tensor } from './operation';

type X4 = tfjs.Tensor4D;

const positive = (x: Tensor) => x.abs().add(0.1);

export const elementwise: Record<string, Operation> = {
  gelu: of([row], (tf, x) => x.mul(0.5).mul(tf.erf(x.div(Math.SQRT2)).add(1))),
  sigmoid: of([row], (tf, x) => tf.sigmoid(x)),
  tanh: of([row], (tf, x) => tf.tanh(x)),
  elu: of([row], (tf, x) => tf.elu(x)),
  selu: of([row], (tf, x) => tf.selu(x)),
  relu: of([row], (tf, x) => tf.relu(x)),
  relu6: of([row], (tf, x) => tf.relu6(x.mul(20))),
  leakyRelu: of([row], (tf, x) => tf.leakyRelu(x, 0.1)),
  prelu: of([row, [33]], (tf, x, alpha) => tf.prelu(x, alpha)),
  softplus: of([row], (tf, x) => tf.softplus(x)),
  swish: of([row], (tf, x) => x.mul(tf.sigmoid(x))),
  clip: of([row], (tf, x) => tf.clipByValue(x.mul(0.2).add(0.5), 0.45, 0.55)),
  maximum: of([small, small], (tf, a, b) => tf.maximum(a, b)),
  minimum: of([small, small], (tf, a, b) => tf.minimum(a, b)),
  pow: of([small], (tf, x) => tf.pow(positive(x), 1.5)),
  rsqrt: of([small], (tf, x) => tf.rsqrt(positive(x))),
  sqrt: of([small], (tf, x) => tf.sqrt(positive(x))),
  log: of([small], (tf, x) => tf.log(positive(x))),
  exp: of([small], (tf, x) => tf.exp(x)),
  abs: of([small], (tf, x) => tf.abs(x)),
  'division with broadcasting': of([small, [6]], (_, a, b) => a.div(b.add(2))),
  'multiplication with broadcasting': of([small, [6]], (_, a, b) => a.mul(b)),
  squaredDifference: of([small, small], (tf, a, b) => tf.squaredDifference(a, b)),
  'squaredDifference with broadcasting': of(
    [small, [6]],
    (tf, a, b) => tf.squaredDifference(a, b),
    { noGradient: /SquaredDifference/ },
  ),
  where: of([small, small], (tf, a, b) => {
    const first = tf.tensor2d([1, 0, 1, 1, 0, 0], [1, 6], 'bool').tile([3, 1]);
    return tf.where(first, a, b);
  }),
  'where of compared values': of([small, small], (tf, a, b) => tf.where(a.greater(b), a, b), {
    noGradient: /Greater/,
  }),
  'of rank 5': of([[2, 2, 2, 3, 4]], (_, x) => x.mul(2).transpose([0, 2, 1, 4, 3]), linear),
};

export const arrangement: Record<string, Operation> = {
  concat: of(
    [
      [2, 7, 7, 8],
      [2, 7, 7, 4],
    ],
    (tf, a, b) => tf.concat([a, b], 3),
  ),
  split: of([[2, 12]], (tf, x) => tf.addN(tf.split(x, 3, 1)), linear),
  slice: of([[2, 12]], (_, x) => x.slice([0, 3], [2, 5]), linear),
  pad: of(
    [[2, 7, 7, 3]],
    (tf, x) =>
      tf.pad(x, [
        [0, 0],
        [3, 3],
        [3, 3],
        [0, 0],
      ]),
    linear,
  ),
  'mirrorPad, reflecting': of(
    [[2, 7, 6, 3]],
    (tf, x) => {
      const around: [number, number][] = [
        [0, 0],
        [2, 1],
        [3, 2],
        [0, 0],
      ];
      return tf.mirrorPad(x, around, 'reflect');
    },
    linear,
  ),
  'mirrorPad, symmetric': of(
    [[2, 7, 6, 3]],
    (tf, x) => {
      const around: [number, number][] = [
        [0, 0],
        [2, 0],
        [3, 6],
        [1, 1],
      ];
      return tf.mirrorPad(x, around, 'symmetric');
    },
    linear,
  ),
  transpose: of([[2, 3, 4, 5]], (tf, x) => tf.transpose(x, [0, 2, 3, 1]), linear),
  tile: of([[2, 3]], (tf, x) => tf.tile(x, [2, 3]), linear),
  stack: of(
    [
      [2, 3],
      [2, 3],
    ],
    (tf, a, b) => tf.stack([a, b], 1),
  ),
  gather: of([[10, 6]], (tf, x) => tf.gather(x, tf.tensor1d([1, 3, 3, 9], 'int32')), linear),
  'gather of a table of lookups': of(
    [[10, 6]],
    (tf, x) => tf.gather(x, tf.tensor2d([1, 3, 3, 9, 0, 3], [2, 3], 'int32')),
    linear,
  ),
  'unsorted segment sum': of(
    [[4, 3]],
    (tf, x) => tf.unsortedSegmentSum(x, tf.tensor1d([2, 0, 2, 1], 'int32'), 4),
    linear,
  ),
  cumsum: of([small], (tf, x) => tf.cumsum(x, 1), linear),
  prod: of([small], (tf, x) => tf.prod(x, 1)),
  max: of([small], (tf, x) => tf.max(x, 1)),
  min: of([small], (tf, x) => tf.min(x, 1)),
  reverse: of([small], (tf, x) => tf.reverse(x, 1), linear),
  spaceToBatch: of(
    [[1, 4, 4, 2]],
    (tf, x) =>
      tf.spaceToBatchND(
        x,
        [2, 2],
        [
          [0, 0],
          [0, 0],
        ],
      ),
    linear,
  ),
  depthToSpace: of([[1, 4, 4, 8]], (tf, x) => tf.depthToSpace(x as X4, 2), {
    noGradient: /DepthToSpace/,
  }),
  'nearest neighbours, larger': of(
    [[2, 5, 5, 3]],
    (tf, x) => tf.image.resizeNearestNeighbor(x as X4, [10, 10]),
    linear,
  ),
  'bilinear, larger': of(
    [[2, 5, 5, 3]],
    (tf, x) => tf.image.resizeBilinear(x as X4, [10, 10]),
    linear,
  ),
};
