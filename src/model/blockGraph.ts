/** The block around a layer as a graph of its own, for a small picture of it. */
import type { GraphEdge, GraphNode, InnerGraph, ModelGraph, Skip } from './graph';
import { scopesAround, type LayerAt } from './lineLayers';

/** Fewer layers are no block, and more are no small picture. */
const size = { least: 3, most: 36 } as const;

interface Block {
  readonly name: string;
  readonly nodes: ReadonlySet<string>;
}

/** How many nodes each scope holds at any depth. */
type Sizes = ReadonlyMap<string, number>;

const sizesOfGraphs = new WeakMap<InnerGraph, Sizes>();

function sizesOf(graph: InnerGraph): Sizes {
  const known = sizesOfGraphs.get(graph);
  if (known !== undefined) return known;
  const sizes = new Map<string, number>();
  for (const node of graph.nodes) {
    for (const { id } of scopesAround({ node, graph })) sizes.set(id, (sizes.get(id) ?? 0) + 1);
  }
  sizesOfGraphs.set(graph, sizes);
  return sizes;
}

/** The innermost call that made enough layers to be a block. */
function blockOfScope(layer: LayerAt): Block | undefined {
  const { graph } = layer;
  const sizes = sizesOf(graph);
  const scope = scopesAround(layer)
    .reverse()
    .find(({ id }) => (sizes.get(id) ?? 0) >= size.least);
  if (scope === undefined || (sizes.get(scope.id) ?? 0) > size.most) return undefined;
  const inside = graph.nodes.filter((node) =>
    scopesAround({ node, graph }).some(({ id }) => id === scope.id),
  );
  return { name: scope.name, nodes: new Set(inside.map(({ id }) => id)) };
}

/** Without functions of the user's a block is what the shortest skip around the layer goes around. */
function blockOfSkip({ node, graph }: LayerAt): Block | undefined {
  const around = graph.skips
    .map(({ kind, branch, shortcut, merge }) => ({
      name: kind,
      nodes: new Set([...branch, ...shortcut, merge]),
    }))
    .filter(({ nodes }) => nodes.has(node.id) && nodes.size <= size.most);
  return around.sort((a, b) => a.nodes.size - b.nodes.size)[0];
}

/** What a block reads from outside stands in its picture as inputs. */
function stubOf(node: GraphNode): GraphNode {
  const { id, name, outputs } = node;
  return {
    id,
    name,
    className: 'InputLayer',
    config: {},
    inputs: [],
    outputs,
    weights: [],
    parameters: { trainable: 0, nonTrainable: 0 },
    macs: { forward: 0 },
    scope: null,
    places: [],
  };
}

function isWithin({ fork, merge, shortcut, branch }: Skip, nodes: ReadonlySet<string>): boolean {
  return [fork, merge, ...shortcut, ...branch].every((id) => nodes.has(id));
}

/** The nodes of a set with their edges and skips; scopes around the block itself are left out. */
function subgraph(graph: InnerGraph, { name, nodes: inside }: Block): ModelGraph {
  const edges = graph.edges.filter(({ to }) => inside.has(to));
  const outside = new Set(edges.map(({ from }: GraphEdge) => from).filter((id) => !inside.has(id)));
  const all = new Set([...inside, ...outside]);
  const nodes = graph.nodes.flatMap((node) => {
    if (outside.has(node.id)) return [stubOf(node)];
    return inside.has(node.id) ? [{ ...node, scope: null }] : [];
  });
  return {
    name,
    entry: '',
    inputs: [...outside],
    outputs: [],
    nodes,
    edges,
    scopes: [],
    skips: graph.skips.filter((skip) => isWithin(skip, all)),
    parameters: { trainable: 0, nonTrainable: 0 },
    macs: { forward: 0 },
    places: [],
    complete: true,
  };
}

/**
 * The block that a layer is part of: what the innermost of the user's functions made that made at least
 * three layers, or what a skip goes around. Undefined where there is none, or too large a one to be seen at a
 * glance.
 */
export function blockAround(layer: LayerAt): ModelGraph | undefined {
  const block = blockOfScope(layer) ?? blockOfSkip(layer);
  return block === undefined ? undefined : subgraph(layer.graph, block);
}
