/** From a line of source to the nodes that it made. */
import type { InnerGraph, ModelGraph } from './graph';

function collect(graph: InnerGraph, wanted: ReadonlySet<number>, found: string[]): void {
  for (const node of graph.nodes) {
    if (node.places.some((place) => wanted.has(place))) found.push(node.id);
    if (node.inner !== undefined) collect(node.inner, wanted, found);
  }
}

/**
 * Ids of the nodes that were built while `line` of `file` was running: the layer's own line, and the
 * lines of the calls that led to it.
 */
export function nodesOfLine(graph: ModelGraph, file: string, line: number): string[] {
  const wanted = new Set<number>();
  graph.places.forEach((place, index) => {
    if (place.line === line && place.file === file) wanted.add(index);
  });
  const found: string[] = [];
  if (wanted.size > 0) collect(graph, wanted, found);
  return found;
}
