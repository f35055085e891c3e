/**
 * The gradients of 2-D convolutions on a processor: 1×1 as matrix products, and of few output places by im2col, since
 * oneDNN's convolution first rearranges the whole filter. `BatchMatMulV2` and not `MatMul`, which has been seen to corrupt
 * memory under V8's profiler.
 */
import type { TFEOpAttr } from '@tensorflow/tfjs-node/dist/tfjs_binding';
import { core } from '../../../tfjs/library';
import type { Id, Native, Step } from './native';
import type { Patches } from './patches';

type Info = core.backend_util.Conv2DInfo;

/** Output places up to which im2col is faster, measured on two cores. */
const mostPlacesForInput = 64;
const mostPlacesForFilter = 200;

interface Sizes {
  /** Whether a place of the output is one place of the input. */
  readonly pointwise: boolean;
  /** Output places of the whole batch. */
  readonly places: number;
  /** Values under one window. */
  readonly window: number;
}

function sizesOf(info: Info): Sizes {
  const filter = info.filterHeight * info.filterWidth;
  return {
    pointwise: filter * info.strideHeight * info.strideWidth === 1,
    places: info.batchSize * info.outHeight * info.outWidth,
    window: filter * info.inChannels,
  };
}

function isPlain({ padInfo, dilationHeight, dilationWidth }: Info): boolean {
  return /^(SAME|VALID)$/.test(padInfo.type) && dilationHeight * dilationWidth === 1;
}

function product(native: Native, step: Step, a: Id, b: Id, transpose: 'a' | 'b' | 'none'): Id {
  const attributes: TFEOpAttr[] = [
    ...native.floats,
    native.flag('adj_x', transpose === 'a'),
    native.flag('adj_y', transpose === 'b'),
  ];
  return step('BatchMatMulV2', attributes, [a, b]);
}

/** For each place of the input and of the windows' values: whether the value is at that place. Shape [1, inputs, values]. */
function placesOfValues(info: Info): { values: Float32Array; shape: number[] } {
  const { inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth } = info;
  const count = outHeight * outWidth * filterHeight * filterWidth;
  const values = new Float32Array(inHeight * inWidth * count);
  for (let value = 0; value < count; value++) {
    const [column, row] = [value % filterWidth, Math.floor(value / filterWidth) % filterHeight];
    const window = Math.floor(value / (filterWidth * filterHeight));
    const y = Math.floor(window / outWidth) * info.strideHeight + row - info.padInfo.top;
    const x = (window % outWidth) * info.strideWidth + column - info.padInfo.left;
    const inside = y >= 0 && x >= 0 && y < inHeight && x < inWidth;
    if (inside) values[(y * inWidth + x) * count + value] = 1;
  }
  return { values, shape: [1, inHeight * inWidth, count] };
}

function keyOf(info: Info): string {
  const { inHeight, inWidth, filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  const sizes = [inHeight, inWidth, filterHeight, filterWidth, strideHeight, strideWidth];
  return `places ${sizes.join()} ${padInfo.type}`;
}

function inputGradient(native: Native, info: Info, dy: Id, filter: Id): core.Tensor {
  const { pointwise, places, window } = sizesOf(info);
  return native.chain([...info.inShape], (step) => {
    const rows = native.reshaped(step, dy, [places, info.outChannels]);
    const weights = native.reshaped(step, filter, [window, info.outChannels]);
    const values = product(native, step, rows, weights, 'b');
    if (pointwise) return native.reshaped(step, values, info.inShape);
    const perExample = (places / info.batchSize) * info.filterHeight * info.filterWidth;
    const shape = [info.batchSize, perExample, info.inChannels];
    const columns = native.reshaped(step, values, shape);
    const matrix = native.constant(keyOf(info), () => placesOfValues(info));
    const summed = product(native, step, matrix, columns, 'none');
    return native.reshaped(step, summed, info.inShape);
  });
}

function filterGradient(native: Native, info: Info, x: Id, dy: Id): core.Tensor {
  const { pointwise, places, window } = sizesOf(info);
  const patches = [
    ...native.floats,
    native.integers('ksizes', [1, info.filterHeight, info.filterWidth, 1]),
    native.integers('strides', [1, info.strideHeight, info.strideWidth, 1]),
    native.integers('rates', [1, 1, 1, 1]),
    native.text('padding', info.padInfo.type),
  ];
  return native.chain([...info.filterShape], (step) => {
    const columns = pointwise ? x : step('ExtractImagePatches', patches, [x]);
    const rows = native.reshaped(step, columns, [places, window]);
    const outputs = native.reshaped(step, dy, [places, info.outChannels]);
    return native.reshaped(step, product(native, step, rows, outputs, 'a'), info.filterShape);
  });
}

export function fuseConvolutions(native: Native, patches: Patches): void {
  if (!native.onProcessor) return;
  const { computeConv2DInfo } = core.backend_util;
  patches.kernel(core.Conv2DBackpropInput, ({ inputs, attrs }) => {
    const { dy, filter } = inputs as unknown as Record<'dy' | 'filter', core.TensorInfo>;
    const given = attrs as unknown as core.Conv2DBackpropInputAttrs;
    const shape = filter.shape as [number, number, number, number];
    const { inputShape, strides, pad, dimRoundingMode, dataFormat } = given;
    const info = computeConv2DInfo(inputShape, shape, strides, 1, pad, dimRoundingMode);
    const { pointwise, places } = sizesOf(info);
    if (dataFormat !== 'NHWC' || !isPlain(info) || !native.takes(dy, filter)) return undefined;
    if (!pointwise && places > mostPlacesForInput) return undefined;
    return inputGradient(native, info, native.id(dy), native.id(filter));
  });
  patches.kernel(core.Conv2DBackpropFilter, ({ inputs, attrs }) => {
    const { x, dy } = inputs as unknown as Record<'x' | 'dy', core.TensorInfo>;
    const given = attrs as unknown as core.Conv2DBackpropFilterAttrs;
    const shape = x.shape as [number, number, number, number];
    const { filterShape, strides, pad, dimRoundingMode, dataFormat } = given;
    const info = computeConv2DInfo(shape, filterShape, strides, 1, pad, dimRoundingMode);
    const { pointwise, places } = sizesOf(info);
    if (dataFormat !== 'NHWC' || !isPlain(info) || !native.takes(x, dy)) return undefined;
    if (!pointwise && places > mostPlacesForFilter) return undefined;
    return filterGradient(native, info, native.id(x), native.id(dy));
  });
}
