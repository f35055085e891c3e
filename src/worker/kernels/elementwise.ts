/** Kernels that work on one element at a time, and reductions. */
import { backend_util, util } from '@tensorflow/tfjs-core';
import type { AddNInputs, CastAttrs, MaxAttrs, SumAttrs } from '@tensorflow/tfjs-core';
import { infer, reshaped, retyped, sameRule, type Inference, type Named } from './inference';

type Unary = Named<'x'>;
type Binary = Named<'a' | 'b'>;

const unary = infer(({ x }: Unary) => reshaped(x, x.shape));
const unaryToBool = infer(({ x }: Unary) => retyped(x, 'bool'));

function broadcast({ a, b }: Binary): number[] {
  return backend_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]);
}

const arithmetic = infer((inputs: Binary) => {
  const complex = inputs.a.dtype === 'complex64' || inputs.b.dtype === 'complex64';
  return { shape: broadcast(inputs), dtype: complex ? 'complex64' : inputs.a.dtype };
});
const comparison = infer((inputs: Binary) => ({ shape: broadcast(inputs), dtype: 'bool' }));

function reducedShape(
  shape: readonly number[],
  axis: number | number[],
  keepDims: boolean,
): number[] {
  const axes = util.parseAxisParam(axis, [...shape]);
  const [reduced] = backend_util.computeOutAndReduceShapes([...shape], axes);
  return keepDims ? backend_util.expandShapeToKeepDim(reduced, axes) : reduced;
}

const reduction = infer(({ x }: Unary, { axis, keepDims }: SumAttrs) =>
  reshaped(x, reducedShape(x.shape, axis, keepDims)),
);
const sum = infer(({ x }: Unary, { axis, keepDims }: SumAttrs) => ({
  shape: reducedShape(x.shape, axis, keepDims),
  dtype: backend_util.upcastType(x.dtype, 'int32'),
}));
const positionOfExtreme = infer(({ x }: Unary, { axis }: { axis: number }) => ({
  shape: reducedShape(x.shape, axis, false),
  dtype: 'int32',
}));
const runningTotal = infer(({ x }: Unary) => ({
  shape: [...x.shape],
  dtype: backend_util.upcastType(x.dtype, 'int32'),
}));

export const elementwise: Readonly<Record<string, Inference>> = {
  ...sameRule(
    `Abs Acos Acosh Asin Asinh Atan Atanh Ceil ClipByValue Cos Cosh Elu Erf Exp Expm1 Floor
     Identity LeakyRelu Log Log1p LRN Neg OnesLike Reciprocal Relu Relu6 Reverse Round Rsqrt Selu
     Sigmoid Sign Sin Sinh Softplus Sqrt Square StaticRegexReplace Step Tan Tanh ZerosLike`.split(
      /\s+/,
    ),
    unary,
  ),
  ...sameRule(['IsFinite', 'IsInf', 'IsNan', 'LogicalNot'], unaryToBool),
  ...sameRule(
    `Add Atan2 BitwiseAnd Maximum Minimum Mod Multiply Pow RealDiv SquaredDifference Sub`.split(
      ' ',
    ),
    arithmetic,
  ),
  ...sameRule(
    `Equal Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr NotEqual`.split(' '),
    comparison,
  ),
  ...sameRule(['All', 'Any', 'Min'], reduction),
  ...sameRule(['Prod', 'Sum'], sum),
  ...sameRule(['ArgMax', 'ArgMin'], positionOfExtreme),
  ...sameRule(['Cumprod', 'Cumsum'], runningTotal),
  AddN: infer((tensors: AddNInputs) => {
    const [first] = tensors;
    if (first === undefined) throw new Error('AddN needs at least one tensor');
    return reshaped(first, first.shape);
  }),
  Cast: infer(({ x }: Unary, { dtype }: CastAttrs) => retyped(x, dtype)),
  Complex: infer(({ real }: Named<'real' | 'imag'>) => retyped(real, 'complex64')),
  ComplexAbs: infer(({ x }: Unary) => retyped(x, 'float32')),
  EluGrad: infer(({ y }: Named<'dy' | 'y'>) => retyped(y, 'float32')),
  FloorDiv: infer((inputs: Binary) => ({ shape: broadcast(inputs), dtype: 'int32' })),
  FusedBatchNorm: infer(({ x }: Unary) => reshaped(x, x.shape)),
  Imag: infer(({ input }: Named<'input'>) => retyped(input, 'float32')),
  LRNGrad: infer(({ dy }: Named<'dy'>) => retyped(dy, 'float32')),
  // Unlike the other reductions it names its axes so.
  Max: infer(({ x }: Unary, { reductionIndices, keepDims }: MaxAttrs) =>
    reshaped(x, reducedShape(x.shape, reductionIndices, keepDims)),
  ),
  Mean: infer(({ x }: Unary, { axis, keepDims }: SumAttrs) => ({
    shape: reducedShape(x.shape, axis, keepDims),
    dtype: 'float32',
  })),
  Prelu: infer(({ x, alpha }: Named<'x' | 'alpha'>) => ({
    shape: backend_util.assertAndGetBroadcastShape(x.shape, alpha.shape),
    dtype: 'float32',
  })),
  Real: infer(({ input }: Named<'input'>) => retyped(input, 'float32')),
  Select: infer(({ t, e }: Named<'condition' | 't' | 'e'>) => ({
    shape: [...t.shape],
    dtype: backend_util.upcastType(t.dtype, e.dtype),
  })),
  Softmax: infer(({ logits }: Named<'logits'>) => reshaped(logits, logits.shape)),
};
