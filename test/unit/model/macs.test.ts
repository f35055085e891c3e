/** MACs against numbers worked out by hand. */
import { expect, test } from 'vitest';
import type { Shape } from '../../../src/model/graph';
import { forwardMacs } from '../../../src/model/macs';

interface Case {
  readonly name: string;
  readonly className: string;
  readonly input: Shape;
  readonly output: Shape;
  readonly weights: readonly (readonly number[])[];
  readonly config?: Readonly<Record<string, string | boolean>>;
  readonly macs: number;
}

const conv = [3, 3, 4, 8];

test.each<Case>([
  {
    name: 'convolution',
    className: 'Conv2D',
    input: [null, 10, 10, 4],
    output: [null, 5, 5, 8],
    weights: [conv, [8]],
    macs: 25 * 288,
  },
  {
    name: 'channels first',
    className: 'Conv2D',
    input: [null, 4, 10, 10],
    output: [null, 8, 5, 6],
    weights: [conv, [8]],
    config: { dataFormat: 'channelsFirst' },
    macs: 30 * 288,
  },
  {
    name: 'in one dimension',
    className: 'Conv1D',
    input: [null, 9, 4],
    output: [null, 7, 8],
    weights: [[3, 4, 8]],
    macs: 7 * 96,
  },
  {
    name: 'in three dimensions',
    className: 'Conv3D',
    input: [null, 6, 6, 6, 2],
    output: [null, 4, 4, 4, 3],
    weights: [[3, 3, 3, 2, 3]],
    macs: 64 * 162,
  },
  {
    name: 'transposed',
    className: 'Conv2DTranspose',
    input: [null, 5, 5, 4],
    output: [null, 11, 11, 8],
    weights: [[3, 3, 8, 4], [8]],
    macs: 25 * 288,
  },
  {
    name: 'transposed in three dimensions',
    className: 'Conv3DTranspose',
    input: [null, 2, 2, 2, 4],
    output: [null, 5, 5, 5, 1],
    weights: [[2, 2, 2, 1, 4]],
    macs: 8 * 32,
  },
  {
    name: 'depthwise',
    className: 'DepthwiseConv2D',
    input: [null, 14, 14, 8],
    output: [null, 12, 12, 16],
    weights: [[3, 3, 8, 2], [16]],
    macs: 144 * 144,
  },
  {
    name: 'separable',
    className: 'SeparableConv2D',
    input: [null, 16, 16, 4],
    output: [null, 14, 14, 8],
    weights: [[3, 3, 4, 1], [1, 1, 4, 8], [8]],
    macs: 196 * (36 + 32),
  },
  {
    name: 'dense',
    className: 'Dense',
    input: [null, 2048],
    output: [null, 1000],
    weights: [[2048, 1000], [1000]],
    macs: 2_048_000,
  },
  {
    name: 'dense over positions',
    className: 'Dense',
    input: [null, 7, 9, 16],
    output: [null, 7, 9, 4],
    weights: [[16, 4]],
    macs: 63 * 64,
  },
  {
    name: 'lookup',
    className: 'Embedding',
    input: [null, 10],
    output: [null, 10, 8],
    weights: [[100, 8]],
    macs: 0,
  },
  {
    name: 'LSTM',
    className: 'LSTM',
    input: [null, 10, 3],
    output: [null, 4],
    weights: [[3, 16], [4, 16], [16]],
    macs: 10 * (48 + 64),
  },
  {
    name: 'recurrent of unknown length',
    className: 'GRU',
    input: [null, null, 3],
    output: [null, 4],
    weights: [[3, 12], [4, 12], [12]],
    macs: 36 + 48,
  },
  {
    name: 'convolutional LSTM',
    className: 'ConvLSTM2D',
    input: [null, 5, 8, 8, 3],
    output: [null, 6, 6, 4],
    weights: [[3, 3, 3, 16], [3, 3, 4, 16], [16]],
    macs: 5 * 36 * (432 + 576),
  },
  {
    name: 'convolutional LSTM with all its steps',
    className: 'ConvLSTM2D',
    input: [null, 5, 8, 8, 3],
    output: [null, 5, 6, 6, 4],
    weights: [
      [3, 3, 3, 16],
      [3, 3, 4, 16],
    ],
    config: { returnSequences: true },
    macs: 5 * 36 * (432 + 576),
  },
  {
    name: 'dense at each time',
    className: 'TimeDistributed',
    input: [null, 10, 8],
    output: [null, 10, 3],
    weights: [[8, 3], [3]],
    macs: 240,
  },
  {
    name: 'convolution at each time',
    className: 'TimeDistributed',
    input: [null, 2, 8, 8, 4],
    output: [null, 2, 6, 6, 8],
    weights: [conv],
    macs: 72 * 288,
  },
  {
    name: 'normalization',
    className: 'BatchNormalization',
    input: [null, 4, 4, 8],
    output: [null, 4, 4, 8],
    weights: [[8], [8], [8], [8]],
    macs: 0,
  },
  {
    name: 'slopes of a PReLU',
    className: 'PReLU',
    input: [null, 4, 4, 8],
    output: [null, 4, 4, 8],
    weights: [[4, 4, 8]],
    macs: 0,
  },
  {
    name: 'of their own',
    className: 'Mixer',
    input: [null, 4],
    output: [null, 4],
    weights: [[4, 4]],
    macs: 0,
  },
  { name: 'failed', className: 'Conv2D', input: [null, 4], output: [], weights: [], macs: 0 },
])('$name', ({ className, input, output, weights, config = {}, macs }) => {
  const tensor = (shape: Shape) => (shape.length === 0 ? [] : [{ shape, dtype: 'float32' }]);
  const layer = {
    className,
    config,
    inputs: tensor(input),
    outputs: tensor(output),
    weights: weights.map((shape, i) => ({ name: `w${i}`, shape, trainable: true })),
  };
  expect(forwardMacs(layer)).toBe(macs);
});
