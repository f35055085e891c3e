/** What a layer, or an operation, reads along each spatial axis, from its configuration. */
import type { GraphNode, Json, Shape } from './graph';
import type { AxisWindow } from './receptiveAxis';

/** Classes whose output depends at each position on that position of the inputs alone. */
export const pointwiseClasses: ReadonlySet<string> = new Set([
  ...['Activation', 'ReLU', 'LeakyReLU', 'PReLU', 'ELU', 'ThresholdedReLU', 'Softmax'],
  ...['BatchNormalization', 'LayerNormalization', 'Masking', 'ActivityRegularization', 'Dense'],
  ...['Dropout', 'SpatialDropout1D', 'GaussianNoise', 'GaussianDropout', 'AlphaDropout'],
  ...['Add', 'Average', 'Concatenate', 'Maximum', 'Minimum', 'Multiply', 'Embedding', 'InputLayer'],
  // Operations of TensorFlow.js.
  ...['Relu', 'Relu6', 'LeakyRelu', 'Prelu', 'Elu', 'Selu', 'Sigmoid', 'Tanh', 'Softplus', 'Step'],
  ...['Identity', 'Cast', 'Neg', 'Exp', 'Log', 'Sqrt', 'Rsqrt', 'Square', 'Abs', 'Erf', 'Sub'],
  ...['AddN', 'RealDiv', 'Pow', 'SquaredDifference', 'FusedBatchNorm', 'ClipByValue', 'LRN'],
]);

/** Classes whose output depends on all positions. */
export const wholeClasses: ReadonlySet<string> = new Set([
  ...['Flatten', 'Permute', 'Dot', 'RepeatVector', 'GlobalAveragePooling1D'],
  ...['GlobalAveragePooling2D', 'GlobalMaxPooling1D', 'GlobalMaxPooling2D'],
  ...['LSTM', 'GRU', 'SimpleRNN', 'RNN', 'Bidirectional', 'ConvLSTM2D'],
]);

const windowClass =
  /^(?:(?:Depthwise|Separable)?Conv[123]D|(?:Max|Average)Pooling[123]D|(?:Fused)?(?:Depthwise)?Conv2D(?:Native)?|FusedDepthwiseConv2D|DepthwiseConv2dNative|MaxPool|AvgPool)$/;

function sizes(value: Json | undefined, axes: number): number[] | undefined {
  const list = Array.isArray(value) ? (value as readonly Json[]).map(Number) : [];
  if (list.length === axes) return list;
  const [only] = list.length === 1 ? list : typeof value === 'number' ? [value] : [];
  return only === undefined ? undefined : Array.from({ length: axes }, () => only);
}

/** The sizes of the axes between batch and channels. */
function places(shape: Shape, config: GraphNode['config']): Shape {
  return config['dataFormat'] === 'channelsFirst' ? shape.slice(2) : shape.slice(1, -1);
}

/** Extents of the kernel or pool: of a layer by its configuration, of an operation by its filter. */
function extents({ config, weights, inputs }: GraphNode, axes: number): number[] | undefined {
  const named = config['kernelSize'] ?? config['poolSize'] ?? config['filterSize'];
  if (named !== undefined) return sizes(named, axes);
  const filter = weights.find(({ shape }) => shape.length === axes + 2)?.shape ?? inputs[1]?.shape;
  return filter?.slice(0, axes).map((size) => size ?? Number.NaN);
}

interface Kernel {
  readonly extent: number;
  readonly stride: number;
  readonly size: number | null;
}

/** Positions of padding before the first, with TensorFlow's rule for 'same': the odd one comes last. */
function paddingBefore(mode: Json | undefined, { extent, stride, size }: Kernel): number {
  if (typeof mode === 'number') return mode;
  if (mode === 'causal') return extent - 1;
  if (mode !== 'same') return 0;
  const rest = size === null ? 0 : size % stride;
  return Math.floor(Math.max(extent - (rest === 0 ? stride : rest), 0) / 2);
}

function convolution(node: GraphNode, shape: Shape): AxisWindow[] | undefined {
  const { config } = node;
  const axes = shape.length;
  const kernel = extents(node, axes);
  const strides = sizes(config['strides'] ?? config['poolSize'] ?? 1, axes);
  const dilations = sizes(config['dilationRate'] ?? config['dilations'] ?? 1, axes);
  const mode = config['padding'] ?? config['pad'];
  if (kernel === undefined || strides === undefined || dilations === undefined) return undefined;
  return shape.map((size, i) => {
    const extent = ((kernel[i] ?? 1) - 1) * (dilations[i] ?? 1) + 1;
    const stride = strides[i] ?? 1;
    const before = paddingBefore(mode, { extent, stride, size });
    return { reach: [before, extent - 1 - before], step: stride, every: 1 };
  });
}

/** Output o is made of input j where o = j·stride + t − padding for a t of the kernel. */
function transposed({ config }: GraphNode, shape: Shape): AxisWindow[] | undefined {
  const axes = shape.length;
  const kernel = sizes(config['kernelSize'], axes);
  const strides = sizes(config['strides'] ?? 1, axes);
  if (kernel === undefined || strides === undefined) return undefined;
  return shape.map((_, i) => {
    const extent = kernel[i] ?? 1;
    const stride = strides[i] ?? 1;
    // The gradient of a convolution whose input, this layer's output, is a multiple of the stride.
    const before = paddingBefore(config['padding'], { extent, stride, size: null });
    return { reach: [extent - 1 - before, before], step: 1, every: stride };
  });
}

function upsampled({ config }: GraphNode, axes: number): AxisWindow[] | undefined {
  const factors = sizes(config['size'], axes);
  const bilinear = config['interpolation'] === 'bilinear';
  return factors?.map((factor) => ({
    reach: bilinear ? [factor - 1, factor - 1] : [factor - 1, 0],
    step: 1,
    every: factor,
  }));
}

/** Positions that are put before the first along each axis. */
function paddedBefore({ config }: GraphNode, axes: number): number[] | undefined {
  const padding = config['padding'];
  if (typeof padding === 'number') return Array.from({ length: axes }, () => padding);
  if (!Array.isArray(padding) || padding.length !== axes) return undefined;
  return (padding as readonly Json[]).map((pair) => Number(Array.isArray(pair) ? pair[0] : pair));
}

function moved(offsets: readonly number[] | undefined): AxisWindow[] | undefined {
  return offsets?.map((before) => ({ reach: [before, -before], step: 1, every: 1 }));
}

function cropped({ config }: GraphNode, axes: number): AxisWindow[] | undefined {
  const { cropping } = config;
  if (typeof cropping === 'number') return moved(Array.from({ length: axes }, () => -cropping));
  if (!Array.isArray(cropping) || cropping.length !== axes) return undefined;
  return moved(
    (cropping as readonly Json[]).map((pair) => -Number(Array.isArray(pair) ? pair[0] : pair)),
  );
}

/** What a node reads along each spatial axis; undefined for a class that is not known. */
export function windowOf(node: GraphNode): readonly AxisWindow[] | undefined {
  const input = node.inputs[0]?.shape;
  if (input === undefined) return undefined;
  const shape = places(input, node.config);
  if (windowClass.test(node.className)) return convolution(node, shape);
  switch (node.className) {
    case 'Conv2DTranspose':
    case 'Conv3DTranspose':
      return transposed(node, shape);
    case 'UpSampling2D':
      return upsampled(node, shape.length);
    case 'ZeroPadding2D':
      return moved(paddedBefore(node, shape.length));
    case 'Cropping2D':
      return cropped(node, shape.length);
    default:
      return undefined;
  }
}
