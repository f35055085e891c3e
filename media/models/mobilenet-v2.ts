/**
 * MobileNetV2 for ImageNet: inverted residuals with linear bottlenecks.
 *
 * Mark Sandler, Andrew Howard, Menglong Zhu, Andrey Zhmoginov, Liang-Chieh Chen.
 * MobileNetV2: Inverted Residuals and Linear Bottlenecks. CVPR 2018.
 * https://arxiv.org/abs/1801.04381
 * Table 1 (the block), Table 2 (the stages), Table 4 (3.4 million parameters, 300 million MACs).
 *
 * The shortcut joins the narrow ends of a block, and only where nothing changes the shape: the
 * network has no projection.
 *
 * Parameters are trainable + non-trainable (the running mean and variance of batch norm).
 * GMACs are 10⁹ multiply-adds for one image, convolution and dense layers only.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;

/** One row of Table 2. */
interface Stage {
  readonly expansion: number;
  readonly channels: number;
  readonly count: number;
  readonly strides: number;
}

/** 3,504,872 + 34,112 parameters, 0.301 GMACs, 10 shortcuts. */
export function mobilenetV2(classes = 1000): tf.LayersModel {
  const stages: readonly Stage[] = [
    { expansion: 1, channels: 16, count: 1, strides: 1 },
    { expansion: 6, channels: 24, count: 2, strides: 2 },
    { expansion: 6, channels: 32, count: 3, strides: 2 },
    { expansion: 6, channels: 64, count: 4, strides: 2 },
    { expansion: 6, channels: 96, count: 3, strides: 1 },
    { expansion: 6, channels: 160, count: 3, strides: 2 },
    { expansion: 6, channels: 320, count: 1, strides: 1 },
  ];
  const image = tf.input({ shape: [224, 224, 3] });
  let x = relu6(convBn(image, 32, 3, 2));
  for (const { expansion, channels, count, strides } of stages) {
    x = stage(x, expansion, channels, count, strides);
  }
  return tf.model({ name: 'mobilenetV2', inputs: image, outputs: head(x, classes) });
}

/** `count` inverted residuals, the first of which changes the shape. */
function stage(
  x: Tensor,
  expansion: number,
  channels: number,
  count: number,
  strides: number,
): Tensor {
  for (let i = 0; i < count; i++) {
    x = invertedResidual(x, expansion, channels, i === 0 ? strides : 1);
  }
  return x;
}

/** 1×1 widens, 3×3 works on each channel alone, 1×1 narrows without a nonlinearity after it. */
function invertedResidual(x: Tensor, expansion: number, channels: number, strides: number): Tensor {
  const inputChannels = x.shape.at(-1) ?? 0;
  let y = expansion === 1 ? x : relu6(convBn(x, inputChannels * expansion, 1));
  y = relu6(depthwiseBn(y, strides));
  y = convBn(y, channels, 1);

  const sameShape = strides === 1 && inputChannels === channels;
  return sameShape ? (tf.layers.add().apply([x, y]) as Tensor) : y;
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
  return batchNorm(conv.apply(x) as Tensor);
}

function depthwiseBn(x: Tensor, strides: number): Tensor {
  const conv = tf.layers.depthwiseConv2d({
    kernelSize: 3,
    strides,
    padding: 'same',
    useBias: false,
    depthwiseInitializer: 'heNormal',
  });
  return batchNorm(conv.apply(x) as Tensor);
}

function batchNorm(x: Tensor): Tensor {
  return tf.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5 }).apply(x) as Tensor;
}

function relu6(x: Tensor): Tensor {
  return tf.layers.reLU({ maxValue: 6 }).apply(x) as Tensor;
}

/** Widens to 1,280 channels, pools, and classifies. */
function head(x: Tensor, classes: number): Tensor {
  const features = relu6(convBn(x, 1280, 1));
  const pooled = tf.layers.globalAveragePooling2d({}).apply(features);
  const kept = tf.layers.dropout({ rate: 0.2 }).apply(pooled);
  return tf.layers.dense({ units: classes, activation: 'softmax' }).apply(kept) as Tensor;
}
