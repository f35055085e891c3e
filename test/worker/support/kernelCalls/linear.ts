/** Calls of kernels for matrices and pictures. */
import * as tf from '@tensorflow/tfjs-core';
import { type Dice, type Maker, float, table, images } from './makers';

const matrices: Maker = (d) => {
  const [batchA, batchB] = d.pick<[number[], number[]]>([
    [[], []],
    [[d.whole(1, 3)], [1]],
    [
      [2, 1],
      [2, 3],
    ],
  ]);
  const [rows, inner, columns] = [d.whole(1, 4), d.whole(1, 4), d.whole(1, 4)];
  const transposeA = d.pick([true, false]);
  const transposeB = d.pick([true, false]);
  const batch = batchA.length === 0 ? [1] : batchA;
  const other = batchB.length === 0 ? [1] : batchB;
  return {
    inputs: {
      a: float([...batch, ...(transposeA ? [inner, rows] : [rows, inner])]),
      b: float([...other, ...(transposeB ? [columns, inner] : [inner, columns])]),
    },
    attrs: { transposeA, transposeB, activation: 'linear' },
  };
};
const einsum: Maker = (d) => {
  const [i, j, k, l] = [d.whole(1, 4), d.whole(1, 4), d.whole(1, 4), d.whole(1, 4)];
  return d.pick([
    { inputs: [float([i, j]), float([j, k])], attrs: { equation: 'ij,jk->ik' } },
    {
      inputs: [float([l, i, j, k]), float([l, 3, j, k])],
      attrs: { equation: 'bqhd,bkhd->bhqk' },
    },
    { inputs: [float([i, j])], attrs: { equation: 'ij->ji' } },
    { inputs: [float([i, j])], attrs: { equation: 'ij->j' } },
    { inputs: [float([i]), float([j])], attrs: { equation: 'i,j->ij' } },
  ]);
};

const resize =
  (make = images, gradient = false): Maker =>
  (d) => {
    const from = make(d);
    const size = [d.whole(1, 5), d.whole(1, 5)];
    const dy = float([from.shape[0], ...size, from.shape[3]!]);
    return {
      inputs: gradient ? { images: from, dy } : { images: from },
      attrs: { size, alignCorners: false, halfPixelCenters: false },
    };
  };
const wholeImages = (d: Dice): tf.Tensor => tf.cast(tf.mul(images(d), 255), 'int32');

export const linearCalls: readonly [string, Maker][] = [
  ...table('BatchMatMul _FusedMatMul', matrices),
  ['Einsum', einsum],
  ['ResizeBilinear', (d) => resize(d.pick([images, wholeImages]))(d)],
  ['ResizeNearestNeighbor', (d) => resize(d.pick([images, wholeImages]))(d)],
  // The cpu kernel gives width and height in each other's place, so the picture is square.
  ['ResizeBilinearGrad', resize((d) => float([d.whole(1, 2), 3, 3, d.whole(1, 3)]), true)],
  ['ResizeNearestNeighborGrad', resize(images, true)],
  ['FlipLeftRight', (d) => ({ inputs: { image: images(d) }, attrs: {} })],
  [
    'RotateWithOffset',
    (d) => ({ inputs: { image: images(d) }, attrs: { radians: 1, fillValue: 0, center: 0.5 } }),
  ],
  [
    'CropAndResize',
    (d) => ({
      inputs: {
        image: images(d),
        boxes: float([d.whole(1, 3), 4]),
        boxInd: tf.tensor1d([0, 0, 0], 'int32'),
      },
      attrs: { cropSize: [d.whole(1, 4), 2], method: 'bilinear', extrapolationValue: 0 },
    }),
  ],
  [
    'Transform',
    (d) => ({
      inputs: { image: images(d), transforms: tf.tensor2d([[1, 0, 0, 0, 1, 0, 0, 0]]) },
      attrs: {
        interpolation: 'nearest',
        fillMode: 'constant',
        fillValue: 0,
        outputShape: d.pick([undefined, [3, 4]]),
      },
    }),
  ],
];
