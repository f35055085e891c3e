/**
 * Wide ResNet-28-10 for CIFAR-10: few layers, ten times the channels of a CIFAR ResNet.
 *
 * Sergey Zagoruyko, Nikos Komodakis.
 * Wide Residual Networks. BMVC 2016. https://arxiv.org/abs/1605.07146
 * Table 1 (the structure: depth 6n + 4, width k), Table 4 (36.5 million parameters).
 *
 * Blocks are pre-activated. Where a block changes the shape, its activated input goes down both
 * paths and the shortcut is a bare 1×1 convolution, as in the authors' code. Dropout between the
 * two convolutions is the paper's (Section 2.4; 0.3 on CIFAR), off by default.
 *
 * Parameters are trainable + non-trainable (the running mean and variance of batch norm).
 * GMACs are 10⁹ multiply-adds for one image, convolution and dense layers only.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;

/** 36,479,194 + 17,952 parameters, 5.243 GMACs, 12 shortcuts of which 3 are projections. */
export function wideResnet28x10(classes = 10, dropout = 0): tf.LayersModel {
  const blocks = [4, 4, 4];
  const widening = 10;
  const image = tf.input({ shape: [32, 32, 3] });
  let x = conv(16, 3).apply(image) as Tensor;
  for (const [i, count] of blocks.entries()) {
    x = group(x, 16 * 2 ** i * widening, count, i === 0 ? 1 : 2, dropout);
  }
  return tf.model({ name: 'wideResnet28x10', inputs: image, outputs: head(x, classes) });
}

/** conv2 to conv4 of Table 1: `count` blocks, the first of which changes the shape. */
function group(x: Tensor, width: number, count: number, strides: number, dropout: number): Tensor {
  for (let i = 0; i < count; i++) x = wideBlock(x, width, i === 0 ? strides : 1, dropout);
  return x;
}

/** Figure 1(d): two 3×3 convolutions, each after its own activation. */
function wideBlock(x: Tensor, width: number, strides: number, dropout: number): Tensor {
  const active = bnRelu(x);
  let y = bnRelu(conv(width, 3, strides).apply(active) as Tensor);
  if (dropout > 0) y = tf.layers.dropout({ rate: dropout }).apply(y) as Tensor;
  y = conv(width, 3).apply(y) as Tensor;

  const sameShape = strides === 1 && x.shape.at(-1) === width;
  const shortcut = sameShape ? x : (conv(width, 1, strides).apply(active) as Tensor);
  return tf.layers.add().apply([y, shortcut]) as Tensor;
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

/** The last addition has no block after it that would activate it, so the head does. */
function head(x: Tensor, classes: number): Tensor {
  const pooled = tf.layers.globalAveragePooling2d({}).apply(bnRelu(x));
  return tf.layers.dense({ units: classes, activation: 'softmax' }).apply(pooled) as Tensor;
}
