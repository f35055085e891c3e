/** Multiply-accumulates of one forward pass for one example, layer by layer. */
import { categoryOf } from './category';
import type { GraphNode, Shape, WeightSpec } from './graph';

/** What the count of a layer is made from. */
export type LayerFacts = Pick<GraphNode, 'className' | 'config' | 'inputs' | 'outputs' | 'weights'>;

function product(sizes: readonly (number | null)[]): number {
  return sizes.reduce<number>((all, size) => all * (size ?? 1), 1);
}

/** Positions a kernel is applied at: every axis of the shape but the batch's and the channels'. */
function positions(shape: Shape | undefined, channelsFirst: boolean): number {
  return product((channelsFirst ? shape?.slice(2) : shape?.slice(1, -1)) ?? []);
}

function sizeOf(weights: readonly WeightSpec[], isKernel: (weight: WeightSpec) => boolean): number {
  return weights.filter(isKernel).reduce((sum, weight) => sum + product(weight.shape), 0);
}

const isMatrix = (weight: WeightSpec): boolean => weight.shape.length >= 2;

/**
 * MACs of a convolution, a dense or a recurrent layer: each scalar of a kernel is multiplied once at
 * each position of the output (of the input, for a transposed convolution), and at each time step of
 * a recurrent layer. Every other layer counts zero, as in the tables of He et al. 2016, "Deep
 * residual learning", section 3.3. Unknown sizes count as 1; biases are additions, not MACs.
 */
export function forwardMacs(layer: LayerFacts): number {
  const kernels = sizeOf(layer.weights, isMatrix);
  return kernels === 0 ? 0 : applications(layer) * kernels;
}

/** How often each scalar of the kernels is multiplied. */
function applications({ className, config, inputs, outputs }: LayerFacts): number {
  const input = inputs[0]?.shape;
  const output = outputs[0]?.shape;
  const channelsFirst = config['dataFormat'] === 'channelsFirst';
  const steps = input?.[1] ?? 1;
  switch (className) {
    case 'Embedding':
      return 0;
    case 'Conv2DTranspose':
    case 'Conv3DTranspose':
      return positions(input, channelsFirst);
    case 'ConvLSTM2D':
      // Its output holds the time steps too when it returns all of them.
      return (
        steps *
        positions(config['returnSequences'] === true ? output?.slice(1) : output, channelsFirst)
      );
    case 'TimeDistributed':
      return positions(output, false);
  }
  switch (categoryOf(className)) {
    case 'convolution':
    case 'dense':
      return positions(output, channelsFirst);
    case 'recurrent':
      return steps;
    default:
      return 0;
  }
}
