/**
 * Multiply-adds, counted where they would be done: the kernels of the cpu backend that multiply
 * matrices or convolve are replaced by ones that add up what they were asked for and give zeros, and
 * so are a few that only take long. Everything else of a forward pass really runs, on those zeros.
 */
import * as tf from '@tensorflow/tfjs';

type Kernel = Omit<tf.KernelConfig, 'kernelName' | 'backendName'>;
type Inputs = Readonly<Record<string, tf.TensorInfo | undefined>>;

interface Work {
  readonly shape: number[];
  readonly macs: number;
}

interface ConvolutionAttributes {
  readonly strides: [number, number];
  readonly pad: 'valid' | 'same' | number;
  /** A depthwise layer that was given none passes null on. */
  readonly dilations: [number, number] | null;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, n) => size * n, 1);

function given(inputs: Inputs, name: string): tf.TensorInfo {
  const input = inputs[name];
  if (!input) throw new Error(`the kernel has no input ${name}`);
  return input;
}

function matrixProduct(inputs: Inputs, attributes: object): Work {
  const { transposeA, transposeB } = attributes as { transposeA: boolean; transposeB: boolean };
  const a = given(inputs, 'a').shape;
  const b = given(inputs, 'b').shape;
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(a.slice(0, -2), b.slice(0, -2));
  const rows = a.at(transposeA ? -1 : -2) ?? 1;
  const inner = a.at(transposeA ? -2 : -1) ?? 1;
  const columns = b.at(transposeB ? -2 : -1) ?? 1;
  const shape = [...batch, rows, columns];
  return { shape, macs: sizeOf(shape) * inner };
}

/** Each scalar of a kernel is multiplied once at each position of the output. */
function convolution(inputs: Inputs, attributes: object, depthwise: boolean): Work {
  const { strides, pad, dilations, dimRoundingMode } = attributes as ConvolutionAttributes;
  const filter = given(inputs, 'filter').shape as [number, number, number, number];
  const { outShape } = tf.backend_util.computeConv2DInfo(
    given(inputs, 'x').shape as [number, number, number, number],
    filter,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    depthwise,
  );
  return { shape: outShape, macs: sizeOf(outShape.slice(0, 3)) * sizeOf(filter) };
}

/** A transposed convolution: each scalar is multiplied once at each position of the input. */
function transposedConvolution(inputs: Inputs, attributes: object): Work {
  const { inputShape } = attributes as { inputShape: number[] };
  const positions = sizeOf(given(inputs, 'dy').shape.slice(0, 3));
  return { shape: inputShape, macs: positions * sizeOf(given(inputs, 'filter').shape) };
}

/** Of work that is no multiply-add, what takes the longest. */
function sumOfTwo(inputs: Inputs): Work {
  const [a, b] = [given(inputs, 'a').shape, given(inputs, 'b').shape];
  return { shape: tf.broadcast_util.assertAndGetBroadcastShape(a, b), macs: 0 };
}

function transposition(inputs: Inputs, attributes: object): Work {
  const { perm } = attributes as { perm: number[] };
  const { shape } = given(inputs, 'x');
  return { shape: perm.map((axis) => shape[axis] ?? 1), macs: 0 };
}

function slice(inputs: Inputs, attributes: object): Work {
  const { begin, size } = attributes as { begin: number[]; size: number[] };
  const { shape } = given(inputs, 'x');
  const sizes = shape.map((all, axis) => {
    const asked = size[axis] ?? -1;
    return asked === -1 ? all - (begin[axis] ?? 0) : asked;
  });
  return { shape: sizes, macs: 0 };
}

const works: Readonly<Record<string, (inputs: Inputs, attributes: object) => Work>> = {
  BatchMatMul: matrixProduct,
  _FusedMatMul: matrixProduct,
  Conv2D: (inputs, attributes) => convolution(inputs, attributes, false),
  FusedConv2D: (inputs, attributes) => convolution(inputs, attributes, false),
  DepthwiseConv2dNative: (inputs, attributes) => convolution(inputs, attributes, true),
  FusedDepthwiseConv2D: (inputs, attributes) => convolution(inputs, attributes, true),
  Conv2DBackpropInput: transposedConvolution,
  Add: sumOfTwo,
  Sub: sumOfTwo,
  Multiply: sumOfTwo,
  RealDiv: sumOfTwo,
  Transpose: transposition,
  Slice: slice,
  Softmax: (inputs) => ({ shape: given(inputs, 'logits').shape, macs: 0 }),
};

interface MacCounter {
  /** Multiply-adds asked for since `start`. */
  macs: number;
  restore(): void;
}

function replace(kernelName: string, kernelFunc: tf.KernelFunc): () => void {
  const original: Kernel = tf.getKernel(kernelName, 'cpu');
  tf.unregisterKernel(kernelName, 'cpu');
  tf.registerKernel({ kernelName, backendName: 'cpu', kernelFunc });
  return () => {
    tf.unregisterKernel(kernelName, 'cpu');
    tf.registerKernel({ kernelName, backendName: 'cpu', ...original });
  };
}

/** Replaces the kernels until `restore` is called. The cpu backend must be the one in use. */
export function countMacs(): MacCounter {
  const counter = { macs: 0, restore: () => restores.forEach((restore) => restore()) };
  const restores = Object.entries(works).map(([name, work]) =>
    replace(name, ({ inputs, attrs }) => {
      const { shape, macs } = work(inputs, attrs ?? {});
      counter.macs += macs;
      const dtype = (Object.values(inputs)[0]?.dtype ?? 'float32') as tf.NumericDataType;
      const zeros = tf.util.makeZerosTypedArray(sizeOf(shape), dtype);
      return { dataId: tf.backend().write(zeros, shape, dtype), shape, dtype };
    }),
  );
  return counter;
}
