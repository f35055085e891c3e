/** What the layers of the drawn hierarchy cost, and what they add up to in its groups. */
import { activationBytes, totalActivationBytes } from '../model/bytes';
import type { GraphNode, InnerGraph } from '../model/graph';
import type { ReceptiveField } from '../model/receptiveField';
import { groupsOf, type Group, type TreeNode } from './tree';

/** The receptive field of a node, by its id, where it is known. */
type FieldOf = (id: string) => ReceptiveField | undefined;

/** Of a layer, or of all layers in a group. */
export interface Sums {
  readonly layers: number;
  readonly trainable: number;
  readonly nonTrainable: number;
  /** Forward, for one example. */
  readonly macs: number;
  /** Of the gradient; absent where it is not known of every layer. */
  readonly backward: number | undefined;
  /** Bytes of the outputs, for one example. */
  readonly activations: number;
  /**
   * The receptive field's largest extent, input positions; infinite where the whole input is seen
   * along an axis. In a group that of the layer that sees most.
   */
  readonly reach: number | undefined;
}

export const noSums: Sums = {
  layers: 0,
  trainable: 0,
  nonTrainable: 0,
  macs: 0,
  backward: 0,
  activations: 0,
  reach: undefined,
};

export function addSums(a: Sums, b: Sums): Sums {
  return {
    layers: a.layers + b.layers,
    trainable: a.trainable + b.trainable,
    nonTrainable: a.nonTrainable + b.nonTrainable,
    macs: a.macs + b.macs,
    backward:
      a.backward === undefined || b.backward === undefined ? undefined : a.backward + b.backward,
    activations: a.activations + b.activations,
    reach: largest(a.reach, b.reach),
  };
}

function largest(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.max(a, b);
}

/** What goes into a nested model is a tensor of the layer before it. */
function innerInputs(graph: InnerGraph, found: Set<string>): Set<string> {
  for (const { inner } of graph.nodes) {
    if (inner === undefined) continue;
    for (const id of inner.inputs) found.add(id);
    innerInputs(inner, found);
  }
  return found;
}

function reachOf(field: ReceptiveField | undefined): number | undefined {
  return field && Math.max(...field.size.map((extent) => extent ?? Infinity));
}

/** Where nothing is multiplied forward, nothing is backward. */
function backwardOf({ macs }: GraphNode): number | undefined {
  return macs.backward ?? (macs.forward === 0 ? 0 : undefined);
}

function bytesOf(node: GraphNode, inputs: ReadonlySet<string>): number {
  if (inputs.has(node.id)) return 0;
  return node.inner === undefined ? activationBytes(node) : totalActivationBytes(node.inner, true);
}

/**
 * Of every layer and group below the root, and of the root. Inner groups come last in the list of groups,
 * and first here.
 */
export function sumsOfAll(root: Group, graph: InnerGraph, fieldOf: FieldOf): Map<TreeNode, Sums> {
  const sums = new Map<TreeNode, Sums>();
  const inputs = innerInputs(graph, new Set());
  for (const group of groupsOf(root).reverse()) {
    let all = noSums;
    for (const child of group.children) {
      const own =
        child.type === 'leaf' ? sumsOfLayer(child.node, inputs, fieldOf) : sums.get(child);
      if (own === undefined) continue;
      sums.set(child, own);
      all = addSums(all, own);
    }
    sums.set(group, all);
  }
  return sums;
}

function sumsOfLayer(node: GraphNode, inputs: ReadonlySet<string>, fieldOf: FieldOf): Sums {
  const { trainable, nonTrainable } = node.parameters;
  return {
    layers: 1,
    trainable,
    nonTrainable,
    macs: node.macs.forward,
    backward: backwardOf(node),
    activations: bytesOf(node, inputs),
    reach: reachOf(fieldOf(node.id)),
  };
}
