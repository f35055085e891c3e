/**
 * Plain-20 and Plain-56 for CIFAR-10: ResNet-20 and ResNet-56 with every shortcut taken out.
 *
 * Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun.
 * Deep Residual Learning for Image Recognition. CVPR 2016. https://arxiv.org/abs/1512.03385
 * Section 4.2; Figure 1 and Figure 6, left (the degradation: 56 layers train to a higher error
 * than 20). With shortcuts, the same networks are in resnet-cifar.ts.
 *
 * Parameters are trainable + non-trainable (the running mean and variance of batch norm).
 * GMACs are 10⁹ multiply-adds for one image, convolution and dense layers only.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;

/** 269,722 + 1,376 parameters, 0.041 GMACs, no shortcuts. */
export function plain20(classes = 10): tf.LayersModel {
  const blocks = [3, 3, 3];
  const image = tf.input({ shape: [32, 32, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, 16 * 2 ** i, count, i === 0 ? 1 : 2);
  return tf.model({ name: 'plain20', inputs: image, outputs: head(x, classes) });
}

/** 853,018 + 4,064 parameters, 0.125 GMACs, no shortcuts. */
export function plain56(classes = 10): tf.LayersModel {
  const blocks = [9, 9, 9];
  const image = tf.input({ shape: [32, 32, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, 16 * 2 ** i, count, i === 0 ? 1 : 2);
  return tf.model({ name: 'plain56', inputs: image, outputs: head(x, classes) });
}

/** The first 3×3 convolution: 32×32×3 to 32×32×16. */
function stem(image: Tensor): Tensor {
  return tf.layers.reLU().apply(convBn(image, 16, 3)) as Tensor;
}

/** `count` pairs of layers on feature maps of 32, 16 or 8 pixels. */
function stage(x: Tensor, channels: number, count: number, strides: number): Tensor {
  for (let i = 0; i < count; i++) x = plainBlock(x, channels, i === 0 ? strides : 1);
  return x;
}

/** The basic block of ResNet-20 without its shortcut: two 3×3 convolutions. */
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
