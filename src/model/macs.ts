/** Multiply-accumulates of one forward pass for one example, layer by layer. */
import { categoryOf } from './category';
import type { GraphNode, Shape, WeightSpec } from './graph';

type Layer = Pick<GraphNode, 'className' | 'inputs' | 'outputs' | 'weights'>;

function product(sizes: readonly (number | null)[]): number {
  return sizes.reduce<number>((all, size) => all * (size ?? 1), 1);
}

/** Positions a kernel is applied at: every axis of the shape but the batch's and the channels'. */
function positions(shape: Shape | undefined): number {
  return product(shape?.slice(1, -1) ?? []);
}

function sizeOf(weights: readonly WeightSpec[], isKernel: (weight: WeightSpec) => boolean): number {
  return weights.filter(isKernel).reduce((sum, weight) => sum + product(weight.shape), 0);
}

const isMatrix = (weight: WeightSpec): boolean => weight.shape.length >= 2;

/**
 * MACs of a convolution, a dense or a recurrent layer: each scalar of a kernel is multiplied once at
 * each position of the output (of the input, for a transposed convolution; at each time step, for a
 * recurrent layer). Every other layer counts zero, as in the tables of He et al. 2016, "Deep
 * residual learning", section 3.3. Unknown sizes count as 1; biases are additions, not MACs.
 */
export function forwardMacs(layer: Layer): number {
  const input = layer.inputs[0]?.shape;
  const output = layer.outputs[0]?.shape;
  const kernels = sizeOf(layer.weights, isMatrix);
  if (layer.className.endsWith('Transpose')) return positions(input) * kernels;
  if (layer.className === 'Embedding') return 0;
  switch (categoryOf(layer.className)) {
    case 'convolution':
    case 'dense':
      return positions(output) * kernels;
    case 'recurrent':
      return (input?.[1] ?? 1) * kernels;
    default:
      return 0;
  }
}
