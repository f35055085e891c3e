/** Small models whose training step is measured. */
import * as tf from '@tensorflow/tfjs';

const apply = (layer: tf.layers.Layer, x: tf.SymbolicTensor | tf.SymbolicTensor[]) =>
  layer.apply(x) as tf.SymbolicTensor;

function residual(): tf.LayersModel {
  const input = tf.input({ shape: [12, 12, 3] });
  const conv = () =>
    tf.layers.conv2d({ filters: 8, kernelSize: 3, padding: 'same', useBias: false });
  let x = apply(conv(), input);
  for (let block = 0; block < 2; block++) {
    let y = x;
    for (let i = 0; i < 2; i++) {
      y = apply(tf.layers.batchNormalization(), apply(conv(), y));
      if (i === 0) y = apply(tf.layers.reLU(), y);
    }
    x = apply(tf.layers.activation({ activation: 'relu' }), apply(tf.layers.add(), [x, y]));
  }
  x = apply(tf.layers.globalAveragePooling2d({}), x);
  return tf.model({
    inputs: input,
    outputs: apply(tf.layers.dense({ units: 10, activation: 'softmax' }), x),
  });
}

/** Those with convolutions and lookups, whose gradients the wasm backend lacks. */
export const convolutional: Readonly<Record<string, () => tf.LayersModel>> = {
  residual,
  depthwise: () =>
    tf.sequential({
      layers: [
        tf.layers.conv2d({ filters: 12, kernelSize: 1, inputShape: [14, 14, 3] }),
        tf.layers.batchNormalization(),
        tf.layers.reLU({ maxValue: 6 }),
        tf.layers.depthwiseConv2d({ kernelSize: 3, strides: 2, padding: 'same' }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 3 }),
      ],
    }),
  words: () =>
    tf.sequential({
      layers: [
        tf.layers.embedding({ inputDim: 50, outputDim: 12, inputLength: 7 }),
        tf.layers.layerNormalization(),
        tf.layers.dense({ units: 50, activation: 'softmax' }),
      ],
    }),
  frozen: () => {
    const model = residual();
    for (const layer of model.layers.slice(0, 8)) layer.trainable = false;
    return model;
  },
};

/** Those of matrix products. */
export const dense: Readonly<Record<string, () => tf.LayersModel>> = {
  dense: () =>
    tf.sequential({
      layers: [
        tf.layers.dense({ units: 64, activation: 'relu', inputShape: [40] }),
        tf.layers.dropout({ rate: 0.5 }),
        tf.layers.dense({ units: 64, activation: 'tanh' }),
        tf.layers.dense({ units: 5, activation: 'softmax' }),
      ],
    }),
  'layer normalization': () =>
    tf.sequential({
      layers: [
        tf.layers.dense({ units: 24, inputShape: [6, 10] }),
        tf.layers.layerNormalization(),
        tf.layers.dense({ units: 12, activation: 'relu' }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 2 }),
      ],
    }),
  'a normalized input': () =>
    tf.sequential({
      layers: [
        tf.layers.layerNormalization({ inputShape: [9, 60] }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 1, useBias: false }),
      ],
    }),
  'batch normalization': () =>
    tf.sequential({
      layers: [
        tf.layers.dense({ units: 32, inputShape: [20], useBias: false }),
        tf.layers.batchNormalization(),
        tf.layers.activation({ activation: 'sigmoid' }),
        tf.layers.dense({ units: 32 }),
        tf.layers.leakyReLU(),
        tf.layers.dense({ units: 3 }),
      ],
    }),
  'two paths': () => {
    const input = tf.input({ shape: [64] });
    const path = (units: number) => apply(tf.layers.dense({ units, activation: 'relu' }), input);
    const sum = apply(tf.layers.add(), [path(64), input]);
    const both = apply(tf.layers.concatenate(), [sum, path(8)]);
    return tf.model({ inputs: input, outputs: [both, apply(tf.layers.dense({ units: 4 }), both)] });
  },
  'a recurrent layer': () =>
    tf.sequential({
      layers: [
        tf.layers.lstm({ units: 12, inputShape: [5, 7], returnSequences: true }),
        tf.layers.gru({ units: 8 }),
        tf.layers.dense({ units: 2 }),
      ],
    }),
};
