/**
 * ResNeXt-50 (32×4d) for ImageNet: ResNet-50 with 32 groups in each bottleneck.
 *
 * Saining Xie, Ross Girshick, Piotr Dollár, Zhuowen Tu, Kaiming He.
 * Aggregated Residual Transformations for Deep Neural Networks. CVPR 2017.
 * https://arxiv.org/abs/1611.05431
 * Table 1 (the stages), Figure 3(c) (the block as one grouped convolution).
 *
 * tf.layers has no grouped convolution, so a small layer of this file does it: it slices the
 * channels, convolves each slice, and puts the results side by side.
 *
 * Parameters are trainable + non-trainable (the running mean and variance of batch norm).
 * GMACs are 10⁹ multiply-adds for one image, convolution and dense layers only.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;
type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

/** 25,028,904 + 68,224 parameters, 4.230 GMACs, 16 shortcuts of which 4 are projections. */
export function resnext50(classes = 1000): tf.LayersModel {
  const blocks = [3, 4, 6, 3];
  const image = tf.input({ shape: [224, 224, 3] });
  let x = stem(image);
  for (const [i, count] of blocks.entries()) x = stage(x, 128 * 2 ** i, count, i === 0 ? 1 : 2);
  return tf.model({ name: 'resnext50', inputs: image, outputs: head(x, classes) });
}

/** conv1 and the max pooling that opens conv2_x: 224×224×3 to 56×56×64. */
function stem(image: Tensor): Tensor {
  let x = convBn(image, 64, 7, 2);
  x = tf.layers.reLU().apply(x) as Tensor;
  return tf.layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }).apply(x) as Tensor;
}

/** conv2_x to conv5_x: `count` bottlenecks, the first of which changes the resolution. */
function stage(x: Tensor, width: number, count: number, strides: number): Tensor {
  for (let i = 0; i < count; i++) x = bottleneck(x, width, i === 0 ? strides : 1);
  return x;
}

/** 1×1 reduces the channels, 3×3 works on each of 32 groups of them alone, 1×1 restores them. */
function bottleneck(x: Tensor, width: number, strides: number): Tensor {
  const channels = 2 * width;
  const grouped = new GroupedConv2D({ filters: width, kernelSize: 3, strides, groups: 32 });
  let y = convBn(x, width, 1);
  y = tf.layers.reLU().apply(y) as Tensor;
  y = batchNorm(grouped.apply(y) as Tensor);
  y = tf.layers.reLU().apply(y) as Tensor;
  y = convBn(y, channels, 1);

  const sameShape = strides === 1 && x.shape.at(-1) === channels;
  const shortcut = sameShape ? x : projection(x, channels, strides);
  y = tf.layers.add().apply([y, shortcut]) as Tensor;
  return tf.layers.reLU().apply(y) as Tensor;
}

/** The shortcut of a block that changes the shape of its input. */
function projection(x: Tensor, channels: number, strides: number): Tensor {
  return convBn(x, channels, 1, strides);
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

function batchNorm(x: Tensor): Tensor {
  return tf.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5 }).apply(x) as Tensor;
}

function head(x: Tensor, classes: number): Tensor {
  const pooled = tf.layers.globalAveragePooling2d({}).apply(x);
  return tf.layers.dense({ units: classes, activation: 'softmax' }).apply(pooled) as Tensor;
}

interface GroupedConv2DArgs extends LayerArgs {
  readonly filters: number;
  readonly kernelSize: number;
  readonly strides: number;
  readonly groups: number;
}

/** A convolution whose output channels each see the input channels of their own group only. */
class GroupedConv2D extends tf.layers.Layer {
  static readonly className = 'GroupedConv2D';
  private kernel!: tf.LayerVariable;

  constructor(private readonly args: GroupedConv2DArgs) {
    super(args);
  }

  override build(inputShape: tf.Shape): void {
    const { filters, kernelSize, groups } = this.args;
    const channels = (inputShape.at(-1) ?? 0) / groups;
    const shape = [kernelSize, kernelSize, channels, filters];
    this.kernel = this.addWeight('kernel', shape, 'float32', tf.initializers.heNormal({}));
    super.build(inputShape);
  }

  override computeOutputShape([batch, height, width]: [number, number, number]): tf.Shape {
    const { filters, strides } = this.args;
    return [batch, Math.ceil(height / strides), Math.ceil(width / strides), filters];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
      const { filters, strides, groups } = this.args;
      const channels = x.shape[3] / groups;
      const perGroup = filters / groups;
      const kernel = this.kernel.read() as tf.Tensor4D;
      const convolved = Array.from({ length: groups }, (_, group) => {
        const slice = x.slice([0, 0, 0, group * channels], [-1, -1, -1, channels]);
        const own = kernel.slice([0, 0, 0, group * perGroup], [-1, -1, -1, perGroup]);
        return tf.conv2d(slice, own, strides, 'same');
      });
      return tf.concat(convolved, 3);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { filters, kernelSize, strides, groups } = this.args;
    return { ...super.getConfig(), filters, kernelSize, strides, groups };
  }
}
tf.serialization.registerClass(GroupedConv2D);
