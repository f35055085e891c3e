/** What a node reads, and who reads it, at every level of a graph. */
import type { GraphNode, InnerGraph, ModelGraph } from '../../graph';

export interface Neighbours {
  readonly node: GraphNode;
  readonly inputs: readonly Neighbours[];
  readonly readers: readonly Neighbours[];
  /** Whether it is an output of the model that it is in. */
  readonly isOutput: boolean;
}

interface Draft extends Neighbours {
  readonly inputs: Draft[];
  readonly readers: Draft[];
}

function addLevel(graph: InnerGraph, all: Map<string, Draft>): void {
  const outputs = new Set(graph.outputs);
  for (const node of graph.nodes)
    all.set(node.id, { node, inputs: [], readers: [], isOutput: outputs.has(node.id) });
  for (const { from, to } of graph.edges) {
    const [source, target] = [all.get(from), all.get(to)];
    if (source === undefined || target === undefined) continue;
    source.readers.push(target);
    target.inputs.push(source);
  }
  for (const { inner } of graph.nodes) if (inner !== undefined) addLevel(inner, all);
}

/** By id of the node. */
export function neighboursIn(graph: ModelGraph): ReadonlyMap<string, Neighbours> {
  const all = new Map<string, Draft>();
  addLevel(graph, all);
  return all;
}

const weightLayers = new Set(['Conv1D', 'Conv2D', 'Conv3D', 'DepthwiseConv2D', 'Dense']);

/** Whether it is a convolution or dense layer that gives its sums as they are. */
export function isLinear({ node: { className, config } }: Neighbours): boolean {
  return weightLayers.has(className) && (config['activation'] ?? 'linear') === 'linear';
}

export function isNormalization({ node }: Neighbours): boolean {
  return node.className === 'BatchNormalization';
}

/** The only input, where nobody else reads it and the model does not give it. */
export function soleInput({ inputs: [input, second] }: Neighbours): Neighbours | undefined {
  if (second !== undefined || input === undefined) return undefined;
  return input.readers.length === 1 && !input.isOutput ? input : undefined;
}

/** A normalization whose scale and shift the weights right before it could take in at inference. */
export function isFoldable(around: Neighbours): boolean {
  const input = soleInput(around);
  return isNormalization(around) && input !== undefined && isLinear(input);
}
