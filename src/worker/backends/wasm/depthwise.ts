/** The gradients of a depthwise 2-D convolution, NHWC; a filter has shape [height, width, channels, multiplier]. */
import { core } from '../../tfjs/library';
import { composed, tensorOf } from '../tensors';
import { paddedFor, reachOf, shifted } from './windows';

type Conv2DInfo = core.backend_util.Conv2DInfo;
type FilterShape = core.DepthwiseConv2dNativeBackpropFilterAttrs['filterShape'];

interface WindowAttrs {
  readonly strides: number | [number, number];
  readonly dilations: number | [number, number];
  readonly pad: core.DepthwiseConv2dNativeBackpropFilterAttrs['pad'];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

function infoOf(
  inputShape: [number, number, number, number],
  filterShape: FilterShape,
  { strides, dilations, pad, dimRoundingMode }: WindowAttrs,
): Conv2DInfo {
  return core.backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  );
}

/** The places of the output for each channel of the input: [batch, height, width, channels, multiplier]. */
function byChannel(dy: core.TensorInfo | undefined, info: Conv2DInfo): core.Tensor {
  const { batchSize, outHeight, outWidth, inChannels } = info;
  return tensorOf(dy).reshape([batchSize, outHeight, outWidth, inChannels, -1]);
}

/** dw[i, j, c, m] = Σ x[·, i + s·y, j + s·x, c] · dy[·, y, x, c·M + m], one product and sum for each place of the filter. */
export const depthwiseBackpropFilter = composed(
  (
    { x, dy }: core.DepthwiseConv2dNativeBackpropFilterInputs,
    attrs: core.DepthwiseConv2dNativeBackpropFilterAttrs,
  ) => {
    const input = tensorOf<core.Rank.R4>(x);
    const info = infoOf(input.shape, attrs.filterShape, attrs);
    const padded = paddedFor(input, info);
    const output = byChannel(dy, info);
    const places = Array.from({ length: info.filterHeight * info.filterWidth }, (_, place) =>
      core.tidy(() => shifted(padded, info, place).expandDims(4).mul(output).sum([0, 1, 2])),
    );
    return core.stack(places).reshape(attrs.filterShape);
  },
);

/** Zeros between the rows and columns of a tensor, as many as a stride leaves out; NHWC. */
function spread(tensor: core.Tensor4D, info: Conv2DInfo): core.Tensor4D {
  const [batch, height, width, channels] = tensor.shape;
  const { strideHeight, strideWidth } = info;
  if (strideHeight === 1 && strideWidth === 1) return tensor;
  // Of rank 4, as the backend's kernel for padding is: rows first, columns after.
  const rows = core.pad(tensor.reshape([batch * height, 1, width, channels]), [
    [0, 0],
    [0, strideHeight - 1],
    [0, 0],
    [0, 0],
  ]);
  const columns = core.pad(rows.reshape([batch * height * strideHeight, width, 1, channels]), [
    [0, 0],
    [0, 0],
    [0, strideWidth - 1],
    [0, 0],
  ]);
  const full = columns.reshape<core.Tensor4D>([
    batch,
    height * strideHeight,
    width * strideWidth,
    channels,
  ]);
  const rowsUsed = (height - 1) * strideHeight + 1;
  const columnsUsed = (width - 1) * strideWidth + 1;
  return core.slice(full, [0, 0, 0, 0], [batch, rowsUsed, columnsUsed, channels]);
}

/**
 * dx = the depthwise convolution of dy, spread by the stride, with the reversed filter (Dumoulin and Visin 2016, section 4.6);
 * where a channel has several outputs, the sum over them.
 */
export const depthwiseBackpropInput = composed(
  (
    { dy, filter }: core.DepthwiseConv2dNativeBackpropInputInputs,
    attrs: core.DepthwiseConv2dNativeBackpropInputAttrs,
  ) => {
    const weights = tensorOf<core.Rank.R4>(filter);
    const info = infoOf(attrs.inputShape, weights.shape, attrs);
    const { effectiveFilterHeight, effectiveFilterWidth, batchSize, padInfo } = info;
    const around = [
      [0, 0],
      [effectiveFilterHeight - 1, effectiveFilterHeight - 1],
      [effectiveFilterWidth - 1, effectiveFilterWidth - 1],
      [0, 0],
    ] as [number, number][];
    const full = core.depthwiseConv2d(
      core.pad(spread(tensorOf<core.Rank.R4>(dy), info), around),
      core
        .reverse(weights, [0, 1])
        .reshape([info.filterHeight, info.filterWidth, info.outChannels, 1]),
      1,
      'valid',
      'NHWC',
      [info.dilationHeight, info.dilationWidth],
    );
    const { height, width } = reachOf(info);
    const summed = full.reshape([batchSize * height, width, info.inChannels, -1]).sum(-1);
    return inside(summed.reshape([batchSize, height, width, info.inChannels]), info, padInfo);
  },
);

/** Of what the windows reach over, the part that is the input; where they do not reach, zeros. */
function inside(
  reached: core.Tensor4D,
  { inHeight, inWidth, batchSize, inChannels }: Conv2DInfo,
  { top, left }: Conv2DInfo['padInfo'],
): core.Tensor4D {
  const [, height, width] = reached.shape;
  const bottom = Math.max(0, top + inHeight - height);
  const right = Math.max(0, left + inWidth - width);
  const filled = core.pad(reached, [
    [0, 0],
    [0, bottom],
    [0, right],
    [0, 0],
  ]);
  return core.slice(filled, [0, top, left, 0], [batchSize, inHeight, inWidth, inChannels]);
}
