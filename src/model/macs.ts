/** Multiply-accumulates of one forward pass for one example, layer by layer. */
import { categoryOf } from './category';
import type { GraphNode, Shape, WeightSpec } from './graph';

/** What the count of a layer is made from. */
export type LayerFacts = Pick<GraphNode, 'className' | 'config' | 'inputs' | 'outputs' | 'weights'>;

function product(sizes: readonly (number | null)[]): number {
  return sizes.reduce<number>((all, size) => all * (size ?? 1), 1);
}

/** Every axis of the shape but the batch's and the channels': a kernel is applied at each position. */
function positions(shape: Shape | undefined, channelsFirst: boolean): readonly (number | null)[] {
  return (channelsFirst ? shape?.slice(2) : shape?.slice(1, -1)) ?? [];
}

const isMatrix = ({ shape }: WeightSpec): boolean => shape.length >= 2;

/** A count as the product that it is. */
export interface MacFactors {
  /**
   * How often each scalar of the kernels is multiplied: the positions of an output or input, or the steps
   * of a sequence. Unknown sizes count as 1.
   */
  readonly applications: readonly number[];
  /** The kernels' shapes. */
  readonly kernels: readonly (readonly number[])[];
}

/**
 * MACs of a convolution, a dense or a recurrent layer: each scalar of a kernel is multiplied once at
 * each position of the output (of the input, for a transposed convolution), and at each time step of
 * a recurrent layer. Every other layer counts zero, as in the tables of He et al. 2016, "Deep
 * residual learning", section 3.3. Unknown sizes count as 1; biases are additions, not MACs.
 */
export function forwardMacs(layer: LayerFacts): number {
  const factors = macFactors(layer);
  if (factors === undefined) return 0;
  const scalars = factors.kernels.reduce((sum, kernel) => sum + product(kernel), 0);
  return product(factors.applications) * scalars;
}

/** What the count of `forwardMacs` is made from; undefined for a layer that counts zero. */
export function macFactors(layer: LayerFacts): MacFactors | undefined {
  const kernels = layer.weights.filter(isMatrix).map(({ shape }) => shape);
  const applications = applicationsOf(layer);
  if (kernels.length === 0 || applications === undefined) return undefined;
  return { applications: applications.map((size) => size ?? 1), kernels };
}

function applicationsOf(layer: LayerFacts): readonly (number | null)[] | undefined {
  const { className, config, inputs, outputs } = layer;
  const input = inputs[0]?.shape;
  const output = outputs[0]?.shape;
  const channelsFirst = config['dataFormat'] === 'channelsFirst';
  const steps = input?.[1] ?? 1;
  switch (className) {
    case 'Embedding':
      return undefined;
    case 'Conv2DTranspose':
    case 'Conv3DTranspose':
      return positions(input, channelsFirst);
    case 'ConvLSTM2D': {
      // Its output holds the time steps too when it returns all of them.
      const image = config['returnSequences'] === true ? output?.slice(1) : output;
      return [steps, ...positions(image, channelsFirst)];
    }
    case 'TimeDistributed':
      return positions(output, false);
  }
  switch (categoryOf(className)) {
    case 'convolution':
    case 'dense':
      return positions(output, channelsFirst);
    case 'recurrent':
      return [steps];
    default:
      return undefined;
  }
}
