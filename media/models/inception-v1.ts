/**
 * Inception v1 (GoogLeNet) for ImageNet: nine modules of four parallel branches, no shortcuts.
 *
 * Christian Szegedy, Wei Liu, Yangqing Jia, et al.
 * Going Deeper with Convolutions. CVPR 2015. https://arxiv.org/abs/1409.4842
 * Table 1 (every width) and Figure 2(b) (the module). Without the two auxiliary classifiers, which
 * the paper takes away after training.
 *
 * Parameters are trainable + non-trainable; there is no batch norm, so nothing is non-trainable.
 * GMACs are 10⁹ multiply-adds for one image, convolution and dense layers only.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;

/** Output channels of a module, as Table 1 names its columns. */
interface Widths {
  readonly conv1: number;
  readonly reduce3: number;
  readonly conv3: number;
  readonly reduce5: number;
  readonly conv5: number;
  readonly pool: number;
}

/** 6,998,552 + 0 parameters, 1.583 GMACs, no shortcuts. */
export function inceptionV1(classes = 1000): tf.LayersModel {
  const image = tf.input({ shape: [224, 224, 3] });
  let x = stem(image);
  x = inception(x, { conv1: 64, reduce3: 96, conv3: 128, reduce5: 16, conv5: 32, pool: 32 });
  x = inception(x, { conv1: 128, reduce3: 128, conv3: 192, reduce5: 32, conv5: 96, pool: 64 });
  x = maxPool(x, 2);
  x = inception(x, { conv1: 192, reduce3: 96, conv3: 208, reduce5: 16, conv5: 48, pool: 64 });
  x = inception(x, { conv1: 160, reduce3: 112, conv3: 224, reduce5: 24, conv5: 64, pool: 64 });
  x = inception(x, { conv1: 128, reduce3: 128, conv3: 256, reduce5: 24, conv5: 64, pool: 64 });
  x = inception(x, { conv1: 112, reduce3: 144, conv3: 288, reduce5: 32, conv5: 64, pool: 64 });
  x = inception(x, { conv1: 256, reduce3: 160, conv3: 320, reduce5: 32, conv5: 128, pool: 128 });
  x = maxPool(x, 2);
  x = inception(x, { conv1: 256, reduce3: 160, conv3: 320, reduce5: 32, conv5: 128, pool: 128 });
  x = inception(x, { conv1: 384, reduce3: 192, conv3: 384, reduce5: 48, conv5: 128, pool: 128 });
  return tf.model({ name: 'inceptionV1', inputs: image, outputs: head(x, classes) });
}

/** 224×224×3 to 28×28×192. */
function stem(image: Tensor): Tensor {
  let x = normalize(maxPool(conv(image, 64, 7, 2), 2));
  x = conv(x, 64, 1);
  return maxPool(normalize(conv(x, 192, 3)), 2);
}

/** 1×1, 3×3 and 5×5 convolutions and a pooling, side by side; the two large ones are reduced first. */
function inception(x: Tensor, widths: Widths): Tensor {
  const branches = [
    conv(x, widths.conv1, 1),
    conv(conv(x, widths.reduce3, 1), widths.conv3, 3),
    conv(conv(x, widths.reduce5, 1), widths.conv5, 5),
    conv(maxPool(x, 1), widths.pool, 1),
  ];
  return tf.layers.concatenate().apply(branches) as Tensor;
}

function conv(x: Tensor, filters: number, kernelSize: number, strides = 1): Tensor {
  const layer = tf.layers.conv2d({
    filters,
    kernelSize,
    strides,
    padding: 'same',
    activation: 'relu',
    kernelInitializer: 'heNormal',
  });
  return layer.apply(x) as Tensor;
}

function maxPool(x: Tensor, strides: number): Tensor {
  return tf.layers.maxPooling2d({ poolSize: 3, strides, padding: 'same' }).apply(x) as Tensor;
}

function normalize(x: Tensor): Tensor {
  return new LocalResponseNormalization().apply(x) as Tensor;
}

function head(x: Tensor, classes: number): Tensor {
  const pooled = tf.layers.globalAveragePooling2d({}).apply(x);
  const kept = tf.layers.dropout({ rate: 0.4 }).apply(pooled);
  return tf.layers.dense({ units: classes, activation: 'softmax' }).apply(kept) as Tensor;
}

/** Divides each value by what its five neighbours in channel are, as AlexNet does (Section 3.3). */
class LocalResponseNormalization extends tf.layers.Layer {
  static readonly className = 'LocalResponseNormalization';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
    return tf.localResponseNormalization(x, 2, 1, 1e-4 / 5, 0.75);
  }
}
tf.serialization.registerClass(LocalResponseNormalization);
