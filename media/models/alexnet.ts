/**
 * AlexNet for ImageNet in one tower: five convolutions and three dense layers, no shortcuts.
 *
 * Alex Krizhevsky.
 * One weird trick for parallelizing convolutional neural networks. 2014.
 * https://arxiv.org/abs/1404.5997 (Section 5, footnote 1; the version that torchvision has)
 * Alex Krizhevsky, Ilya Sutskever, Geoffrey E. Hinton.
 * ImageNet Classification with Deep Convolutional Neural Networks. NIPS 2012.
 *
 * The network of 2012 ran in two towers on two GPUs, had more channels, and normalized responses
 * locally.
 *
 * Parameters are trainable + non-trainable; there is no batch norm, so nothing is non-trainable.
 * GMACs are 10⁹ multiply-adds for one image, convolution and dense layers only.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;

/** 61,100,840 + 0 parameters, 0.714 GMACs, no shortcuts. */
export function alexnet(classes = 1000): tf.LayersModel {
  const image = tf.input({ shape: [224, 224, 3] });
  const outputs = classifier(features(image), classes);
  return tf.model({ name: 'alexnet', inputs: image, outputs });
}

/** 224×224×3 to 6×6×256. */
function features(image: Tensor): Tensor {
  const padded = tf.layers.zeroPadding2d({ padding: 2 }).apply(image) as Tensor;
  let x = pool(conv(padded, 64, 11, 4, 'valid'));
  x = pool(conv(x, 192, 5));
  x = conv(x, 384, 3);
  x = conv(x, 256, 3);
  return pool(conv(x, 256, 3));
}

function conv(
  x: Tensor,
  filters: number,
  kernelSize: number,
  strides = 1,
  padding: 'same' | 'valid' = 'same',
): Tensor {
  const layer = tf.layers.conv2d({
    filters,
    kernelSize,
    strides,
    padding,
    activation: 'relu',
    kernelInitializer: 'heNormal',
  });
  return layer.apply(x) as Tensor;
}

/** Pools windows that overlap: 3×3, two apart. */
function pool(x: Tensor): Tensor {
  return tf.layers.maxPooling2d({ poolSize: 3, strides: 2 }).apply(x) as Tensor;
}

/** FC-4096, FC-4096, FC-1000, with dropout before the first two. */
function classifier(x: Tensor, classes: number): Tensor {
  let y = tf.layers.flatten().apply(x) as Tensor;
  y = fullyConnected(y, 4096);
  y = fullyConnected(y, 4096);
  return tf.layers.dense({ units: classes, activation: 'softmax' }).apply(y) as Tensor;
}

function fullyConnected(x: Tensor, units: number): Tensor {
  const kept = tf.layers.dropout({ rate: 0.5 }).apply(x);
  const dense = tf.layers.dense({ units, activation: 'relu', kernelInitializer: 'heNormal' });
  return dense.apply(kept) as Tensor;
}
