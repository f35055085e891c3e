/** Which failure the user has not seen yet. */
import type { ModelGraph } from '../../src/model/graph';

type Nodes = Pick<ModelGraph, 'nodes'>;

function failedIds({ nodes }: Nodes): string[] {
  return nodes.flatMap(({ id, failed }) => (failed === true ? [id] : []));
}

/** Id of the first call that failed in `graph` and did not in the graph `before` it. */
export function newFailure(before: Nodes | undefined, graph: Nodes): string | undefined {
  const known = new Set(before === undefined ? [] : failedIds(before));
  return failedIds(graph).find((id) => !known.has(id));
}
