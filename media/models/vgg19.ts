/**
 * VGG-16 and VGG-19 for ImageNet: 13 or 16 3×3 convolutions and three dense layers, no shortcuts.
 *
 * Karen Simonyan, Andrew Zisserman.
 * Very Deep Convolutional Networks for Large-Scale Image Recognition. ICLR 2015.
 * https://arxiv.org/abs/1409.1556
 * Section 2.1 and Table 1, configurations D and E; Table 2 (138 and 144 million parameters).
 *
 * VGG-19 is the network that He et al. set beside Plain-34 and ResNet-34 (Figure 3, left): more than
 * five times their multiply-adds in about half the depth.
 *
 * Parameters are trainable + non-trainable; there is no batch norm, so nothing is non-trainable.
 * GMACs are 10⁹ multiply-adds for one image, convolution and dense layers only.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;

/** 138,357,544 + 0 parameters, 15.470 GMACs, no shortcuts. */
export function vgg16(classes = 1000): tf.LayersModel {
  const convolutions = [2, 2, 3, 3, 3];
  const image = tf.input({ shape: [224, 224, 3] });
  let x = image;
  for (const [i, count] of convolutions.entries()) x = stage(x, Math.min(64 * 2 ** i, 512), count);
  return tf.model({ name: 'vgg16', inputs: image, outputs: classifier(x, classes) });
}

/** 143,667,240 + 0 parameters, 19.632 GMACs, no shortcuts. */
export function vgg19(classes = 1000): tf.LayersModel {
  const convolutions = [2, 2, 4, 4, 4];
  const image = tf.input({ shape: [224, 224, 3] });
  let x = image;
  for (const [i, count] of convolutions.entries()) x = stage(x, Math.min(64 * 2 ** i, 512), count);
  return tf.model({ name: 'vgg19', inputs: image, outputs: classifier(x, classes) });
}

/** `count` 3×3 convolutions at one resolution, then max pooling halves it. */
function stage(x: Tensor, filters: number, count: number): Tensor {
  for (let i = 0; i < count; i++) {
    const conv = tf.layers.conv2d({
      filters,
      kernelSize: 3,
      padding: 'same',
      activation: 'relu',
      kernelInitializer: 'heNormal',
    });
    x = conv.apply(x) as Tensor;
  }
  return tf.layers.maxPooling2d({ poolSize: 2, strides: 2 }).apply(x) as Tensor;
}

/** FC-4096, FC-4096, FC-1000, with dropout after the first two. */
function classifier(x: Tensor, classes: number): Tensor {
  let y = tf.layers.flatten().apply(x) as Tensor;
  y = fullyConnected(y, 4096);
  y = fullyConnected(y, 4096);
  return tf.layers.dense({ units: classes, activation: 'softmax' }).apply(y) as Tensor;
}

function fullyConnected(x: Tensor, units: number): Tensor {
  const dense = tf.layers.dense({ units, activation: 'relu', kernelInitializer: 'heNormal' });
  return tf.layers.dropout({ rate: 0.5 }).apply(dense.apply(x)) as Tensor;
}
