/** What a node does to a tensor, whether it is a layer of tf.layers or a kernel of an operation. */
import { categoryOf, type LayerCategory } from '../category';
import type { GraphNode } from '../graph';

export type Role =
  | 'input'
  | 'sum'
  | 'difference'
  | 'negation'
  | 'product'
  | 'quotient'
  | 'concatenation'
  /** A sum with a constant or a variable: one tensor goes in. */
  | 'bias'
  /** A product with a constant or a variable. */
  | 'scale'
  | 'convolution'
  | 'matrix'
  | 'recurrent'
  | 'normalization'
  | 'activation'
  | 'softmax'
  | 'pooling'
  | 'globalPooling'
  | 'slice'
  | 'pad'
  | 'resize'
  | 'reshape'
  /** Changes nothing at inference: identity, cast, dropout. */
  | 'passing'
  | 'other'
  /** A layer of the user's own, or of a library. */
  | 'custom';

/** Kernels, and the layers whose category says less than is asked here. */
const namesByRole: readonly (readonly [Role, string])[] = [
  ['input', 'Input Placeholder'],
  ['sum', 'Add AddV2 AddN'],
  ['difference', 'Sub Subtract'],
  ['negation', 'Neg'],
  ['product', 'Multiply Mul'],
  ['quotient', 'RealDiv Div DivNoNan'],
  ['concatenation', 'Concatenate Concat ConcatV2'],
  ['convolution', 'FusedConv2D DepthwiseConv2dNative FusedDepthwiseConv2D'],
  ['convolution', 'Conv2DBackpropInput Conv3DBackpropInputV2'],
  ['matrix', 'Dot BatchMatMul MatMul _FusedMatMul Einsum'],
  ['normalization', 'FusedBatchNorm FusedBatchNormV3 LRN'],
  ['activation', 'Relu Relu6 LeakyRelu Prelu Elu Selu Sigmoid Tanh Softplus Erf Step LogSoftmax'],
  ['softmax', 'Softmax'],
  ['pooling', 'AvgPool AvgPool3D MaxPool MaxPool3D MaxPoolWithArgmax'],
  ['globalPooling', 'GlobalAveragePooling1D GlobalAveragePooling2D'],
  ['globalPooling', 'GlobalMaxPooling1D GlobalMaxPooling2D'],
  ['slice', 'StridedSlice Slice Cropping1D Cropping2D Cropping3D'],
  ['pad', 'Pad PadV2 ZeroPadding1D ZeroPadding2D ZeroPadding3D'],
  ['resize', 'UpSampling1D UpSampling2D UpSampling3D'],
  ['resize', 'ResizeBilinear ResizeNearestNeighbor DepthToSpace'],
  ['reshape', 'Transpose ExpandDims Squeeze'],
  ['passing', 'Identity Cast'],
  ['other', 'Abs Acos Acosh All Any ArgMax ArgMin Asin Asinh Atan Atan2 Atanh BatchToSpaceND'],
  ['other', 'BroadcastArgs BroadcastTo Ceil ClipByValue Complex ComplexAbs Cos Cosh CropAndResize'],
  ['other', 'Cumprod Cumsum Equal Exp Expm1 FFT Floor FloorDiv GatherNd GatherV2 Greater'],
  ['other', 'GreaterEqual IFFT Imag IsFinite IsInf IsNan Less LessEqual Log Log1p LogicalAnd'],
  ['other', 'LogicalNot LogicalOr LogicalXor Max Mean Min MirrorPad Mod Multinomial NotEqual'],
  ['other', 'OneHot Pack Pow Prod Real Reciprocal Reverse Round Rsqrt ScatterNd SearchSorted'],
  ['other', 'Select Sign Sin Sinh SpaceToBatchND SplitV Sqrt Square SquaredDifference Sum Tan'],
  ['other', 'TensorScatterUpdate Tile TopK Transform Unpack UnsortedSegmentSum'],
];

const roles: ReadonlyMap<string, Role> = new Map(
  namesByRole.flatMap(([role, names]) =>
    names.split(' ').map((name): [string, Role] => [name, role]),
  ),
);

const byCategory: Readonly<Record<LayerCategory, Role>> = {
  input: 'input',
  convolution: 'convolution',
  dense: 'matrix',
  normalization: 'normalization',
  activation: 'activation',
  pooling: 'pooling',
  merge: 'other',
  recurrent: 'recurrent',
  attention: 'custom',
  reshape: 'reshape',
  regularization: 'passing',
  model: 'custom',
  custom: 'custom',
};

/** The activation that a layer applies to its own output; none where it is linear. */
export function activationOf({ config }: Pick<GraphNode, 'config'>): string | undefined {
  const { activation } = config;
  if (activation === undefined || activation === null || activation === 'linear') return undefined;
  return typeof activation === 'string' ? activation : 'custom';
}

function activationRole(node: GraphNode): Role {
  const name = activationOf(node);
  if (name === undefined) return 'passing';
  return name === 'softmax' ? 'softmax' : 'activation';
}

/** The role that a node's class and configuration give it, whatever its inputs are. */
export function classRole(node: GraphNode): Role {
  if (node.className === 'Activation' && node.config['activation'] !== undefined)
    return activationRole(node);
  return roles.get(node.className) ?? byCategory[categoryOf(node.className)];
}

const withOneTensor: Readonly<Partial<Record<Role, Role>>> = {
  sum: 'bias',
  difference: 'bias',
  product: 'scale',
  quotient: 'scale',
  concatenation: 'pad',
};

/** What a merge does when it reads one tensor, whatever else it reads being constants or variables. */
export function roleWithOneTensor(role: Role): Role {
  return withOneTensor[role] ?? role;
}
