/** Bytes of weights and activations. */
import type { GraphNode, InnerGraph, ParameterCounts, TensorSpec } from './graph';

/** Weights are float32 or int32, whatever the layer: tf.layers has no others. */
const bytesPerWeight = 4;

/** Bytes of weights, those that tf.layers does not know of too. */
export function weightBytes({ trainable, nonTrainable, untracked = 0 }: ParameterCounts): number {
  return bytesPerWeight * (trainable + nonTrainable + untracked);
}

const bytesPerValue: Readonly<Record<string, number>> = { bool: 1, complex64: 8, string: 0 };

/** Bytes of a tensor for one example; sizes that are not known count as 1. */
function tensorBytes({ shape, dtype }: TensorSpec): number {
  const values = shape.slice(1).reduce<number>((all, size) => all * (size ?? 1), 1);
  return values * (bytesPerValue[dtype] ?? 4);
}

/** Bytes of what a node gives, for one example. */
export function activationBytes({ outputs }: Pick<GraphNode, 'outputs'>): number {
  return outputs.reduce((sum, output) => sum + tensorBytes(output), 0);
}

/**
 * Bytes of all tensors that a forward pass makes for one example: of each layer's outputs, of nested
 * models and custom layers those of what is in them. Views, such as a flattened tensor, count as well.
 */
export function totalActivationBytes(graph: InnerGraph, nested = false): number {
  return graph.nodes.reduce((sum, node) => {
    if (node.inner !== undefined) return sum + totalActivationBytes(node.inner, true);
    // The input of a nested model is the tensor that goes into it.
    return nested && graph.inputs.includes(node.id) ? sum : sum + activationBytes(node);
  }, 0);
}
