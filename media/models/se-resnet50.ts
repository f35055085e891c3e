/**
 * SE-ResNet-50 for ImageNet: ResNet-50 with a squeeze-and-excitation gate in each residual branch.
 *
 * Jie Hu, Li Shen, Gang Sun.
 * Squeeze-and-Excitation Networks. CVPR 2018. https://arxiv.org/abs/1709.01507
 * Section 3 and Figure 3 (the block), Table 1, middle (the stages); reduction ratio 16.
 *
 * The gate multiplies; it is no shortcut. As in the paper, a bottleneck that halves the resolution
 * does so in its first 1×1 convolution (resnet50-v1.ts is the same network without gates).
 *
 * Parameters are trainable + non-trainable (the running mean and variance of batch norm).
 * GMACs are 10⁹ multiply-adds for one image, convolution and dense layers only.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;

/** 28,088,024 + 53,120 parameters, 3.860 GMACs, 16 shortcuts of which 4 are projections. */
export function seResnet50(classes = 1000): tf.LayersModel {
  const blocks = [3, 4, 6, 3];
  const image = tf.input({ shape: [224, 224, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, 64 * 2 ** i, count, i === 0 ? 1 : 2);
  return tf.model({ name: 'seResnet50', inputs: image, outputs: head(x, classes) });
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

/**
 * 1×1 reduces the channels, 3×3 works on few of them, 1×1 restores four times as many, and
 * each of those is scaled before the sum.
 */
function bottleneck(x: Tensor, width: number, strides: number): Tensor {
  const channels = 4 * width;
  let y = convBn(x, width, 1, strides);
  y = tf.layers.reLU().apply(y) as Tensor;
  y = convBn(y, width, 3);
  y = tf.layers.reLU().apply(y) as Tensor;
  y = squeezeExcite(convBn(y, channels, 1));

  const sameShape = strides === 1 && x.shape.at(-1) === channels;
  const shortcut = sameShape ? x : projection(x, channels, strides);
  y = tf.layers.add().apply([y, shortcut]) as Tensor;
  return tf.layers.reLU().apply(y) as Tensor;
}

/** Scales each channel of `x` by a number between 0 and 1 that depends on the means of all. */
function squeezeExcite(x: Tensor, reduction = 16): Tensor {
  const channels = x.shape.at(-1) ?? 0;
  const squeezed = tf.layers.globalAveragePooling2d({}).apply(x);
  const reduced = tf.layers
    .dense({ units: channels / reduction, activation: 'relu', kernelInitializer: 'heNormal' })
    .apply(squeezed);
  const scale = tf.layers.dense({ units: channels, activation: 'sigmoid' }).apply(reduced);
  const perChannel = tf.layers.reshape({ targetShape: [1, 1, channels] }).apply(scale) as Tensor;
  return tf.layers.multiply().apply([x, perChannel]) as Tensor;
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
