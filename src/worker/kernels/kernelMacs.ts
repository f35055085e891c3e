/**
 * Multiply-accumulates of one call of a kernel: of products that are summed up, as convolutions and
 * matrix products do. Products of single elements, sums and lookups are not MACs.
 */
import type { EinsumAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import { productOf, type MetaTensor, type Named } from './inference';
import { einsumAxes } from './linear';

type Rule = (inputs: never, outputs: readonly MetaTensor[], attrs: never) => number;

/** Positions of the window, over the batch: every axis but that of the channels. */
function positions({ shape }: Pick<MetaTensor, 'shape'>, attrs: { dataFormat?: string }): number {
  return productOf(
    attrs.dataFormat === 'NCHW' ? [shape[0] ?? 1, ...shape.slice(2)] : shape.slice(0, -1),
  );
}

function sizeOf({ shape }: Pick<MetaTensor, 'shape'>): number {
  return productOf(shape);
}

/** Each scalar of the filter is multiplied once at each position of the output; padding counts. */
const convolution = (
  { filter }: Named<'filter'>,
  [output]: readonly MetaTensor[],
  attrs: { dataFormat?: string },
): number => (output === undefined ? 0 : sizeOf(filter) * positions(output, attrs));

/** A gradient to the filter, or to the input, multiplies what the forward pass multiplied. */
const filterGradient = (
  { dy }: Named<'dy'>,
  [output]: readonly MetaTensor[],
  attrs: { dataFormat?: string },
): number => (output === undefined ? 0 : sizeOf(output) * positions(dy, attrs));
const inputGradient = (
  { dy, filter }: Named<'dy' | 'filter'>,
  _outputs: readonly MetaTensor[],
  attrs: { dataFormat?: string },
): number => sizeOf(filter) * positions(dy, attrs);

const product = (
  { a }: Named<'a'>,
  [output]: readonly MetaTensor[],
  { transposeA }: { transposeA: boolean },
): number => (output === undefined ? 0 : sizeOf(output) * (a.shape.at(transposeA ? -2 : -1) ?? 1));

/** The contraction of several tensors touches every combination of its axes. */
const einsum = (
  tensors: readonly TensorInfo[],
  _outputs: readonly MetaTensor[],
  { equation }: EinsumAttrs,
): number => {
  const { sizes, output } = einsumAxes(tensors, equation);
  const sums = sizes.length > output.length;
  return tensors.length > 1 && sums ? (tensors.length - 1) * productOf(sizes) : 0;
};

const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['Conv2D', convolution],
  ['FusedConv2D', convolution],
  ['Conv3D', convolution],
  ['DepthwiseConv2dNative', convolution],
  ['FusedDepthwiseConv2D', convolution],
  ['Conv2DBackpropFilter', filterGradient],
  ['Conv3DBackpropFilterV2', filterGradient],
  ['DepthwiseConv2dNativeBackpropFilter', filterGradient],
  ['Conv2DBackpropInput', inputGradient],
  ['Conv3DBackpropInputV2', inputGradient],
  ['DepthwiseConv2dNativeBackpropInput', inputGradient],
  ['BatchMatMul', product],
  ['_FusedMatMul', product],
  ['Einsum', einsum],
]);

/** MACs of one call; zero for a kernel that multiplies and sums nothing. */
export function kernelMacs(
  kernel: string,
  inputs: unknown,
  outputs: readonly MetaTensor[],
  attrs: unknown,
): number {
  const rule = rules.get(kernel) as
    ((inputs: unknown, outputs: readonly MetaTensor[], attrs: unknown) => number) | undefined;
  return rule?.(inputs, outputs, attrs ?? {}) ?? 0;
}
