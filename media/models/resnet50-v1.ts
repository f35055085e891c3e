/**
 * ResNet-50, ResNet-101 and ResNet-152 for ImageNet as the paper has them (ResNet v1).
 *
 * Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun.
 * Deep Residual Learning for Image Recognition. CVPR 2016. https://arxiv.org/abs/1512.03385
 * Table 1 (the stages), Section 4.1 and Figure 5, right (the bottleneck), option B (the shortcuts).
 *
 * A bottleneck that halves the resolution does so in its first 1×1 convolution. Most libraries have
 * moved the stride to the 3×3 since (v1.5, in resnet50.ts), for about half a percent of accuracy and
 * 6 % more multiply-adds. Basic blocks have no such choice: ResNet-18 and 34 are in resnet34.ts.
 *
 * Parameters are trainable + non-trainable (the running mean and variance of batch norm).
 * GMACs are 10⁹ multiply-adds for one image, convolution and dense layers only.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;

/** 25,557,032 + 53,120 parameters, 3.858 GMACs, 16 shortcuts of which 4 are projections. */
export function resnet50v1(classes = 1000): tf.LayersModel {
  const blocks = [3, 4, 6, 3];
  const image = tf.input({ shape: [224, 224, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, 64 * 2 ** i, count, i === 0 ? 1 : 2);
  return tf.model({ name: 'resnet50v1', inputs: image, outputs: head(x, classes) });
}

/** 44,549,160 + 105,344 parameters, 7.570 GMACs, 33 shortcuts of which 4 are projections. */
export function resnet101v1(classes = 1000): tf.LayersModel {
  const blocks = [3, 4, 23, 3];
  const image = tf.input({ shape: [224, 224, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, 64 * 2 ** i, count, i === 0 ? 1 : 2);
  return tf.model({ name: 'resnet101v1', inputs: image, outputs: head(x, classes) });
}

/** 60,192,808 + 151,424 parameters, 11.282 GMACs, 50 shortcuts of which 4 are projections. */
export function resnet152v1(classes = 1000): tf.LayersModel {
  const blocks = [3, 8, 36, 3];
  const image = tf.input({ shape: [224, 224, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, 64 * 2 ** i, count, i === 0 ? 1 : 2);
  return tf.model({ name: 'resnet152v1', inputs: image, outputs: head(x, classes) });
}

/** conv1 and the max pooling that opens conv2_x: 224×224×3 to 56×56×64. */
function stem(image: Tensor): Tensor {
  let x = convBn(image, 64, 7, 2);
  x = tf.layers.reLU().apply(x) as Tensor;
  return tf.layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }).apply(x) as Tensor;
}

/** conv2_x to conv5_x: `count` bottlenecks, the first of which changes the resolution. */
function stage(x: Tensor, width: number, count: number, strides: number): Tensor {
  for (let i = 0; i < count; i++) x = bottleneck(x, width, i === 0 ? strides : 1);
  return x;
}

/** 1×1 reduces the channels, 3×3 works on few of them, 1×1 restores four times as many. */
function bottleneck(x: Tensor, width: number, strides: number): Tensor {
  const channels = 4 * width;
  let y = convBn(x, width, 1, strides);
  y = tf.layers.reLU().apply(y) as Tensor;
  y = convBn(y, width, 3);
  y = tf.layers.reLU().apply(y) as Tensor;
  y = convBn(y, channels, 1);

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
