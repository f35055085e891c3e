/**
 * Highway networks: a gate decides, number by number, between a layer's output and its input.
 *
 * Rupesh Kumar Srivastava, Klaus Greff, Jürgen Schmidhuber.
 * Training Very Deep Networks. NIPS 2015. https://arxiv.org/abs/1507.06228
 * Highway Networks. 2015. https://arxiv.org/abs/1505.00387
 * Section 2, eq. 3: y = H(x)·T(x) + x·(1 − T(x)); Section 3.1 (dense layers of 50 units on MNIST);
 * Section 3.3 (convolutions on CIFAR-10: 19 layers, about 2.3 million parameters; the paper gives
 * no widths, those here are ours).
 *
 * The gates' biases start below zero, so that an untrained network carries its input through.
 *
 * Parameters are trainable + non-trainable; there is no batch norm, so nothing is non-trainable.
 * MMACs are 10⁶ and GMACs 10⁹ multiply-adds for one image, convolution and dense layers only.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;
type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

/** 289,660 + 0 parameters, 0.285 MMACs, 49 gated shortcuts. */
export function highwayDense(layers = 50, units = 50, gateBias = -2): tf.LayersModel {
  const image = tf.input({ shape: [28, 28, 1] });
  const pixels = tf.layers.flatten().apply(image);
  let x = tf.layers.dense({ units, activation: 'relu' }).apply(pixels) as Tensor;
  for (let i = 1; i < layers; i++) x = new HighwayDense({ gateBias }).apply(x) as Tensor;
  const digits = tf.layers.dense({ units: 10, activation: 'softmax' }).apply(x) as Tensor;
  return tf.model({ name: 'highwayDense', inputs: image, outputs: digits });
}

/** 2,320,618 + 0 parameters, 0.404 GMACs, 15 gated shortcuts. */
export function highwayConv(classes = 10, gateBias = -2): tf.LayersModel {
  const widths = [40, 80, 128];
  const image = tf.input({ shape: [32, 32, 3] });
  let x = image;
  for (const [i, width] of widths.entries()) x = stage(x, width, 5, i === 0 ? 1 : 2, gateBias);
  const pooled = tf.layers.globalAveragePooling2d({}).apply(x);
  const outputs = tf.layers.dense({ units: classes, activation: 'softmax' }).apply(pooled);
  return tf.model({ name: 'highwayConv', inputs: image, outputs: outputs as Tensor });
}

/** A plain convolution changes the shape; the highway layers after it keep it. */
function stage(x: Tensor, width: number, count: number, strides: number, gateBias: number): Tensor {
  let y = conv(width, 'relu', 0, strides).apply(x) as Tensor;
  for (let i = 0; i < count; i++) y = highwayBlock(y, width, gateBias);
  return y;
}

/** y = H(x)·T(x) + x·(1 − T(x)), where H and T are 3×3 convolutions. */
function highwayBlock(x: Tensor, width: number, gateBias: number): Tensor {
  const transformed = conv(width, 'relu').apply(x) as Tensor;
  const gate = conv(width, 'sigmoid', gateBias).apply(x) as Tensor;
  const carry = new OneMinus().apply(gate) as Tensor;
  return tf.layers
    .add()
    .apply([
      tf.layers.multiply().apply([transformed, gate]) as Tensor,
      tf.layers.multiply().apply([x, carry]) as Tensor,
    ]) as Tensor;
}

function conv(
  filters: number,
  activation: 'relu' | 'sigmoid',
  bias = 0,
  strides = 1,
): tf.layers.Layer {
  return tf.layers.conv2d({
    filters,
    kernelSize: 3,
    strides,
    padding: 'same',
    activation,
    kernelInitializer: 'heNormal',
    biasInitializer: tf.initializers.constant({ value: bias }),
  });
}

/** What a gate does not let through. */
class OneMinus extends tf.layers.Layer {
  static readonly className = 'OneMinus';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const gate = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
    return tf.sub(1, gate);
  }
}
tf.serialization.registerClass(OneMinus);

interface HighwayDenseArgs extends LayerArgs {
  /** What the gate's bias starts with: below zero, the layer carries its input at first. */
  readonly gateBias: number;
}

/** A dense highway layer, its gate and its shortcut: as many outputs as inputs. */
class HighwayDense extends tf.layers.Layer {
  static readonly className = 'HighwayDense';
  private readonly gateBias: number;
  private transformKernel!: tf.LayerVariable;
  private transformBias!: tf.LayerVariable;
  private gateKernel!: tf.LayerVariable;
  private gateOffset!: tf.LayerVariable;

  constructor(args: HighwayDenseArgs) {
    super(args);
    this.gateBias = args.gateBias;
  }

  override build(inputShape: tf.Shape): void {
    const units = inputShape.at(-1) ?? 0;
    const { heNormal, zeros, constant } = tf.initializers;
    const kernel = heNormal({});
    const closed = constant({ value: this.gateBias });
    this.transformKernel = this.addWeight('transform_kernel', [units, units], 'float32', kernel);
    this.transformBias = this.addWeight('transform_bias', [units], 'float32', zeros());
    this.gateKernel = this.addWeight('gate_kernel', [units, units], 'float32', kernel);
    this.gateOffset = this.addWeight('gate_bias', [units], 'float32', closed);
    super.build(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor2D;
      const transformed = affine(x, this.transformKernel, this.transformBias).relu();
      const gate = affine(x, this.gateKernel, this.gateOffset).sigmoid();
      return transformed.mul(gate).add(x.mul(tf.sub(1, gate)));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), gateBias: this.gateBias };
  }
}
tf.serialization.registerClass(HighwayDense);

function affine(x: tf.Tensor2D, kernel: tf.LayerVariable, bias: tf.LayerVariable): tf.Tensor {
  return x.matMul(kernel.read()).add(bias.read());
}
