/** The gradient of a lookup: rows that stand for the same index are added up. */
import { core } from '../../tfjs/library';
import { composed, tensorOf } from '../tensors';

/**
 * Rows of `x` added into `numSegments` rows by their ids. ScatterNd adds what is written to one place twice
 * or more, and costs no memory but the output.
 */
export const segmentSum = composed(
  (
    { x, segmentIds }: core.UnsortedSegmentSumInputs,
    { numSegments }: core.UnsortedSegmentSumAttrs,
  ) => {
    const values = tensorOf(x);
    const ids = tensorOf(segmentIds);
    const inner = values.shape.slice(ids.rank);
    const width = core.util.sizeFromShape(inner);
    const updates = values.reshape([ids.size, width]);
    const summed = core.scatterND(ids.reshape([ids.size, 1]), updates, [numSegments, width]);
    return summed.reshape([numSegments, ...inner]);
  },
);
