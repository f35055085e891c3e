/** Calls of kernels that move elements. */
import * as tf from '@tensorflow/tfjs-core';
import { type Dice, type Maker, float, whole, someShape, atLeast, table } from './makers';

const padded: Maker = (d) => {
  const shape = atLeast(d, 1).map((size) => size + 1);
  return {
    inputs: { x: float(shape) },
    attrs: {
      paddings: shape.map(() => [d.whole(0, 1), d.whole(0, 1)]),
      constantValue: 0,
      mode: 'reflect',
    },
  };
};
const segments = { segmentIds: tf.tensor1d([0, 0, 1, 2], 'int32') };
const rows = (d: Dice): tf.Tensor => float([4, d.whole(1, 3)]);

export const arrayCalls: readonly [string, Maker][] = [
  [
    'Slice',
    (d) => {
      const shape = atLeast(d, 1);
      const begin = shape.map((size) => d.whole(0, size - 1));
      const size = shape.map((all, i) => d.pick([-1, d.whole(1, all - begin[i]!)]));
      return { inputs: { x: d.pick([float, whole])(shape) }, attrs: { begin, size } };
    },
  ],
  [
    'StridedSlice',
    (d) => {
      // The cpu kernel reads past its input when it drops an axis and takes steps.
      const step = d.whole(1, 2);
      return {
        inputs: { x: float([d.whole(2, 4), d.whole(2, 5), 3]) },
        attrs: {
          begin: [0, d.whole(0, 1), 0],
          end: [2, 2, 0],
          strides: [1, step, 1],
          beginMask: d.whole(0, 1),
          endMask: d.pick([4, 6]),
          ellipsisMask: 0,
          newAxisMask: 0,
          shrinkAxisMask: step === 1 ? d.whole(0, 1) : 0,
        },
      };
    },
  ],
  [
    'SplitV',
    (d) => {
      const parts = d.pick([2, 3, [1, 2], [1, -1, 2]]);
      const size = typeof parts === 'number' ? parts * d.whole(1, 2) : 3 + parts.length;
      const exact = Array.isArray(parts) && !parts.includes(-1) ? 3 : size;
      return {
        inputs: { x: float([2, exact, 2]) },
        attrs: { numOrSizeSplits: parts, axis: d.pick([1, -2]) },
      };
    },
  ],
  [
    'TopK',
    (d) => ({
      inputs: { x: float([d.whole(1, 3), 4]) },
      attrs: { k: d.whole(1, 4), sorted: true },
    }),
  ],
  [
    'Unpack',
    (d) => ({
      inputs: { value: float([d.whole(1, 3), d.whole(1, 3), 2]) },
      attrs: { axis: d.whole(-1, 2) },
    }),
  ],
  [
    'Concat',
    (d) => {
      const axis = d.whole(-2, 1);
      const at = axis < 0 ? axis + 2 : axis;
      const [a, b] = [d.whole(1, 3), d.whole(1, 3)];
      const part = (): tf.Tensor => float(at === 0 ? [d.whole(1, 3), b] : [a, d.whole(1, 3)]);
      return { inputs: [part(), part(), part()], attrs: { axis } };
    },
  ],
  [
    'Pack',
    (d) => {
      const shape = [d.whole(1, 3), d.whole(1, 3)];
      return { inputs: [float(shape), float(shape)], attrs: { axis: d.whole(0, 2) } };
    },
  ],
  ...table('PadV2 MirrorPad', padded),
  [
    'Tile',
    (d) => {
      const shape = atLeast(d, 1);
      return { inputs: { x: float(shape) }, attrs: { reps: shape.map(() => d.whole(1, 3)) } };
    },
  ],
  [
    'SpaceToBatchND',
    (d) => ({
      inputs: { x: float([d.whole(1, 2), 3, 4, 2]) },
      attrs: {
        blockShape: [2, 2],
        paddings: [
          [d.pick([1, 0]) === 1 ? 1 : 0, 0],
          [1, 1],
        ].map(([before], i) => (i === 0 ? [before, 1 - before!] : [1, 1])),
      },
    }),
  ],
  [
    'BatchToSpaceND',
    (d) => ({
      inputs: { x: float([4 * d.whole(1, 2), 3, 2, 2]) },
      attrs: {
        blockShape: [2, 2],
        crops: [
          [d.whole(0, 1), d.whole(0, 1)],
          [0, d.whole(0, 1)],
        ],
      },
    }),
  ],
  [
    'DepthToSpace',
    (d) => ({
      inputs: { x: float([1, d.whole(1, 3), 2, 8]) },
      attrs: { blockSize: 2, dataFormat: 'NHWC' },
    }),
  ],
  ['Diag', (d) => ({ inputs: { x: float([d.whole(1, 4)]) }, attrs: {} })],
  [
    'ExpandDims',
    (d) => ({ inputs: { input: float([2, d.whole(1, 3)]) }, attrs: { dim: d.whole(-3, 2) } }),
  ],
  [
    'Reshape',
    (d) => {
      const n = d.whole(1, 4);
      return {
        inputs: { x: float([n, 6]) },
        attrs: { shape: d.pick([[n * 6], [-1, 3], [2, n, 3]]) },
      };
    },
  ],
  [
    'Transpose',
    (d) => ({
      inputs: { x: float([d.whole(1, 3), d.whole(1, 3), d.whole(1, 3)]) },
      attrs: {
        perm: d.pick([
          [0, 2, 1],
          [2, 1, 0],
          [1, 2, 0],
        ]),
      },
    }),
  ],
  [
    'GatherNd',
    (d) => ({
      inputs: {
        params: float([3, 3, d.whole(1, 3)]),
        indices: whole([d.whole(1, 4), d.whole(1, 2)]),
      },
      attrs: {},
    }),
  ],
  [
    'GatherV2',
    (d) => {
      const batchDims = d.whole(0, 1);
      return {
        inputs: { x: float([2, 3, d.whole(1, 3)]), indices: whole([2, d.whole(1, 3)]) },
        attrs: { axis: 1, batchDims },
      };
    },
  ],
  [
    'OneHot',
    (d) => ({
      inputs: { indices: whole([d.whole(1, 4), 2]) },
      attrs: { depth: d.whole(3, 5), onValue: 1, offValue: 0, dtype: d.pick(['float32', 'int32']) },
    }),
  ],
  [
    'ScatterNd',
    (d) => ({
      inputs: { indices: whole([4, 1]), updates: float([4, 2]) },
      attrs: { shape: [d.whole(3, 5), 2] },
    }),
  ],
  [
    'TensorScatterUpdate',
    (d) => ({
      inputs: { tensor: float([d.whole(3, 5), 2]), indices: whole([4, 1]), updates: float([4, 2]) },
      attrs: {},
    }),
  ],
  [
    'SparseToDense',
    (d) => ({
      inputs: {
        sparseIndices: whole([3, 1]),
        sparseValues: float([3]),
        defaultValue: tf.scalar(0),
      },
      attrs: { outputShape: [d.whole(3, 6)] },
    }),
  ],
  [
    'SearchSorted',
    (d) => ({
      inputs: { sortedSequence: tf.tensor2d([[0, 0.5, 1]]), values: float([1, d.whole(1, 4)]) },
      attrs: { side: 'left' },
    }),
  ],
  [
    'UnsortedSegmentSum',
    (d) => ({ inputs: { x: rows(d), ...segments }, attrs: { numSegments: d.whole(3, 5) } }),
  ],
  ...table('Bincount DenseBincount', (d) => ({
    inputs: { x: whole([d.whole(1, 5)]), weights: float([0]) },
    attrs: { size: d.whole(3, 5), binaryOutput: false },
  })),
  [
    'BroadcastArgs',
    (d) => ({
      inputs: {
        s0: tf.tensor1d([3, 1], 'int32'),
        s1: tf.tensor1d(d.pick([[4], [2, 1, 4]]), 'int32'),
      },
      attrs: {},
    }),
  ],
  [
    'Multinomial',
    (d) => ({
      inputs: { logits: float([d.whole(1, 3), 4]) },
      attrs: { numSamples: d.whole(1, 5), seed: 1, normalized: false },
    }),
  ],
  [
    'StringToHashBucketFast',
    () => ({ inputs: { input: tf.tensor(['a', 'b']) }, attrs: { numBuckets: 4 } }),
  ],
  [
    'Fill',
    (d) => ({
      inputs: {},
      attrs: { shape: someShape(d), value: 1, dtype: d.pick(['float32', 'int32', undefined]) },
    }),
  ],
  ['LinSpace', (d) => ({ inputs: {}, attrs: { start: 0, stop: 1, num: d.whole(1, 9) } })],
  [
    'Range',
    (d) => ({
      inputs: {},
      attrs: {
        start: d.whole(-3, 3),
        stop: d.whole(-3, 3),
        step: d.pick([1, 2, -1, 0.3]),
        dtype: d.pick(['float32', 'int32']),
      },
    }),
  ],
];
