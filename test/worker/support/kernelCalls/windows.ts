/** Calls of kernels with a window that moves. */
import * as tf from '@tensorflow/tfjs-core';
import { type Dice, type Maker, float, table } from './makers';

const padding = (d: Dice): unknown =>
  d.pick([
    'same',
    'valid',
    'valid',
    [
      [0, 0],
      [1, 2],
      [0, 1],
      [0, 0],
    ],
  ]);

interface Window {
  readonly image: number[];
  readonly filter: [number, number];
  readonly attrs: Readonly<Record<string, unknown>>;
}

function window(d: Dice): Window {
  const strides = d.pick([1, 2, [2, 1]]);
  return {
    image: [d.whole(1, 2), d.whole(4, 7), d.whole(4, 7), d.whole(1, 3)],
    filter: [d.whole(1, 3), d.whole(1, 3)],
    attrs: {
      strides,
      dilations: strides === 1 ? d.pick([1, [1, 1]]) : [1, 1],
      pad: padding(d),
      dataFormat: 'NHWC',
      dimRoundingMode: undefined,
    },
  };
}

/** The shape of a convolution's output, by the op and not by what is tested. */
function outputOf(image: number[], filter: number[], w: Window, depthwise: boolean): number[] {
  const op = depthwise ? tf.depthwiseConv2d : tf.conv2d;
  const { strides, pad } = w.attrs as { strides: number; pad: 'same' };
  return op(float(image) as tf.Tensor4D, float(filter) as tf.Tensor4D, strides, pad).shape;
}

const convolution =
  (depthwise: boolean): Maker =>
  (d) => {
    const w = window(d);
    const filter = [...w.filter, w.image[3]!, d.whole(1, 3)];
    const fused = { activation: d.pick(['linear', 'relu']) };
    const format = !depthwise && w.attrs['strides'] === 1 ? d.pick(['NHWC', 'NCHW']) : 'NHWC';
    const [n, h, wide, c] = w.image as [number, number, number, number];
    const image = format === 'NCHW' ? [n, c, h, wide] : w.image;
    const pad = format === 'NCHW' ? 'same' : w.attrs['pad'];
    return {
      inputs: { x: float(image), filter: float(filter) },
      attrs: { ...w.attrs, ...fused, dataFormat: format, pad },
    };
  };
const filterGradient =
  (depthwise: boolean): Maker =>
  (d) => {
    const w = window(d);
    const filterShape = [...w.filter, w.image[3]!, d.whole(1, 3)];
    const dy = float(outputOf(w.image, filterShape, w, depthwise));
    return { inputs: { x: float(w.image), dy }, attrs: { ...w.attrs, filterShape } };
  };
const inputGradient =
  (depthwise: boolean): Maker =>
  (d) => {
    const w = window(d);
    const filter = [...w.filter, w.image[3]!, d.whole(1, 3)];
    const dy = float(outputOf(w.image, filter, w, depthwise));
    return {
      inputs: { dy, filter: float(filter) },
      attrs: { ...w.attrs, inputShape: w.image },
    };
  };

const pooling: Maker = (d) => {
  const w = window(d);
  return { inputs: { x: float(w.image) }, attrs: { ...w.attrs, filterSize: w.filter } };
};
const poolingGradient =
  (kernel: 'AvgPool' | 'MaxPool'): Maker =>
  (d) => {
    const { inputs, attrs } = pooling(d);
    const { x } = inputs as { x: tf.Tensor };
    const output = tf
      .engine()
      .runKernel<tf.Tensor>(kernel, { x }, attrs as unknown as tf.NamedAttrMap);
    return { inputs: { dy: float(output.shape), input: x, output }, attrs };
  };

const volume = (d: Dice) => ({
  x: float([d.whole(1, 2), d.whole(3, 5), d.whole(3, 5), d.whole(3, 5), d.whole(1, 3)]),
  attrs: {
    filterSize: [d.whole(1, 3), 2, 2],
    strides: d.pick([
      [1, 1, 1],
      [2, 1, 2],
    ]),
    dilations: [1, 1, 1],
    pad: d.pick(['same', 'valid']),
    dataFormat: 'NDHWC',
  },
});
const pooling3D: Maker = (d) => {
  const { x, attrs } = volume(d);
  return { inputs: { x }, attrs };
};
const poolingGradient3D =
  (kernel: 'AvgPool3D' | 'MaxPool3D'): Maker =>
  (d) => {
    const { x, attrs } = volume(d);
    const output = tf.engine().runKernel<tf.Tensor>(kernel, { x }, attrs);
    return { inputs: { dy: float(output.shape), input: x, output }, attrs };
  };
const convolution3D =
  (part: 'forward' | 'filter' | 'input'): Maker =>
  (d) => {
    const { x, attrs } = volume(d);
    const filterShape = [...attrs.filterSize, x.shape[4]!, d.whole(1, 2)];
    const filter = float(filterShape);
    if (part === 'forward') return { inputs: { x, filter }, attrs };
    const dy = tf.engine().runKernel<tf.Tensor>('Conv3D', { x, filter }, attrs);
    return part === 'filter'
      ? { inputs: { x, dy }, attrs: { ...attrs, filterShape } }
      : { inputs: { dy, filter }, attrs: { ...attrs, inputShape: x.shape } };
  };

const morphology =
  (gradient: boolean): Maker =>
  (d) => {
    const w = window(d);
    const attrs = { strides: w.attrs['strides'], dilations: 1, pad: d.pick(['same', 'valid']) };
    const x = float(w.image);
    const filter = float([...w.filter, w.image[3]!]);
    if (!gradient) return { inputs: { x, filter }, attrs };
    const dy = tf
      .engine()
      .runKernel('Dilation2D', { x, filter }, attrs as unknown as tf.NamedAttrMap);
    return { inputs: { x, filter, dy }, attrs };
  };

export const windowCalls: readonly [string, Maker][] = [
  ...table('Conv2D FusedConv2D', convolution(false)),
  ...table('DepthwiseConv2dNative FusedDepthwiseConv2D', convolution(true)),
  ['Conv2DBackpropFilter', filterGradient(false)],
  ['Conv2DBackpropInput', inputGradient(false)],
  ['DepthwiseConv2dNativeBackpropFilter', filterGradient(true)],
  ['DepthwiseConv2dNativeBackpropInput', inputGradient(true)],
  ...table('AvgPool MaxPool', pooling),
  ['AvgPoolGrad', poolingGradient('AvgPool')],
  ['MaxPoolGrad', poolingGradient('MaxPool')],
  [
    'MaxPoolWithArgmax',
    (d) => {
      const { inputs, attrs } = pooling(d);
      return {
        inputs,
        attrs: { ...attrs, pad: d.pick(['same', 'valid']), includeBatchInIndex: true },
      };
    },
  ],
  ...table('AvgPool3D MaxPool3D', pooling3D),
  ['AvgPool3DGrad', poolingGradient3D('AvgPool3D')],
  ['MaxPool3DGrad', poolingGradient3D('MaxPool3D')],
  ['Conv3D', convolution3D('forward')],
  ['Conv3DBackpropFilterV2', convolution3D('filter')],
  ['Conv3DBackpropInputV2', convolution3D('input')],
  ['Dilation2D', morphology(false)],
  ...table('Dilation2DBackpropFilter Dilation2DBackpropInput', morphology(true)),
];
