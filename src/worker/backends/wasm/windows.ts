/** The windows of a 2-D convolution as slices of its padded input, NHWC. */
import { core } from '../../tfjs/library';

type Conv2DInfo = core.backend_util.Conv2DInfo;

/** Rows or columns that all windows together reach over. */
function reach(windows: number, stride: number, effectiveFilter: number): number {
  return (windows - 1) * stride + effectiveFilter;
}

export interface Reach {
  readonly height: number;
  readonly width: number;
}

export function reachOf(info: Conv2DInfo): Reach {
  return {
    height: reach(info.outHeight, info.strideHeight, info.effectiveFilterHeight),
    width: reach(info.outWidth, info.strideWidth, info.effectiveFilterWidth),
  };
}

/** The input with its padding, at least as large as what the windows reach over. */
export function paddedFor(x: core.Tensor4D, info: Conv2DInfo): core.Tensor4D {
  const { height, width } = reachOf(info);
  const { top, left } = info.padInfo;
  const bottom = Math.max(0, height - top - info.inHeight);
  const right = Math.max(0, width - left - info.inWidth);
  if (top + left + bottom + right === 0) return x;
  return core.pad(x, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
}

/** Of each window the value at one place of the filter, counted by rows: shape [batch, outHeight, outWidth, channels]. */
export function shifted(padded: core.Tensor4D, info: Conv2DInfo, place: number): core.Tensor4D {
  const row = Math.floor(place / info.filterWidth) * info.dilationHeight;
  const column = (place % info.filterWidth) * info.dilationWidth;
  const { strideHeight, strideWidth, outHeight, outWidth, batchSize, inChannels } = info;
  if (strideHeight === 1 && strideWidth === 1) {
    return core.slice(padded, [0, row, column, 0], [batchSize, outHeight, outWidth, inChannels]);
  }
  const end = [
    batchSize,
    row + reach(outHeight, strideHeight, 1),
    column + reach(outWidth, strideWidth, 1),
    inChannels,
  ];
  const steps = [1, strideHeight, strideWidth, 1];
  return core
    .stridedSlice(padded, [0, row, column, 0], end, steps)
    .as4D(batchSize, outHeight, outWidth, inChannels);
}
