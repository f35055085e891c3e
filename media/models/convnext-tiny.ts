/**
 * ConvNeXt-T for ImageNet: a residual network with the habits of a transformer.
 *
 * Zhuang Liu, Hanzi Mao, Chao-Yuan Wu, Christoph Feichtenhofer, Trevor Darrell, Saining Xie.
 * A ConvNet for the 2020s. CVPR 2022. https://arxiv.org/abs/2201.03545
 * Section 2 and Figure 4 (the block), Table 9 (the stages); 28.6 million parameters, 4.5 GFLOPs.
 *
 * Layer norm stands in for batch norm, so nothing is non-trainable. Each branch is scaled by a learned
 * factor per channel that starts at one in a million, and dropped in training (stochastic depth 0.1).
 *
 * Parameters are trainable + non-trainable. GMACs are 10⁹ multiply-adds for one image, convolution
 * and dense layers only.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;
type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

/** 28,589,128 + 0 parameters, 4.456 GMACs, 18 shortcuts. */
export function convnextTiny(classes = 1000, dropPath = 0.1): tf.LayersModel {
  const blocks = [3, 3, 9, 3];
  const total = blocks.reduce((sum, count) => sum + count);
  const image = tf.input({ shape: [224, 224, 3] });
  let x = stem(image, 96);
  let done = 0;
  for (const [i, count] of blocks.entries()) {
    if (i > 0) x = downsample(x, 96 * 2 ** i);
    for (let block = 0; block < count; block++, done++) {
      x = convnextBlock(x, (dropPath * done) / (total - 1));
    }
  }
  return tf.model({ name: 'convnextTiny', inputs: image, outputs: head(x, classes) });
}

/** Cuts the image into patches of 4×4 pixels: 224×224×3 to 56×56×96. */
function stem(image: Tensor, channels: number): Tensor {
  return layerNorm(conv(channels, 4).apply(image) as Tensor);
}

/** Halves the resolution between two stages. */
function downsample(x: Tensor, channels: number): Tensor {
  return conv(channels, 2).apply(layerNorm(x)) as Tensor;
}

/** A 7×7 depthwise convolution, then two dense layers at each position, the inner four times as wide. */
function convnextBlock(x: Tensor, dropRate: number): Tensor {
  const channels = x.shape.at(-1) ?? 0;
  const depthwise = tf.layers.depthwiseConv2d({ kernelSize: 7, padding: 'same' });
  let y = layerNorm(depthwise.apply(x) as Tensor);
  y = tf.layers.dense({ units: 4 * channels, activation: 'gelu' }).apply(y) as Tensor;
  y = tf.layers.dense({ units: channels }).apply(y) as Tensor;
  y = new LayerScale({ initial: 1e-6 }).apply(y) as Tensor;
  y = new DropPath({ rate: dropRate }).apply(y) as Tensor;
  return tf.layers.add().apply([x, y]) as Tensor;
}

/** A convolution of patches that do not overlap. */
function conv(filters: number, size: number): tf.layers.Layer {
  return tf.layers.conv2d({ filters, kernelSize: size, strides: size });
}

function layerNorm(x: Tensor): Tensor {
  return tf.layers.layerNormalization({ axis: -1, epsilon: 1e-6 }).apply(x) as Tensor;
}

function head(x: Tensor, classes: number): Tensor {
  const pooled = tf.layers.globalAveragePooling2d({}).apply(x) as Tensor;
  const dense = tf.layers.dense({ units: classes, activation: 'softmax' });
  return dense.apply(layerNorm(pooled)) as Tensor;
}

interface LayerScaleArgs extends LayerArgs {
  readonly initial: number;
}

/** Multiplies each channel by a factor of its own. */
class LayerScale extends tf.layers.Layer {
  static readonly className = 'LayerScale';
  private readonly initial: number;
  private gamma!: tf.LayerVariable;

  constructor(args: LayerScaleArgs) {
    super(args);
    this.initial = args.initial;
  }

  override build(inputShape: tf.Shape): void {
    const initial = tf.initializers.constant({ value: this.initial });
    this.gamma = this.addWeight('gamma', [inputShape.at(-1) ?? 0], 'float32', initial);
    super.build(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
    return tf.mul(x, this.gamma.read());
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), initial: this.initial };
  }
}
tf.serialization.registerClass(LayerScale);

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
