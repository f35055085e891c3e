/**
 * ResNet-20, 32, 44, 56, 110 and 1202 for CIFAR-10 as the paper has them: no shortcut has parameters.
 *
 * Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun.
 * Deep Residual Learning for Image Recognition. CVPR 2016. https://arxiv.org/abs/1512.03385
 * Section 4.2 and Table 6: 6n + 2 layers, n blocks in each of three stages; Section 3.3, option A.
 * Table 6 gives 0.27, 0.46, 0.66, 0.85, 1.7 and 19.4 million parameters.
 *
 * Where a block halves the resolution and doubles the channels, its shortcut takes every second
 * pixel and fills the new channels with zeros. With projections there: resnet-cifar.ts.
 *
 * Parameters are trainable + non-trainable (the running mean and variance of batch norm).
 * GMACs are 10⁹ multiply-adds for one image, convolution and dense layers only.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;

type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

interface PaddedShortcutArgs extends LayerArgs {
  readonly channels: number;
  readonly strides: number;
}

/** Option A: every `strides`-th pixel, and zeros in the channels that the input does not have. */
class PaddedShortcut extends tf.layers.Layer {
  static readonly className = 'PaddedShortcut';
  private readonly channels: number;
  private readonly strides: number;

  constructor(args: PaddedShortcutArgs) {
    super(args);
    this.channels = args.channels;
    this.strides = args.strides;
  }

  override computeOutputShape([batch, height, width]: [number, number, number]): tf.Shape {
    const sizes = [height, width].map((size) => Math.ceil(size / this.strides));
    return [batch, ...sizes, this.channels];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
      // A pooling window of one pixel takes every second one; tf.stridedSlice would have no gradient.
      const pixels = tf.avgPool(x, 1, this.strides, 'valid');
      const missing = this.channels - x.shape[3];
      return tf.pad4d(pixels, [
        [0, 0],
        [0, 0],
        [0, 0],
        [0, missing],
      ]);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), channels: this.channels, strides: this.strides };
  }
}
tf.serialization.registerClass(PaddedShortcut);

/** 269,722 + 1,376 parameters, 0.041 GMACs, 9 shortcuts of which 2 are zero-padded. */
export function resnet20a(classes = 10): tf.LayersModel {
  const blocks = [3, 3, 3];
  const image = tf.input({ shape: [32, 32, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, 16 * 2 ** i, count, i === 0 ? 1 : 2);
  return tf.model({ name: 'resnet20a', inputs: image, outputs: head(x, classes) });
}

/** 464,154 + 2,272 parameters, 0.069 GMACs, 15 shortcuts of which 2 are zero-padded. */
export function resnet32a(classes = 10): tf.LayersModel {
  const blocks = [5, 5, 5];
  const image = tf.input({ shape: [32, 32, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, 16 * 2 ** i, count, i === 0 ? 1 : 2);
  return tf.model({ name: 'resnet32a', inputs: image, outputs: head(x, classes) });
}

/** 658,586 + 3,168 parameters, 0.097 GMACs, 21 shortcuts of which 2 are zero-padded. */
export function resnet44a(classes = 10): tf.LayersModel {
  const blocks = [7, 7, 7];
  const image = tf.input({ shape: [32, 32, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, 16 * 2 ** i, count, i === 0 ? 1 : 2);
  return tf.model({ name: 'resnet44a', inputs: image, outputs: head(x, classes) });
}

/** 853,018 + 4,064 parameters, 0.125 GMACs, 27 shortcuts of which 2 are zero-padded. */
export function resnet56a(classes = 10): tf.LayersModel {
  const blocks = [9, 9, 9];
  const image = tf.input({ shape: [32, 32, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, 16 * 2 ** i, count, i === 0 ? 1 : 2);
  return tf.model({ name: 'resnet56a', inputs: image, outputs: head(x, classes) });
}

/** 1,727,962 + 8,096 parameters, 0.253 GMACs, 54 shortcuts of which 2 are zero-padded. */
export function resnet110a(classes = 10): tf.LayersModel {
  const blocks = [18, 18, 18];
  const image = tf.input({ shape: [32, 32, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, 16 * 2 ** i, count, i === 0 ? 1 : 2);
  return tf.model({ name: 'resnet110a', inputs: image, outputs: head(x, classes) });
}

/** 19,421,274 + 89,632 parameters, 2.829 GMACs, 600 shortcuts of which 2 are zero-padded. */
export function resnet1202a(classes = 10): tf.LayersModel {
  const blocks = [200, 200, 200];
  const image = tf.input({ shape: [32, 32, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, 16 * 2 ** i, count, i === 0 ? 1 : 2);
  return tf.model({ name: 'resnet1202a', inputs: image, outputs: head(x, classes) });
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
  const shortcut = sameShape ? x : padded(x, channels, strides);
  y = tf.layers.add().apply([y, shortcut]) as Tensor;
  return tf.layers.reLU().apply(y) as Tensor;
}

/** The shortcut of a block that changes the shape of its input: no parameters. */
function padded(x: Tensor, channels: number, strides: number): Tensor {
  return new PaddedShortcut({ channels, strides }).apply(x) as Tensor;
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
