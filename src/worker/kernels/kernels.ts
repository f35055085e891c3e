/** All kernels that can be followed with shapes alone, and the names of those that cannot. */
import { arrays } from './arrays';
import { elementwise } from './elementwise';
import type { Inference } from './inference';
import { linear } from './linear';
import { windows } from './windows';

const inferences: ReadonlyMap<string, Inference> = new Map(
  Object.entries({ ...elementwise, ...arrays, ...windows, ...linear }),
);

/**
 * Kernels whose outputs have a size that depends on the values of their inputs, or that draw: they
 * run on tensors that have values, and nowhere else.
 */
export const valueKernels: ReadonlySet<string> = new Set([
  'Draw',
  'NonMaxSuppressionV3',
  'NonMaxSuppressionV4',
  'NonMaxSuppressionV5',
  'RaggedGather',
  'RaggedRange',
  'RaggedTensorToTensor',
  'SparseFillEmptyRows',
  'SparseReshape',
  'SparseSegmentMean',
  'SparseSegmentSum',
  'StringNGrams',
  'StringSplit',
  'Unique',
]);

/** The rule for a kernel, or undefined for one that cannot be followed without values. */
export function inferenceOf(kernel: string): Inference | undefined {
  return inferences.get(kernel);
}
