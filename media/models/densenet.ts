/**
 * DenseNet-121, DenseNet-169 and DenseNet-201 for ImageNet.
 *
 * Gao Huang, Zhuang Liu, Laurens van der Maaten, Kilian Q. Weinberger.
 * Densely Connected Convolutional Networks. CVPR 2017. https://arxiv.org/abs/1608.06993
 * Table 1 (the stages), Section 3 (DenseNet-BC: bottlenecks, compression 0.5), growth rate 32.
 *
 * Each dense layer puts 32 new channels beside all it was given: its shortcut is a concatenation.
 *
 * Parameters are trainable + non-trainable (the running mean and variance of batch norm).
 * GMACs are 10⁹ multiply-adds for one image, convolution and dense layers only.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;

/** New channels of each dense layer: the paper's k. */
const growthRate = 32;

/** 7,978,856 + 83,648 parameters, 2.834 GMACs, 58 dense shortcuts. */
export function densenet121(classes = 1000): tf.LayersModel {
  const layers = [6, 12, 24, 16];
  const image = tf.input({ shape: [224, 224, 3] });
  const features = denseBlocks(stem(image), layers);
  return tf.model({ name: 'densenet121', inputs: image, outputs: head(features, classes) });
}

/** 14,149,480 + 158,400 parameters, 3.360 GMACs, 82 dense shortcuts. */
export function densenet169(classes = 1000): tf.LayersModel {
  const layers = [6, 12, 32, 32];
  const image = tf.input({ shape: [224, 224, 3] });
  const features = denseBlocks(stem(image), layers);
  return tf.model({ name: 'densenet169', inputs: image, outputs: head(features, classes) });
}

/** 20,013,928 + 229,056 parameters, 4.291 GMACs, 98 dense shortcuts. */
export function densenet201(classes = 1000): tf.LayersModel {
  const layers = [6, 12, 48, 32];
  const image = tf.input({ shape: [224, 224, 3] });
  const features = denseBlocks(stem(image), layers);
  return tf.model({ name: 'densenet201', inputs: image, outputs: head(features, classes) });
}

/** The first convolution and the max pooling: 224×224×3 to 56×56×64. */
function stem(image: Tensor): Tensor {
  const x = bnRelu(conv(2 * growthRate, 7, 2).apply(image) as Tensor);
  return tf.layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }).apply(x) as Tensor;
}

/** Dense blocks of so many layers each, with a transition between one and the next. */
function denseBlocks(x: Tensor, layers: readonly number[]): Tensor {
  for (const [i, count] of layers.entries()) {
    x = denseBlock(i === 0 ? x : transition(x), count);
  }
  return x;
}

/** `count` dense layers, each of which reads what all before it wrote. */
function denseBlock(x: Tensor, count: number): Tensor {
  for (let i = 0; i < count; i++) x = denseLayer(x);
  return x;
}

/** A 1×1 bottleneck and a 3×3 convolution, each after its own activation. */
function denseLayer(x: Tensor): Tensor {
  let y = conv(4 * growthRate, 1).apply(bnRelu(x)) as Tensor;
  y = conv(growthRate, 3).apply(bnRelu(y)) as Tensor;
  return tf.layers.concatenate().apply([x, y]) as Tensor;
}

/** Halves the channels, then the resolution. */
function transition(x: Tensor): Tensor {
  const channels = x.shape.at(-1) ?? 0;
  const y = conv(channels / 2, 1).apply(bnRelu(x));
  return tf.layers.averagePooling2d({ poolSize: 2, strides: 2 }).apply(y) as Tensor;
}

function bnRelu(x: Tensor): Tensor {
  const batchNorm = tf.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5 });
  return tf.layers.reLU().apply(batchNorm.apply(x)) as Tensor;
}

function conv(filters: number, kernelSize: number, strides = 1): tf.layers.Layer {
  return tf.layers.conv2d({
    filters,
    kernelSize,
    strides,
    padding: 'same',
    useBias: false,
    kernelInitializer: 'heNormal',
  });
}

function head(x: Tensor, classes: number): Tensor {
  const pooled = tf.layers.globalAveragePooling2d({}).apply(bnRelu(x));
  return tf.layers.dense({ units: classes, activation: 'softmax' }).apply(pooled) as Tensor;
}
