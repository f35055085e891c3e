/**
 * U-Net: an encoder, a decoder, and four long shortcuts between them.
 *
 * Olaf Ronneberger, Philipp Fischer, Thomas Brox.
 * U-Net: Convolutional Networks for Biomedical Image Segmentation. MICCAI 2015.
 * https://arxiv.org/abs/1505.04597
 * Figure 1 and Section 2: convolutions without padding, so a tile of 572×572 gives a map of 388×388
 * and the encoder's features are cropped before they are put beside the decoder's.
 *
 * Parameters are trainable + non-trainable; there is no batch norm, so nothing is non-trainable.
 * GMACs are 10⁹ multiply-adds for one tile, convolutions and transposed convolutions only.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;

/** 31,030,658 + 0 parameters, 150.428 GMACs, 4 long shortcuts. */
export function unet(classes = 2, size = 572): tf.LayersModel {
  const widths = [64, 128, 256, 512];
  const tile = tf.input({ shape: [size, size, 1] });
  const skips: Tensor[] = [];
  let x = tile;
  for (const width of widths) {
    const features = doubleConv(x, width);
    skips.push(features);
    x = tf.layers.maxPooling2d({ poolSize: 2 }).apply(features) as Tensor;
  }
  x = bottom(x, 1024);
  for (const skip of skips.reverse()) x = up(x, skip);
  const map = tf.layers.conv2d({ filters: classes, kernelSize: 1, activation: 'softmax' });
  return tf.model({ name: 'unet', inputs: tile, outputs: map.apply(x) as Tensor });
}

/** Two 3×3 convolutions without padding: the map loses two pixels on each side. */
function doubleConv(x: Tensor, filters: number): Tensor {
  for (let i = 0; i < 2; i++) {
    const conv = tf.layers.conv2d({
      filters,
      kernelSize: 3,
      activation: 'relu',
      kernelInitializer: 'heNormal',
    });
    x = conv.apply(x) as Tensor;
  }
  return x;
}

/** The lowest level, 28×28×1024, with dropout at the end of the contracting path. */
function bottom(x: Tensor, filters: number): Tensor {
  return tf.layers.dropout({ rate: 0.5 }).apply(doubleConv(x, filters)) as Tensor;
}

/** Doubles the map, halves its channels, and puts the encoder's features beside them. */
function up(x: Tensor, skip: Tensor): Tensor {
  const filters = skip.shape.at(-1) ?? 0;
  const doubled = tf.layers
    .conv2dTranspose({ filters, kernelSize: 2, strides: 2, kernelInitializer: 'heNormal' })
    .apply(x) as Tensor;
  const both = tf.layers.concatenate().apply([cropTo(skip, doubled), doubled]) as Tensor;
  return doubleConv(both, filters);
}

/** The middle of `x`, as large as `target`. */
function cropTo(x: Tensor, target: Tensor): Tensor {
  const border = ((x.shape[1] ?? 0) - (target.shape[1] ?? 0)) / 2;
  const cropping: [[number, number], [number, number]] = [
    [Math.floor(border), Math.ceil(border)],
    [Math.floor(border), Math.ceil(border)],
  ];
  return tf.layers.cropping2D({ cropping }).apply(x) as Tensor;
}
