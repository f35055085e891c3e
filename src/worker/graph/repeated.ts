/** A model that runs at every time step, whose graph was made of one step. */
import type { GraphNode, InnerGraph, Macs } from '../../model/graph';
import { totalMacs } from './totals';

/** The first step's state may need no gradient: then what a layer's costs in all is not known. */
function macsOf({ forward, backward }: Macs, times: number, known: boolean): Macs {
  return {
    forward: forward * times,
    ...(known && backward !== undefined ? { backward: backward * times } : {}),
  };
}

function repeatedNode(node: GraphNode, times: number, known: boolean): GraphNode {
  return {
    ...node,
    macs: macsOf(node.macs, times, known),
    ...(node.flops === undefined ? {} : { flops: node.flops * times }),
    ...(node.inner === undefined ? {} : { inner: repeatedGraph(node.inner, times, known) }),
  };
}

function repeatedGraph(graph: InnerGraph, times: number, known: boolean): InnerGraph {
  return { ...graph, nodes: graph.nodes.map((node) => repeatedNode(node, times, known)) };
}

/**
 * The graph of a model with the costs of all its `times` runs.
 * @param backward what the gradients of all runs cost together, where that is known.
 */
export function repeated(
  graph: InnerGraph,
  times: number,
  backward: number | undefined,
): InnerGraph {
  if (times === 1) return graph;
  const once = totalMacs(graph.nodes).backward;
  return repeatedGraph(graph, times, once !== undefined && once * times === backward);
}
