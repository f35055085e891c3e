/**
 * ResNet-110 for CIFAR-10 with stochastic depth: each training step skips some residual branches.
 *
 * Gao Huang, Yu Sun, Zhuang Liu, Daniel Sedra, Kilian Q. Weinberger.
 * Deep Networks with Stochastic Depth. ECCV 2016. https://arxiv.org/abs/1603.09382
 * Section 3, eq. 2 (training), eq. 4 (linear decay to 0.5), eq. 5 (test).
 *
 * A shortcut that changes the shape averages pixels and pads channels with zeros (Section 3, "ResNet
 * architecture"), so the network has the parameters of ResNet-110 with option A.
 *
 * Parameters are trainable + non-trainable (the running mean and variance of batch norm).
 * GMACs are 10⁹ multiply-adds for one image, convolution and dense layers only.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;
type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

/** 1,727,962 + 8,096 parameters, 0.253 GMACs, 54 shortcuts of which 2 are zero-padded. */
export function stochasticDepth110(classes = 10, lastSurvival = 0.5): tf.LayersModel {
  const blocks = 18;
  const image = tf.input({ shape: [32, 32, 3] });
  let x = tf.layers.reLU().apply(convBn(image, 16, 3)) as Tensor;
  for (let i = 0; i < 3 * blocks; i++) {
    const survival = 1 - ((i + 1) / (3 * blocks)) * (1 - lastSurvival);
    const strides = i > 0 && i % blocks === 0 ? 2 : 1;
    x = residualBlock(x, 16 * 2 ** Math.floor(i / blocks), strides, survival);
  }
  return tf.model({ name: 'stochasticDepth110', inputs: image, outputs: head(x, classes) });
}

/** ReLU(b · f(x) + shortcut(x)), where b is 1 with probability `survival` and else 0. */
function residualBlock(x: Tensor, channels: number, strides: number, survival: number): Tensor {
  let y = convBn(x, channels, 3, strides);
  y = tf.layers.reLU().apply(y) as Tensor;
  y = convBn(y, channels, 3);
  y = new DropPath({ survival }).apply(y) as Tensor;

  const shortcut = strides === 1 ? x : padded(x, channels, strides);
  y = tf.layers.add().apply([y, shortcut]) as Tensor;
  return tf.layers.reLU().apply(y) as Tensor;
}

/** The shortcut of a block that changes the shape of its input: no parameters. */
function padded(x: Tensor, channels: number, strides: number): Tensor {
  const pooled = tf.layers.averagePooling2d({ poolSize: strides, strides }).apply(x);
  return new PadChannels({ channels }).apply(pooled) as Tensor;
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

interface DropPathArgs extends LayerArgs {
  /** Probability that a training step keeps the branch. */
  readonly survival: number;
}

/** Training: the branch as it is, or zeros for the whole batch. Otherwise: its expectation. */
class DropPath extends tf.layers.Layer {
  static readonly className = 'DropPath';
  private readonly survival: number;

  constructor(args: DropPathArgs) {
    super(args);
    this.survival = args.survival;
  }

  override call(
    inputs: tf.Tensor | tf.Tensor[],
    { training = false }: { training?: boolean } = {},
  ): tf.Tensor {
    return tf.tidy(() => {
      const branch = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
      if (!training) return branch.mul(this.survival);
      const survives = tf.randomUniform([]).less(this.survival);
      return branch.mul(survives.cast(branch.dtype));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), survival: this.survival };
  }
}
tf.serialization.registerClass(DropPath);

interface PadChannelsArgs extends LayerArgs {
  readonly channels: number;
}

/** Zeros in the channels that the input does not have. */
class PadChannels extends tf.layers.Layer {
  static readonly className = 'PadChannels';
  private readonly channels: number;

  constructor(args: PadChannelsArgs) {
    super(args);
    this.channels = args.channels;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [...inputShape.slice(0, -1), this.channels];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
    const missing = this.channels - x.shape[3];
    return tf.pad4d(x, [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, missing],
    ]);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), channels: this.channels };
  }
}
tf.serialization.registerClass(PadChannels);
