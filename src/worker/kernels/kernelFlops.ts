/**
 * Floating-point operations of one call of a kernel: two for each multiply-accumulate of a product, one
 * for each element of what is computed element by element (sums, products, activations), one for each
 * element that a reduction reads or a pooling window covers, three for each element that a batch norm
 * scales, five for each of a softmax (maximum, difference, exponential, sum, quotient). What moves,
 * compares, selects, looks up, rounds, converts or draws numbers counts nothing.
 */
import { productOf, type MetaTensor } from './inference';
import { kernelMacs } from './kernelMacs';

const elementwise: ReadonlySet<string> = new Set(
  `Abs Acos Acosh Add AddN Asin Asinh Atan Atan2 Atanh ClipByValue Cos Cosh Elu EluGrad Erf Exp Expm1
  FloorDiv LeakyRelu Log Log1p Maximum Minimum Mod Multiply Neg Pow Prelu RealDiv Reciprocal Relu Relu6
  Rsqrt Selu Sigmoid Sin Sinh Softplus Sqrt Square SquaredDifference Sub Tan Tanh`.split(/\s+/),
);

const reductions: ReadonlySet<string> = new Set(['Max', 'Mean', 'Min', 'Prod', 'Sum', 'Cumsum']);

/** Of fused kernels of the tensorflow backend, for each element of the first input: what they replace, added up. */
const perElement: ReadonlyMap<string, number> = new Map([
  ['ReluGrad', 1],
  ['Relu6Grad', 1],
  ['SigmoidGrad', 3],
  ['TanhGrad', 3],
  // Mean, variance, and scale and shift.
  ['FusedBatchNormV3', 7],
  // Two sums, the normalized input, and the gradient to it.
  ['FusedBatchNormGradV3', 9],
  ['ResourceApplyGradientDescent', 2],
  ['ResourceApplyMomentum', 4],
  ['ResourceApplyAdam', 12],
]);

const pools: ReadonlySet<string> = new Set(['AvgPool', 'AvgPool3D', 'MaxPool', 'MaxPool3D']);

const fused: ReadonlySet<string> = new Set(['FusedConv2D', 'FusedDepthwiseConv2D', '_FusedMatMul']);

type Tensors = Readonly<Record<string, MetaTensor | undefined>>;

interface Attributes {
  readonly activation?: string;
  readonly filterSize?: number | readonly number[];
}

function sizeOf(tensor: MetaTensor | undefined): number {
  return tensor === undefined ? 0 : productOf(tensor.shape);
}

/** The bias, the tensor that is added and the activation that are fused with a product. */
function fusedFlops(inputs: Tensors, output: number, { activation = 'linear' }: Attributes) {
  const added = [inputs['bias'], inputs['summand']].filter((tensor) => tensor !== undefined);
  return output * (added.length + (activation === 'linear' ? 0 : 1));
}

function windowOf(kernel: string, { filterSize = 1 }: Attributes): number {
  const axes = kernel.endsWith('3D') ? 3 : 2;
  return typeof filterSize === 'number' ? filterSize ** axes : productOf([...filterSize]);
}

/** FLOPs of one call; zero for a kernel that is not in the list above. */
export function kernelFlops(
  kernel: string,
  inputs: unknown,
  outputs: readonly MetaTensor[],
  attrs: unknown,
): number {
  const given = inputs as Tensors;
  const attributes = (attrs ?? {}) as Attributes;
  const output = sizeOf(outputs[0]);
  if (kernel === 'MeanGrad') return output;
  const products = 2 * kernelMacs(kernel, inputs, outputs, attrs);
  if (fused.has(kernel)) return products + fusedFlops(given, output, attributes);
  if (kernel === 'AddN') return output * (Object.keys(given).length - 1);
  if (elementwise.has(kernel)) return output;
  if (reductions.has(kernel)) return sizeOf(given['x']);
  if (pools.has(kernel)) return output * windowOf(kernel, attributes);
  const fusedCount = perElement.get(kernel);
  if (fusedCount !== undefined) return fusedCount * sizeOf(Object.values(given)[0]);
  if (kernel === 'FusedBatchNorm') return 3 * output;
  return kernel === 'Softmax' ? 5 * output : products;
}
