/** The hierarchy that the graph is drawn in, with what its layers and groups add up to. */
import { treeOf } from '../../src/layout/layout';
import { groupsOf, type Group, type TreeNode } from '../../src/layout/tree';
import { activationBytes, totalActivationBytes } from '../../src/model/bytes';
import type { GraphNode, InnerGraph } from '../../src/model/graph';
import type { GraphIndex } from './graphIndex';

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

function reachOf(index: GraphIndex, id: string): number | undefined {
  const size = index.receptiveFieldOf(id)?.size;
  return size && Math.max(...size.map((extent) => extent ?? Infinity));
}

/** Where nothing is multiplied forward, nothing is backward. */
function backwardOf({ macs }: GraphNode): number | undefined {
  return macs.backward ?? (macs.forward === 0 ? 0 : undefined);
}

function bytesOf(node: GraphNode, inputs: ReadonlySet<string>): number {
  if (inputs.has(node.id)) return 0;
  return node.inner === undefined ? activationBytes(node) : totalActivationBytes(node.inner, true);
}

export class Hierarchy {
  readonly root: Group;
  /** Worked out when they are first asked for: the search does without them. */
  #sums: Map<TreeNode, Sums> | undefined;
  readonly #nodes = new Map<string, TreeNode>();

  constructor(readonly index: GraphIndex) {
    this.root = treeOf(index.graph).root;
    for (const group of groupsOf(this.root))
      for (const child of group.children) this.#nodes.set(child.id, child);
  }

  /** Of a box of the graph, drawn or hidden in a closed group; undefined where there is none. */
  sumsOf(id: string): Sums | undefined {
    const node = this.#nodes.get(id);
    return node && this.sumsAt(node);
  }

  /** The groups and layers below the root, by the ids of their boxes. */
  get nodes(): ReadonlyMap<string, TreeNode> {
    return this.#nodes;
  }

  sumsAt(node: TreeNode): Sums {
    this.#sums ??= sumsOfAll(this.root, this.index);
    return this.#sums.get(node) ?? noSums;
  }

  /** Ids of the groups that have to be open for a box to be drawn, outermost first. */
  groupsAround(id: string): string[] {
    const path: string[] = [];
    let group = this.#nodes.get(id)?.parent ?? null;
    for (; group !== null && group !== this.root; group = group.parent) path.unshift(group.id);
    return path;
  }
}

/** Of every layer and group; inner groups come last in the list of groups, and first here. */
function sumsOfAll(root: Group, index: GraphIndex): Map<TreeNode, Sums> {
  const sums = new Map<TreeNode, Sums>();
  const inputs = innerInputs(index.graph, new Set());
  for (const group of groupsOf(root).reverse()) {
    let all = noSums;
    for (const child of group.children) {
      const own = child.type === 'leaf' ? sumsOfLayer(child.node, inputs, index) : sums.get(child);
      if (own === undefined) continue;
      sums.set(child, own);
      all = addSums(all, own);
    }
    sums.set(group, all);
  }
  return sums;
}

function sumsOfLayer(node: GraphNode, inputs: ReadonlySet<string>, index: GraphIndex): Sums {
  const { trainable, nonTrainable } = node.parameters;
  return {
    layers: 1,
    trainable,
    nonTrainable,
    macs: node.macs.forward,
    backward: backwardOf(node),
    activations: bytesOf(node, inputs),
    reach: reachOf(index, node.id),
  };
}

const known = new WeakMap<GraphIndex, Hierarchy>();

/** Made when it is first asked for, which a page that shows only the picture never does. */
export function hierarchyOf(index: GraphIndex): Hierarchy {
  const hierarchy = known.get(index) ?? new Hierarchy(index);
  known.set(index, hierarchy);
  return hierarchy;
}
