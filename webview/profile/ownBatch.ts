/** Models whose inputs leave no batch open: functions of tensors, and layers that were given a `batchShape`. */
import type { GraphIndex } from '../state/graphIndex';
import type { ModelGraph } from '../../src/model/graph';

/** The batch that a model has by itself; undefined where it takes any. */
export function ownBatch({ inputs }: ModelGraph, index: GraphIndex): number | undefined {
  const sizes = inputs.map((id) => index.nodes.get(id)?.node.outputs[0]?.shape[0] ?? null);
  const [first = null] = sizes;
  return sizes.includes(null) || first === null ? undefined : first;
}
