/** Calls of kernels that work on one element at a time, and of reductions. */
import * as tf from '@tensorflow/tfjs-core';
import {
  type Maker,
  float,
  whole,
  bool,
  someShape,
  atLeast,
  unary,
  binary,
  arithmetic,
  reduction,
  along,
  table,
  images,
} from './makers';

const spectrum: Maker = (d) => {
  const shape = [d.whole(1, 3), 4];
  return { inputs: { input: tf.complex(float(shape), float(shape)) }, attrs: {} };
};

export const elementwiseCalls: readonly [string, Maker][] = [
  ...table(
    `Abs Acos Acosh Asin Asinh Atan Atanh Ceil Cos Cosh Elu Erf Exp Expm1 Floor Identity IsFinite
     IsInf IsNan Log Log1p Neg OnesLike Reciprocal Relu Relu6 Round Rsqrt Selu Sigmoid Sign Sin
     Sinh Softplus Sqrt Square Tan Tanh ZerosLike`,
    unary(),
  ),
  ...table('Add Maximum Minimum Mod Multiply Pow SquaredDifference Sub FloorDiv', arithmetic),
  ...table('RealDiv Atan2', binary([float])),
  ...table('Equal Greater GreaterEqual Less LessEqual NotEqual', arithmetic),
  ...table('LogicalAnd LogicalOr', binary([bool])),
  ['BitwiseAnd', binary([whole])],
  ['LogicalNot', unary(bool)],
  ...table('Prod Sum', (d) => reduction('axis', d.pick([float, whole]))(d)),
  ['Mean', reduction()],
  ['Min', reduction()],
  ['Max', reduction('reductionIndices')],
  ...table('All Any', reduction('axis', bool)),
  ...table(
    'ArgMax ArgMin',
    along((axis) => ({ axis })),
  ),
  ...table(
    'Cumprod Cumsum',
    along((axis) => ({ axis, exclusive: false, reverse: false })),
  ),
  ['Reverse', along((axis) => ({ dims: [axis] }))],
  ['Step', (d) => ({ ...unary()(d), attrs: { alpha: 0.1 } })],
  ['LeakyRelu', (d) => ({ ...unary()(d), attrs: { alpha: 0.1 } })],
  ['ClipByValue', (d) => ({ ...unary()(d), attrs: { clipValueMin: 0, clipValueMax: 1 } })],
  ['Cast', (d) => ({ ...unary()(d), attrs: { dtype: d.pick(['int32', 'bool', 'float32']) } })],
  [
    'StaticRegexReplace',
    () => ({
      inputs: { x: tf.tensor(['ab', 'c']) },
      attrs: { pattern: 'a', rewrite: 'b', replaceGlobal: true },
    }),
  ],
  [
    'AddN',
    (d) => {
      const shape = someShape(d);
      return { inputs: [float(shape), float(shape), float(shape)], attrs: {} };
    },
  ],
  [
    'Complex',
    (d) => {
      const shape = someShape(d);
      return { inputs: { real: float(shape), imag: float(shape) }, attrs: {} };
    },
  ],
  [
    'ComplexAbs',
    (d) => ({ inputs: { x: (spectrum(d).inputs as { input: tf.Tensor }).input }, attrs: {} }),
  ],
  ...table('Real Imag FFT IFFT', spectrum),
  [
    'EluGrad',
    (d) => {
      const shape = someShape(d);
      return { inputs: { dy: float(shape), y: float(shape) }, attrs: {} };
    },
  ],
  [
    'FusedBatchNorm',
    (d) => {
      const x = images(d);
      const channel = (): tf.Tensor => float([x.shape[3]!]);
      return {
        inputs: { x, scale: channel(), offset: channel(), mean: channel(), variance: channel() },
        attrs: { varianceEpsilon: 0.001 },
      };
    },
  ],
  [
    'LRN',
    (d) => ({ inputs: { x: images(d) }, attrs: { depthRadius: 1, bias: 1, alpha: 1, beta: 0.5 } }),
  ],
  [
    'LRNGrad',
    (d) => {
      const x = images(d);
      return {
        inputs: { x, y: float(x.shape), dy: float(x.shape) },
        attrs: { depthRadius: 1, bias: 1, alpha: 1, beta: 0.5 },
      };
    },
  ],
  [
    'Prelu',
    (d) => {
      const shape = atLeast(d, 1);
      return { inputs: { x: float(shape), alpha: float(shape.slice(1)) }, attrs: {} };
    },
  ],
  [
    'Select',
    (d) => {
      const shape = atLeast(d, 1);
      return {
        inputs: { condition: bool(shape), t: float(shape), e: d.pick([float, whole])(shape) },
        attrs: {},
      };
    },
  ],
  [
    'Softmax',
    (d) => ({ inputs: { logits: float([d.whole(1, 3), d.whole(1, 4)]) }, attrs: { dim: 1 } }),
  ],
];
