/**
 * Pre-activation ResNets ("ResNet v2") for ImageNet.
 *
 * Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun.
 * Identity Mappings in Deep Residual Networks. ECCV 2016. https://arxiv.org/abs/1603.05027
 * Figure 1(b) and Figure 4(e) (BN-ReLU-conv, nothing after the addition), the appendix (the first
 * and the last unit). The paper's own ImageNet networks have 101, 152 and 200 layers.
 *
 * As in the authors' code, a unit that changes the shape activates once, before the two paths
 * split, and its projection is a bare 1×1 convolution. The stride is in the 3×3 (v1.5).
 *
 * Parameters are trainable + non-trainable (the running mean and variance of batch norm).
 * GMACs are 10⁹ multiply-adds for one image, convolution and dense layers only.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;
type Unit = (x: Tensor, width: number, strides: number, isActivated: boolean) => Tensor;

/** 11,687,720 + 7,808 parameters, 1.814 GMACs, 8 shortcuts of which 3 are projections. */
export function resnet18v2(classes = 1000): tf.LayersModel {
  const blocks = [2, 2, 2, 2];
  const image = tf.input({ shape: [224, 224, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, basicUnit, 64 * 2 ** i, count, i === 0);
  return tf.model({ name: 'resnet18v2', inputs: image, outputs: head(x, classes) });
}

/** 21,795,880 + 15,232 parameters, 3.664 GMACs, 16 shortcuts of which 3 are projections. */
export function resnet34v2(classes = 1000): tf.LayersModel {
  const blocks = [3, 4, 6, 3];
  const image = tf.input({ shape: [224, 224, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, basicUnit, 64 * 2 ** i, count, i === 0);
  return tf.model({ name: 'resnet34v2', inputs: image, outputs: head(x, classes) });
}

/** 25,549,352 + 45,440 parameters, 4.089 GMACs, 16 shortcuts of which 4 are projections. */
export function resnet50v2(classes = 1000): tf.LayersModel {
  const blocks = [3, 4, 6, 3];
  const image = tf.input({ shape: [224, 224, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, bottleneck, 64 * 2 ** i, count, i === 0);
  return tf.model({ name: 'resnet50v2', inputs: image, outputs: head(x, classes) });
}

/** 44,541,480 + 97,664 parameters, 7.801 GMACs, 33 shortcuts of which 4 are projections. */
export function resnet101v2(classes = 1000): tf.LayersModel {
  const blocks = [3, 4, 23, 3];
  const image = tf.input({ shape: [224, 224, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, bottleneck, 64 * 2 ** i, count, i === 0);
  return tf.model({ name: 'resnet101v2', inputs: image, outputs: head(x, classes) });
}

/** 60,185,128 + 143,744 parameters, 11.514 GMACs, 50 shortcuts of which 4 are projections. */
export function resnet152v2(classes = 1000): tf.LayersModel {
  const blocks = [3, 8, 36, 3];
  const image = tf.input({ shape: [224, 224, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, bottleneck, 64 * 2 ** i, count, i === 0);
  return tf.model({ name: 'resnet152v2', inputs: image, outputs: head(x, classes) });
}

/** conv1, its activation, and the max pooling: 224×224×3 to 56×56×64. */
function stem(image: Tensor): Tensor {
  const x = bnRelu(conv(64, 7, 2).apply(image) as Tensor);
  return tf.layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }).apply(x) as Tensor;
}

/** `count` residual units. The first stage keeps the resolution, and its input is activated. */
function stage(x: Tensor, unit: Unit, width: number, count: number, isFirst: boolean): Tensor {
  for (let i = 0; i < count; i++) {
    x = unit(x, width, i === 0 && !isFirst ? 2 : 1, i === 0 && isFirst);
  }
  return x;
}

/** Two 3×3 convolutions, each after its own activation. */
function basicUnit(x: Tensor, width: number, strides: number, isActivated: boolean): Tensor {
  const active = isActivated ? x : bnRelu(x);
  let y = conv(width, 3, strides).apply(active) as Tensor;
  y = conv(width, 3).apply(bnRelu(y)) as Tensor;

  const sameShape = strides === 1 && x.shape.at(-1) === width;
  const shortcut = sameShape ? x : projection(active, width, strides);
  return tf.layers.add().apply([y, shortcut]) as Tensor;
}

/** 1×1, 3×3 and 1×1 convolutions, each after its own activation. */
function bottleneck(x: Tensor, width: number, strides: number, isActivated: boolean): Tensor {
  const channels = 4 * width;
  const active = isActivated ? x : bnRelu(x);
  let y = conv(width, 1).apply(active) as Tensor;
  y = conv(width, 3, strides).apply(bnRelu(y)) as Tensor;
  y = conv(channels, 1).apply(bnRelu(y)) as Tensor;

  const sameShape = strides === 1 && x.shape.at(-1) === channels;
  const shortcut = sameShape ? x : projection(active, channels, strides);
  return tf.layers.add().apply([y, shortcut]) as Tensor;
}

/** The shortcut of a unit that changes the shape of its input. */
function projection(active: Tensor, channels: number, strides: number): Tensor {
  return conv(channels, 1, strides).apply(active) as Tensor;
}

function bnRelu(x: Tensor): Tensor {
  const batchNorm = tf.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5 });
  return tf.layers.reLU().apply(batchNorm.apply(x)) as Tensor;
}

function conv(filters: number, kernelSize: number, strides = 1): tf.layers.Layer {
  return tf.layers.conv2d({
    filters,
    kernelSize,
    strides,
    padding: 'same',
    useBias: false,
    kernelInitializer: 'heNormal',
  });
}

/** The last addition has no unit after it that would activate it, so the head does. */
function head(x: Tensor, classes: number): Tensor {
  const pooled = tf.layers.globalAveragePooling2d({}).apply(bnRelu(x));
  return tf.layers.dense({ units: classes, activation: 'softmax' }).apply(pooled) as Tensor;
}
