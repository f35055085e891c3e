/** Layers of tf.layers, each as a model of its own, whose outputs and gradients every backend has to give as cpu does. */
import type * as tfjs from '@tensorflow/tfjs';
import type { Tf } from './operation';

export interface LayerCase {
  /** Shape of the input with the batch. */
  readonly input: readonly number[];
  /** The input is whole numbers from 0 below this. */
  readonly below?: number;
  /** TensorFlow.js has no gradient of it on any backend, and says so in words that match. */
  readonly noGradient?: RegExp;
  readonly make: (tf: Tf) => tfjs.layers.Layer;
}

const of = (
  input: LayerCase['input'],
  make: LayerCase['make'],
  more: Pick<LayerCase, 'below' | 'noGradient'> = {},
): LayerCase => ({ input, make, ...more });

const image = [2, 8, 8, 4] as const;
const volume = [1, 5, 6, 7, 2] as const;
const sequence = [2, 6, 5] as const;
const flat = [3, 8] as const;
const same = { padding: 'same' } as const;

const convolutional: Record<string, LayerCase> = {
  conv1d: of(sequence, (tf) => tf.layers.conv1d({ filters: 4, kernelSize: 3, ...same })),
  conv2d: of(image, (tf) =>
    tf.layers.conv2d({ filters: 6, kernelSize: 3, ...same, activation: 'relu' }),
  ),
  'conv2d, stride 2': of(image, (tf) =>
    tf.layers.conv2d({ filters: 6, kernelSize: 3, strides: 2, ...same }),
  ),
  conv3d: of(volume, (tf) => tf.layers.conv3d({ filters: 3, kernelSize: 3, ...same })),
  conv2dTranspose: of(image, (tf) =>
    tf.layers.conv2dTranspose({ filters: 3, kernelSize: 3, strides: 2, ...same }),
  ),
  conv3dTranspose: of(
    volume,
    (tf) => tf.layers.conv3dTranspose({ filters: 2, kernelSize: 3, strides: 2, ...same }),
    { noGradient: /Conv3DBackpropInputV2/ },
  ),
  depthwiseConv2d: of(image, (tf) => tf.layers.depthwiseConv2d({ kernelSize: 3, ...same })),
  'depthwiseConv2d, two for each': of(image, (tf) =>
    tf.layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, strides: 2, ...same }),
  ),
  separableConv2d: of(image, (tf) =>
    tf.layers.separableConv2d({ filters: 6, kernelSize: 3, strides: 2, ...same }),
  ),
  cropping2D: of(image, (tf) =>
    tf.layers.cropping2D({
      cropping: [
        [1, 2],
        [0, 1],
      ],
    }),
  ),
  upSampling2d: of(image, (tf) => tf.layers.upSampling2d({ size: [2, 2] })),
  'upSampling2d, bilinear': of(image, (tf) =>
    tf.layers.upSampling2d({ size: [2, 2], interpolation: 'bilinear' }),
  ),
  zeroPadding2d: of(image, (tf) =>
    tf.layers.zeroPadding2d({
      padding: [
        [1, 2],
        [0, 1],
      ],
    }),
  ),
};

const pooling: Record<string, LayerCase> = {
  maxPooling1d: of(sequence, (tf) => tf.layers.maxPooling1d({ poolSize: 2 })),
  maxPooling2d: of(image, (tf) => tf.layers.maxPooling2d({ poolSize: 3, strides: 2, ...same })),
  maxPooling3d: of(volume, (tf) => tf.layers.maxPooling3d({ poolSize: 2, strides: 2, ...same })),
  averagePooling1d: of(sequence, (tf) => tf.layers.averagePooling1d({ poolSize: 2 })),
  averagePooling2d: of(image, (tf) =>
    tf.layers.averagePooling2d({ poolSize: 3, strides: 2, ...same }),
  ),
  averagePooling3d: of(volume, (tf) =>
    tf.layers.averagePooling3d({ poolSize: 2, strides: 2, ...same }),
  ),
  globalAveragePooling1d: of(sequence, (tf) => tf.layers.globalAveragePooling1d({})),
  globalAveragePooling2d: of(image, (tf) => tf.layers.globalAveragePooling2d({})),
  globalMaxPooling1d: of(sequence, (tf) => tf.layers.globalMaxPooling1d({})),
  globalMaxPooling2d: of(image, (tf) => tf.layers.globalMaxPooling2d({})),
};

const recurrent: Record<string, LayerCase> = {
  simpleRNN: of(sequence, (tf) => tf.layers.simpleRNN({ units: 4 })),
  gru: of(sequence, (tf) => tf.layers.gru({ units: 4, returnSequences: true })),
  lstm: of(sequence, (tf) => tf.layers.lstm({ units: 4 })),
  bidirectional: of(sequence, (tf) =>
    tf.layers.bidirectional({
      layer: tf.layers.lstm({ units: 3, returnSequences: true }),
      mergeMode: 'concat',
    }),
  ),
  timeDistributed: of(sequence, (tf) =>
    tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 3 }) }),
  ),
  convLstm2d: of([2, 3, 6, 6, 2], (tf) =>
    tf.layers.convLstm2d({ filters: 3, kernelSize: 3, ...same }),
  ),
  rnn: of(sequence, (tf) =>
    tf.layers.rnn({ cell: [tf.layers.gruCell({ units: 3 }), tf.layers.lstmCell({ units: 4 })] }),
  ),
};

const activations = [
  'elu',
  'hardSigmoid',
  'linear',
  'relu',
  'relu6',
  'selu',
  'sigmoid',
  'softmax',
  'softplus',
  'softsign',
  'tanh',
  'swish',
  'mish',
  'gelu',
  'gelu_new',
] as const;

const activated = Object.fromEntries(
  activations.map((activation) => [
    `dense with ${activation}`,
    of(flat, (tf) => tf.layers.dense({ units: 6, activation })),
  ]),
);

const basic: Record<string, LayerCase> = {
  ...activated,
  embedding: of([2, 6], (tf) => tf.layers.embedding({ inputDim: 20, outputDim: 4 }), { below: 20 }),
  batchNormalization: of(image, (tf) => tf.layers.batchNormalization()),
  'batchNormalization of rows': of(flat, (tf) => tf.layers.batchNormalization()),
  layerNormalization: of(sequence, (tf) => tf.layers.layerNormalization()),
  elu: of(flat, (tf) => tf.layers.elu()),
  leakyReLU: of(flat, (tf) => tf.layers.leakyReLU()),
  prelu: of(flat, (tf) => tf.layers.prelu()),
  reLU: of(flat, (tf) => tf.layers.reLU({ maxValue: 0.3 })),
  softmax: of(flat, (tf) => tf.layers.softmax()),
  thresholdedReLU: of(flat, (tf) => tf.layers.thresholdedReLU({ theta: 0.1 }), {
    noGradient: /Greater/,
  }),
  flatten: of(image, (tf) => tf.layers.flatten()),
  permute: of(sequence, (tf) => tf.layers.permute({ dims: [2, 1] })),
  repeatVector: of(flat, (tf) => tf.layers.repeatVector({ n: 3 })),
  reshape: of(flat, (tf) => tf.layers.reshape({ targetShape: [2, 4] })),
  masking: of(sequence, (tf) => tf.layers.masking({ maskValue: 0 }), { noGradient: /Any/ }),
  'dropout with a seed': of(flat, (tf) => tf.layers.dropout({ rate: 0.5, seed: 7 })),
};

/** By the name that a failing test shows. Layers of random noise have no value to compare. */
export const layerCases: Readonly<Record<string, LayerCase>> = {
  ...convolutional,
  ...pooling,
  ...recurrent,
  ...basic,
};
