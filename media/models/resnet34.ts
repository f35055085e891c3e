/**
 * ResNet-18 and ResNet-34 for ImageNet.
 *
 * Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun.
 * Deep Residual Learning for Image Recognition. CVPR 2016. https://arxiv.org/abs/1512.03385
 * Table 1 (the stages), Figure 3, right (the network), Figure 5, left (the block), option B.
 * The same networks without shortcuts are in plain.ts.
 *
 * Parameters are trainable + non-trainable (the running mean and variance of batch norm).
 * GMACs are 10⁹ multiply-adds for one image, convolution and dense layers only.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;

/** 11,689,512 + 9,600 parameters, 1.814 GMACs, 8 shortcuts of which 3 are projections. */
export function resnet18(classes = 1000): tf.LayersModel {
  const blocks = [2, 2, 2, 2];
  const image = tf.input({ shape: [224, 224, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, 64 * 2 ** i, count, i === 0 ? 1 : 2);
  return tf.model({ name: 'resnet18', inputs: image, outputs: head(x, classes) });
}

/** 21,797,672 + 17,024 parameters, 3.664 GMACs, 16 shortcuts of which 3 are projections. */
export function resnet34(classes = 1000): tf.LayersModel {
  const blocks = [3, 4, 6, 3];
  const image = tf.input({ shape: [224, 224, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, 64 * 2 ** i, count, i === 0 ? 1 : 2);
  return tf.model({ name: 'resnet34', inputs: image, outputs: head(x, classes) });
}

/** conv1 and the max pooling that opens conv2_x: 224×224×3 to 56×56×64. */
function stem(image: Tensor): Tensor {
  let x = convBn(image, 64, 7, 2);
  x = tf.layers.reLU().apply(x) as Tensor;
  return tf.layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }).apply(x) as Tensor;
}

/** conv2_x to conv5_x: `count` basic blocks, the first of which changes the resolution. */
function stage(x: Tensor, channels: number, count: number, strides: number): Tensor {
  for (let i = 0; i < count; i++) x = basicBlock(x, channels, i === 0 ? strides : 1);
  return x;
}

/** Two 3×3 convolutions and the shortcut around both. */
function basicBlock(x: Tensor, channels: number, strides: number): Tensor {
  let y = convBn(x, channels, 3, strides);
  y = tf.layers.reLU().apply(y) as Tensor;
  y = convBn(y, channels, 3);

  const sameShape = strides === 1 && x.shape.at(-1) === channels;
  const shortcut = sameShape ? x : projection(x, channels, strides);
  y = tf.layers.add().apply([y, shortcut]) as Tensor;
  return tf.layers.reLU().apply(y) as Tensor;
}

/** The shortcut of a block that changes the shape of its input. */
function projection(x: Tensor, channels: number, strides: number): Tensor {
  return convBn(x, channels, 1, strides);
}

function convBn(x: Tensor, filters: number, kernelSize: number, strides = 1): Tensor {
  const conv = tf.layers.conv2d({
    filters,
    kernelSize,
    strides,
    padding: 'same',
    useBias: false,
    kernelInitializer: 'heNormal',
  });
  const batchNorm = tf.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5 });
  return batchNorm.apply(conv.apply(x)) as Tensor;
}

function head(x: Tensor, classes: number): Tensor {
  const pooled = tf.layers.globalAveragePooling2d({}).apply(x);
  return tf.layers.dense({ units: classes, activation: 'softmax' }).apply(pooled) as Tensor;
}
