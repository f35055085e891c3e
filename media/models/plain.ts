/**
 * Plain-18 and Plain-34 for ImageNet: ResNet-18 and ResNet-34 with every shortcut taken out.
 *
 * Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun.
 * Deep Residual Learning for Image Recognition. CVPR 2016. https://arxiv.org/abs/1512.03385
 * Section 3.3 and Figure 3, middle (the network), Table 2 and Figure 4, left (the degradation:
 * the deeper of the two has the higher training error). With shortcuts: resnet34.ts.
 *
 * Parameters are trainable + non-trainable (the running mean and variance of batch norm).
 * GMACs are 10⁹ multiply-adds for one image, convolution and dense layers only.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;

/** 11,515,688 + 7,808 parameters, 1.795 GMACs, no shortcuts. */
export function plain18(classes = 1000): tf.LayersModel {
  const blocks = [2, 2, 2, 2];
  const image = tf.input({ shape: [224, 224, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, 64 * 2 ** i, count, i === 0 ? 1 : 2);
  return tf.model({ name: 'plain18', inputs: image, outputs: head(x, classes) });
}

/** 21,623,848 + 15,232 parameters, 3.644 GMACs (3.6 in the paper), no shortcuts. */
export function plain34(classes = 1000): tf.LayersModel {
  const blocks = [3, 4, 6, 3];
  const image = tf.input({ shape: [224, 224, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, 64 * 2 ** i, count, i === 0 ? 1 : 2);
  return tf.model({ name: 'plain34', inputs: image, outputs: head(x, classes) });
}

/** conv1 and the max pooling that opens conv2_x: 224×224×3 to 56×56×64. */
function stem(image: Tensor): Tensor {
  let x = convBn(image, 64, 7, 2);
  x = tf.layers.reLU().apply(x) as Tensor;
  return tf.layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }).apply(x) as Tensor;
}

/** conv2_x to conv5_x: `count` pairs of layers, the first of which changes the resolution. */
function stage(x: Tensor, channels: number, count: number, strides: number): Tensor {
  for (let i = 0; i < count; i++) x = plainBlock(x, channels, i === 0 ? strides : 1);
  return x;
}

/** The basic block of ResNet-34 without its shortcut: two 3×3 convolutions. */
function plainBlock(x: Tensor, channels: number, strides: number): Tensor {
  let y = convBn(x, channels, 3, strides);
  y = tf.layers.reLU().apply(y) as Tensor;
  y = convBn(y, channels, 3);
  return tf.layers.reLU().apply(y) as Tensor;
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
