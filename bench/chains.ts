/** Flat residual chains: what a loop without functions makes, at any length. */
import type { GraphEdge, GraphNode, ModelGraph, Skip } from '../src/model/graph';

/** Layers of the chains that are measured; real networks end at the fourth. */
export const chainLengths = [351, 1051, 4201, 8401, 14_001, 50_001] as const;

const shape = [null, 32, 32, 64];
const branch = ['Conv2D', 'BatchNormalization', 'ReLU', 'Conv2D', 'BatchNormalization'];

function nodeOf(className: string, index: number): GraphNode {
  const name = `${className.toLowerCase()}_${index}`;
  const weighs = className === 'Conv2D';
  return {
    id: name,
    name,
    className,
    config: weighs ? { filters: 64, kernelSize: [3, 3], strides: [1, 1] } : {},
    inputs: index === 0 ? [] : [{ shape, dtype: 'float32' }],
    outputs: [{ shape, dtype: 'float32' }],
    weights: weighs ? [{ name: `${name}/kernel`, shape: [3, 3, 64, 64], trainable: true }] : [],
    parameters: { trainable: weighs ? 36_864 : 0, nonTrainable: 0 },
    macs: { forward: weighs ? 37_748_736 : 0 },
    scope: null,
    places: [],
  };
}

/** A chain of `layers` layers; what is no whole block at the end are activations. */
export function residualChain(layers: number): ModelGraph {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const skips: Skip[] = [];
  const add = (className: string, ...inputs: string[]): string => {
    const node = nodeOf(className, nodes.length);
    nodes.push(node);
    inputs.forEach((from, input) => edges.push({ from, output: 0, to: node.id, input }));
    return node.id;
  };
  let x = add('InputLayer');
  while (nodes.length + branch.length + 2 <= layers) {
    const fork = x;
    for (const className of branch) x = add(className, x);
    const inside = nodes.slice(-branch.length).map(({ id }) => id);
    const merge = add('Add', x, fork);
    const ends = { kind: 'identity', fork, merge, shortcut: [], branch: inside } as const;
    skips.push({ id: `skip:${merge}`, ...ends, length: 2, scope: null });
    x = add('ReLU', merge);
  }
  while (nodes.length < layers) x = add('ReLU', x);
  return modelOf(nodes, edges, skips);
}

function modelOf(nodes: GraphNode[], edges: GraphEdge[], skips: Skip[]): ModelGraph {
  const sum = (of: (node: GraphNode) => number): number =>
    nodes.reduce((total, node) => total + of(node), 0);
  return {
    name: 'chain',
    inputs: nodes.slice(0, 1).map(({ id }) => id),
    outputs: nodes.slice(-1).map(({ id }) => id),
    nodes,
    edges,
    scopes: [],
    skips,
    entry: 'chain()',
    parameters: { trainable: sum((node) => node.parameters.trainable), nonTrainable: 0 },
    macs: { forward: sum((node) => node.macs.forward) },
    places: [],
    complete: true,
  };
}
