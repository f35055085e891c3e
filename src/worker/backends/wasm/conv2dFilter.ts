/** The gradient of a 2-D convolution for its filter. */
import { core } from '../../tfjs/library';
import { composed, tensorOf } from '../tensors';
import { paddedFor, shifted } from './windows';

/**
 * dw[i, j] = x[·, i + s·y, j + s·x, ·]ᵀ · dy, one matrix product for each place of the filter (Dumoulin and Visin 2016,
 * "A guide to convolution arithmetic for deep learning", section 4). All places at once, by im2col, would be
 * faster for few channels and hold the input as many times as the filter has places. NHWC.
 */
export const conv2dBackpropFilter = composed(
  (
    { x, dy }: core.Conv2DBackpropFilterInputs,
    { strides, pad, dimRoundingMode, filterShape }: core.Conv2DBackpropFilterAttrs,
  ) => {
    const info = core.backend_util.computeConv2DInfo(
      tensorOf<core.Rank.R4>(x).shape,
      filterShape,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const rows = info.batchSize * info.outHeight * info.outWidth;
    const output = tensorOf(dy).reshape([rows, info.outChannels]);
    const padded = paddedFor(tensorOf<core.Rank.R4>(x), info);
    const places = Array.from({ length: info.filterHeight * info.filterWidth }, (_, place) =>
      core.tidy(() => {
        const window = shifted(padded, info, place).reshape([rows, info.inChannels]);
        // A product with a transposed operand would miss XNNPACK.
        return core.matMul<core.Tensor2D>(core.transpose(window), output);
      }),
    );
    return core.stack(places).reshape(filterShape);
  },
);
