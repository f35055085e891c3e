/** Nodes by their numbers in a graph, so that who goes through its edges looks up no ids. */
import type { GraphEdge, InnerGraph } from './graph';

/** The ends of each edge by their numbers; -1 where there is no such node. */
export interface EdgeEnds {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

export interface NodeNumbers extends EdgeEnds {
  /** By the node's id; of two with one id (a hostile graph), the first has it. */
  readonly byId: ReadonlyMap<string, number>;
}

const knownEnds = new WeakMap<readonly GraphEdge[], EdgeEnds>();

/** Who makes edges from numbers knows them: nobody has to look them up by the nodes' ids then. */
export function rememberEnds(edges: readonly GraphEdge[], ends: EdgeEnds): void {
  knownEnds.set(edges, ends);
}

function lookedUp(edges: readonly GraphEdge[], byId: NodeNumbers['byId']): EdgeEnds {
  const from = new Int32Array(edges.length);
  const to = new Int32Array(edges.length);
  edges.forEach((edge, index) => {
    from[index] = byId.get(edge.from) ?? -1;
    to[index] = byId.get(edge.to) ?? -1;
  });
  return { from, to };
}

/** Of nodes with one id, edges mean the first; and the edges may have got to another list of nodes. */
function areEnds({ nodes, edges }: InnerGraph, byId: NodeNumbers['byId'], ends: EdgeEnds): boolean {
  if (byId.size < nodes.length) return false;
  return edges.every(
    (edge, index) =>
      nodes[ends.from[index] ?? -1]?.id === edge.from &&
      nodes[ends.to[index] ?? -1]?.id === edge.to,
  );
}

export function numberNodes(graph: InnerGraph): NodeNumbers {
  const { nodes, edges } = graph;
  const byId = new Map<string, number>();
  for (let number = nodes.length - 1; number >= 0; number--)
    byId.set(nodes[number]?.id ?? '', number);
  const known = knownEnds.get(edges);
  const ends = known && areEnds(graph, byId, known) ? known : lookedUp(edges, byId);
  return { byId, ...ends };
}
