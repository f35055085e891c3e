/** Kernels with a window that moves: convolutions, pooling, morphology, and their gradients. */
import { backend_util } from '@tensorflow/tfjs-core';
import type {
  AvgPoolAttrs,
  Conv2DAttrs,
  Conv2DBackpropFilterAttrs,
  Conv2DBackpropInputAttrs,
  Conv3DAttrs,
  DepthwiseConv2dNativeAttrs,
  Dilation2DAttrs,
  MaxPool3DAttrs,
} from '@tensorflow/tfjs-core';
import {
  infer,
  reshaped,
  retyped,
  sameRule,
  type Inference,
  type MetaTensor,
  type Named,
} from './inference';

type Four = [number, number, number, number];
type Five = [number, number, number, number, number];

/** tfjs has checked the rank before it runs a kernel. */
function four({ shape }: MetaTensor): Four {
  const [n = 1, h = 1, w = 1, c = 1] = shape;
  return [n, h, w, c];
}

function five({ shape }: MetaTensor): Five {
  const [n = 1, d = 1, h = 1, w = 1, c = 1] = shape;
  return [n, d, h, w, c];
}

const convolution = infer(({ x, filter }: Named<'x' | 'filter'>, attrs: Conv2DAttrs) => {
  const { strides, dilations, pad, dimRoundingMode, dataFormat } = attrs;
  const info = backend_util.computeConv2DInfo(
    four(x),
    four(filter),
    strides,
    dilations,
    pad,
    dimRoundingMode,
    false,
    backend_util.convertConv2DDataFormat(dataFormat),
  );
  return reshaped(x, info.outShape);
});

type DepthwiseRequest = Omit<DepthwiseConv2dNativeAttrs, 'dilations'> &
  Partial<Pick<DepthwiseConv2dNativeAttrs, 'dilations'>>;

const depthwise = infer(({ x, filter }: Named<'x' | 'filter'>, attrs: DepthwiseRequest) => {
  const { strides, dilations, pad, dimRoundingMode } = attrs;
  const info = backend_util.computeConv2DInfo(
    four(x),
    four(filter),
    strides,
    dilations ?? [1, 1],
    pad,
    dimRoundingMode,
    true,
  );
  return reshaped(x, info.outShape);
});

const toFilter = infer(({ dy }: Named<'dy'>, { filterShape }: Conv2DBackpropFilterAttrs) => ({
  ...retyped(dy, 'float32'),
  shape: [...filterShape],
}));
const toInput = infer(({ dy }: Named<'dy'>, { inputShape }: Conv2DBackpropInputAttrs) => ({
  ...retyped(dy, 'float32'),
  shape: [...inputShape],
}));

const pooling = infer(({ x }: Named<'x'>, attrs: AvgPoolAttrs) => {
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  const info = backend_util.computePool2DInfo(
    four(x),
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  return reshaped(x, info.outShape);
});

type Pooling3DRequest = Omit<MaxPool3DAttrs, 'dataFormat'> &
  Partial<Pick<MaxPool3DAttrs, 'dataFormat'>>;

const pooling3D = infer(({ x }: Named<'x'>, attrs: Pooling3DRequest) => {
  const { filterSize, strides, pad, dimRoundingMode, dataFormat } = attrs;
  const info = backend_util.computePool3DInfo(
    five(x),
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
    dataFormat ?? 'NDHWC',
  );
  return { shape: [...info.outShape], dtype: 'float32' };
});

const pooledFrom = infer(({ input }: Named<'input'>) => retyped(input, 'float32'));

const dilation = infer(({ x, filter }: Named<'x' | 'filter'>, attrs: Dilation2DAttrs) => {
  const [height = 1, width = 1, channels = 1] = filter.shape;
  const info = backend_util.computeDilation2DInfo(
    four(x),
    [height, width, channels],
    attrs.strides,
    attrs.pad,
    'NHWC',
    attrs.dilations,
  );
  return reshaped(x, info.outShape);
});

export const windows: Readonly<Record<string, Inference>> = {
  ...sameRule(['Conv2D', 'FusedConv2D'], convolution),
  ...sameRule(['DepthwiseConv2dNative', 'FusedDepthwiseConv2D'], depthwise),
  ...sameRule(
    ['Conv2DBackpropFilter', 'Conv3DBackpropFilterV2', 'DepthwiseConv2dNativeBackpropFilter'],
    toFilter,
  ),
  ...sameRule(
    ['Conv2DBackpropInput', 'Conv3DBackpropInputV2', 'DepthwiseConv2dNativeBackpropInput'],
    toInput,
  ),
  ...sameRule(['AvgPool', 'MaxPool'], pooling),
  ...sameRule(['AvgPool3D', 'MaxPool3D'], pooling3D),
  ...sameRule(['AvgPoolGrad', 'AvgPool3DGrad', 'MaxPoolGrad', 'MaxPool3DGrad'], pooledFrom),
  Conv3D: infer(({ x, filter }: Named<'x' | 'filter'>, attrs: Conv3DAttrs) => {
    const { strides, dilations, pad } = attrs;
    const info = backend_util.computeConv3DInfo(five(x), five(filter), strides, dilations, pad);
    return { shape: [...info.outShape], dtype: 'float32' };
  }),
  Dilation2D: dilation,
  Dilation2DBackpropFilter: infer(({ filter }: Named<'filter'>) => reshaped(filter, filter.shape)),
  Dilation2DBackpropInput: infer(({ x }: Named<'x'>) => reshaped(x, x.shape)),
  MaxPoolWithArgmax: infer(({ x }: Named<'x'>, attrs: AvgPoolAttrs) => {
    const { filterSize, strides, pad } = attrs;
    const { outShape } = backend_util.computePool2DInfo(four(x), filterSize, strides, [1, 1], pad);
    return [reshaped(x, outShape), { shape: [...outShape], dtype: 'int32' }];
  }),
};
