/** Graphs of as much as owners are made of. */
import type { GraphNode, InnerGraph, ModelGraph } from '../../../../src/model/graph';

/** Nodes by id: a class, or the nodes inside. */
export interface Level {
  readonly [id: string]: string | Level;
}

function nodeOf(id: string, inside: string | Level): GraphNode {
  const className = typeof inside === 'string' ? inside : 'Block';
  const isOperation = id.includes('/') && typeof inside === 'string';
  return {
    id,
    // An operation is called as its kernel, a layer by a name of its own.
    name: isOperation ? className : id,
    className,
    config: {},
    inputs: [],
    outputs: [],
    weights: [],
    parameters: { trainable: 0, nonTrainable: 0 },
    macs: { forward: 0 },
    scope: null,
    places: [],
    ...(typeof inside === 'string' ? {} : { inner: levelOf(inside) }),
  };
}

function levelOf(level: Level): InnerGraph {
  const nodes = Object.entries(level).map(([id, inside]) => nodeOf(id, inside));
  return { name: '', inputs: [], outputs: [], nodes, edges: [], scopes: [], skips: [] };
}

export function leveled(level: Level): ModelGraph {
  return {
    ...levelOf(level),
    entry: '',
    parameters: { trainable: 0, nonTrainable: 0 },
    macs: { forward: 0 },
    places: [],
    complete: true,
  };
}
