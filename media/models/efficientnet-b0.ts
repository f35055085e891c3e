/**
 * EfficientNet-B0 for ImageNet: inverted residuals with squeeze and excitation.
 *
 * Mingxing Tan, Quoc V. Le.
 * EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks. ICML 2019.
 * https://arxiv.org/abs/1905.11946
 * Table 1 (the stages), Table 2 (5.3 million parameters, 0.39 billion multiply-adds). Stochastic
 * depth drops up to a fifth of the branches, more of them deeper in (Section 5.2).
 *
 * The gate multiplies; it is no shortcut. It is reduced to a quarter of the channels that the block
 * was given, before they are expanded.
 *
 * Parameters are trainable + non-trainable (the running mean and variance of batch norm).
 * GMACs are 10⁹ multiply-adds for one image, convolution and dense layers only.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;
type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

/** One row of Table 1. */
interface Stage {
  readonly expansion: number;
  readonly channels: number;
  readonly count: number;
  readonly kernelSize: number;
  readonly strides: number;
}

const stages: readonly Stage[] = [
  { expansion: 1, channels: 16, count: 1, kernelSize: 3, strides: 1 },
  { expansion: 6, channels: 24, count: 2, kernelSize: 3, strides: 2 },
  { expansion: 6, channels: 40, count: 2, kernelSize: 5, strides: 2 },
  { expansion: 6, channels: 80, count: 3, kernelSize: 3, strides: 2 },
  { expansion: 6, channels: 112, count: 3, kernelSize: 5, strides: 1 },
  { expansion: 6, channels: 192, count: 4, kernelSize: 5, strides: 2 },
  { expansion: 6, channels: 320, count: 1, kernelSize: 3, strides: 1 },
];

/** 5,288,548 + 42,016 parameters, 0.386 GMACs, 9 shortcuts. */
export function efficientnetB0(classes = 1000, dropPath = 0.2): tf.LayersModel {
  const blocks = stages.flatMap((stage) =>
    Array.from({ length: stage.count }, (_, i) => (i === 0 ? stage : { ...stage, strides: 1 })),
  );
  const image = tf.input({ shape: [224, 224, 3] });
  let x = swish(convBn(image, 32, 3, 2));
  for (const [i, block] of blocks.entries()) x = mbConv(x, block, (dropPath * i) / blocks.length);
  return tf.model({ name: 'efficientnetB0', inputs: image, outputs: head(x, classes) });
}

/** 1×1 widens, a depthwise convolution mixes pixels, a gate scales, 1×1 narrows. */
function mbConv(x: Tensor, block: Omit<Stage, 'count'>, dropRate: number): Tensor {
  const { expansion, channels, kernelSize, strides } = block;
  const inputChannels = x.shape.at(-1) ?? 0;
  let y = expansion === 1 ? x : swish(convBn(x, inputChannels * expansion, 1));
  y = swish(depthwiseBn(y, kernelSize, strides));
  y = squeezeExcite(y, inputChannels / 4);
  y = convBn(y, channels, 1);
  if (strides > 1 || inputChannels !== channels) return y;

  y = new DropPath({ rate: dropRate }).apply(y) as Tensor;
  return tf.layers.add().apply([x, y]) as Tensor;
}

/** Scales each channel of `x` by a number between 0 and 1 that depends on the means of all. */
function squeezeExcite(x: Tensor, reduced: number): Tensor {
  const channels = x.shape.at(-1) ?? 0;
  const squeezed = tf.layers.globalAveragePooling2d({}).apply(x) as Tensor;
  const y = swish(tf.layers.dense({ units: reduced }).apply(squeezed) as Tensor);
  const scale = tf.layers.dense({ units: channels, activation: 'sigmoid' }).apply(y);
  const perChannel = tf.layers.reshape({ targetShape: [1, 1, channels] }).apply(scale) as Tensor;
  return tf.layers.multiply().apply([x, perChannel]) as Tensor;
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

function depthwiseBn(x: Tensor, kernelSize: number, strides: number): Tensor {
  const conv = tf.layers.depthwiseConv2d({
    kernelSize,
    strides,
    padding: 'same',
    useBias: false,
    depthwiseInitializer: 'heNormal',
  });
  return batchNorm(conv.apply(x) as Tensor);
}

function batchNorm(x: Tensor): Tensor {
  return tf.layers.batchNormalization({ momentum: 0.99, epsilon: 1e-3 }).apply(x) as Tensor;
}

function swish(x: Tensor): Tensor {
  return tf.layers.activation({ activation: 'swish' }).apply(x) as Tensor;
}

/** Widens to 1,280 channels, pools, and classifies. */
function head(x: Tensor, classes: number): Tensor {
  const features = swish(convBn(x, 1280, 1));
  const pooled = tf.layers.globalAveragePooling2d({}).apply(features);
  const kept = tf.layers.dropout({ rate: 0.2 }).apply(pooled);
  return tf.layers.dense({ units: classes, activation: 'softmax' }).apply(kept) as Tensor;
}

interface DropPathArgs extends LayerArgs {
  /** Probability that a training step drops the branch of an example. */
  readonly rate: number;
}

/** Stochastic depth: drops the branch of some examples in training, and makes up for it in the rest. */
class DropPath extends tf.layers.Layer {
  static readonly className = 'DropPath';
  private readonly rate: number;

  constructor(args: DropPathArgs) {
    super(args);
    this.rate = args.rate;
  }

  override call(
    inputs: tf.Tensor | tf.Tensor[],
    { training = false }: { training?: boolean } = {},
  ): tf.Tensor {
    return tf.tidy(() => {
      const branch = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
      if (!training || this.rate === 0) return branch.clone();
      const kept = tf.randomUniform([branch.shape[0], 1, 1, 1]).greaterEqual(this.rate);
      return branch.mul(kept.cast('float32')).div(1 - this.rate);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate };
  }
}
tf.serialization.registerClass(DropPath);
