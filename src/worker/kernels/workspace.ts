/**
 * What kernels of TensorFlow.js's cpu and wasm backends hold beside their inputs and outputs while they
 * run, in bytes. Follows their source, version 4.22; kernels that hold next to nothing are left out.
 */
import { backend_util, util, type TensorInfo } from '@tensorflow/tfjs-core';
import { productOf, type Named } from './inference';

/** The backends whose own ways with memory are known. */
export type KnownBackend = 'cpu' | 'wasm';

interface Reduction {
  readonly axis?: number | number[];
  readonly reductionIndices?: number | number[];
}

function bytesOf({ shape, dtype }: TensorInfo): number {
  return productOf(shape) * util.bytesPerElement(dtype);
}

/**
 * A reduction goes over innermost axes: one over others has its input transposed first. In a training
 * step that is the gradient of every bias.
 */
function transposed(x: TensorInfo, { axis, reductionIndices }: Reduction): number {
  const axes = util.parseAxisParam(axis ?? reductionIndices ?? [], [...x.shape]);
  return backend_util.getAxesPermutation(axes, x.shape.length) === null ? 0 : bytesOf(x);
}

type Workspace = (inputs: never, attrs: never) => number;

const ofReduction = ({ x }: Named<'x'>, attrs: Reduction): number => transposed(x, attrs);

/** Each element is divided by how many there are before they are summed up. */
const ofMean = ({ x }: Named<'x'>, attrs: Reduction): number =>
  4 * productOf(x.shape) + transposed(x, attrs);

/** Differences from the largest and their exponentials, the largest and the sums of each row. */
const ofSoftmax = ({ logits }: Named<'logits'>): number => {
  const size = productOf(logits.shape);
  return 4 * (2 * size + 2 * (size / (logits.shape.at(-1) ?? 1)));
};

/** Everything masked for each segment, all of it until the end: the gradient of a lookup. */
const ofSegments = (
  { x, segmentIds }: Named<'x' | 'segmentIds'>,
  { numSegments }: { numSegments: number },
): number => {
  const size = productOf(x.shape);
  const row = size / (x.shape[0] ?? 1);
  // A mask has a byte for each element.
  return numSegments * (4 + productOf(segmentIds.shape) + 4 * size + 4 * row);
};

const ofBoth: Readonly<Record<string, Workspace>> = {
  All: ofReduction,
  Any: ofReduction,
  ArgMax: ofReduction,
  ArgMin: ofReduction,
  Max: ofReduction,
  Mean: ofReduction,
  Min: ofReduction,
  Prod: ofReduction,
  Sum: ofReduction,
};

const rules: Readonly<Record<KnownBackend, ReadonlyMap<string, Workspace>>> = {
  cpu: new Map(
    Object.entries({
      ...ofBoth,
      Mean: ofMean,
      Softmax: ofSoftmax,
      UnsortedSegmentSum: ofSegments,
    }),
  ),
  wasm: new Map(Object.entries(ofBoth)),
};

/** Bytes that are held while a kernel runs; zero for most kernels. */
export function workspaceBytes(
  backend: KnownBackend,
  kernel: string,
  inputs: unknown,
  attrs: unknown,
): number {
  const rule = rules[backend].get(kernel) as
    ((inputs: unknown, attrs: unknown) => number) | undefined;
  return rule?.(inputs, attrs ?? {}) ?? 0;
}
