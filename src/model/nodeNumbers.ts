/** Nodes by their numbers in a graph, so that who goes through its edges looks up no ids. */
import type { InnerGraph } from './graph';

export interface NodeNumbers {
  /** By the node's id; of two with one id (a hostile graph), the first has it. */
  readonly byId: ReadonlyMap<string, number>;
  /** The ends of each edge; -1 where there is no such node. */
  readonly from: Int32Array;
  readonly to: Int32Array;
}

export function numberNodes({ nodes, edges }: InnerGraph): NodeNumbers {
  const byId = new Map<string, number>();
  for (let number = nodes.length - 1; number >= 0; number--)
    byId.set(nodes[number]?.id ?? '', number);
  const from = new Int32Array(edges.length);
  const to = new Int32Array(edges.length);
  edges.forEach((edge, index) => {
    from[index] = byId.get(edge.from) ?? -1;
    to[index] = byId.get(edge.to) ?? -1;
  });
  return { byId, from, to };
}
