/**
 * ResNet-20, 32, 44, 56, 110 and 1202 for CIFAR-10.
 *
 * Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun.
 * Deep Residual Learning for Image Recognition. CVPR 2016. https://arxiv.org/abs/1512.03385
 * Section 4.2 and Table 6: 6n + 2 layers, n blocks in each of three stages.
 *
 * The shortcuts that change the shape are projections (option B). The paper uses parameter-free
 * ones on CIFAR (option A, in resnet-cifar-a.ts), so its networks have 2,752 trainable parameters
 * fewer than these. Without shortcuts, the same networks are in plain-cifar.ts.
 *
 * Parameters are trainable + non-trainable (the running mean and variance of batch norm).
 * GMACs are 10⁹ multiply-adds for one image, convolution and dense layers only.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;

/** 272,474 + 1,568 parameters, 0.041 GMACs, 9 shortcuts of which 2 are projections. */
export function resnet20(classes = 10): tf.LayersModel {
  const blocks = [3, 3, 3];
  const image = tf.input({ shape: [32, 32, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, 16 * 2 ** i, count, i === 0 ? 1 : 2);
  return tf.model({ name: 'resnet20', inputs: image, outputs: head(x, classes) });
}

/** 466,906 + 2,464 parameters, 0.069 GMACs, 15 shortcuts of which 2 are projections. */
export function resnet32(classes = 10): tf.LayersModel {
  const blocks = [5, 5, 5];
  const image = tf.input({ shape: [32, 32, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, 16 * 2 ** i, count, i === 0 ? 1 : 2);
  return tf.model({ name: 'resnet32', inputs: image, outputs: head(x, classes) });
}

/** 661,338 + 3,360 parameters, 0.097 GMACs, 21 shortcuts of which 2 are projections. */
export function resnet44(classes = 10): tf.LayersModel {
  const blocks = [7, 7, 7];
  const image = tf.input({ shape: [32, 32, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, 16 * 2 ** i, count, i === 0 ? 1 : 2);
  return tf.model({ name: 'resnet44', inputs: image, outputs: head(x, classes) });
}

/** 855,770 + 4,256 parameters, 0.126 GMACs, 27 shortcuts of which 2 are projections. */
export function resnet56(classes = 10): tf.LayersModel {
  const blocks = [9, 9, 9];
  const image = tf.input({ shape: [32, 32, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, 16 * 2 ** i, count, i === 0 ? 1 : 2);
  return tf.model({ name: 'resnet56', inputs: image, outputs: head(x, classes) });
}

/** 1,730,714 + 8,288 parameters, 0.253 GMACs, 54 shortcuts of which 2 are projections. */
export function resnet110(classes = 10): tf.LayersModel {
  const blocks = [18, 18, 18];
  const image = tf.input({ shape: [32, 32, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, 16 * 2 ** i, count, i === 0 ? 1 : 2);
  return tf.model({ name: 'resnet110', inputs: image, outputs: head(x, classes) });
}

/** 19,424,026 + 89,824 parameters, 2.830 GMACs, 600 shortcuts of which 2 are projections. */
export function resnet1202(classes = 10): tf.LayersModel {
  const blocks = [200, 200, 200];
  const image = tf.input({ shape: [32, 32, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, 16 * 2 ** i, count, i === 0 ? 1 : 2);
  return tf.model({ name: 'resnet1202', inputs: image, outputs: head(x, classes) });
}

/** The first 3×3 convolution: 32×32×3 to 32×32×16. */
function stem(image: Tensor): Tensor {
  return tf.layers.reLU().apply(convBn(image, 16, 3)) as Tensor;
}

/** `count` basic blocks on feature maps of 32, 16 or 8 pixels. */
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
