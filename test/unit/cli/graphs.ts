/** Graphs for the summary's tests, written down in a few words. */
import type { GraphNode, InnerGraph, ModelGraph, Scope, Skip } from '../../../src/model/graph';

type Partly<T, K extends keyof T> = Pick<T, K> & Partial<T>;

export function node(given: Partly<GraphNode, 'id' | 'className'>): GraphNode {
  return {
    name: given.id,
    config: {},
    inputs: [],
    outputs: [{ shape: [null, 8], dtype: 'float32' }],
    weights: [],
    parameters: { trainable: 0, nonTrainable: 0 },
    macs: { forward: 0 },
    scope: null,
    places: [],
    ...given,
  };
}

export function scope(id: string, given: Partial<Scope> = {}): Scope {
  const path = id.split('/');
  const [name = '', ordinal = '1'] = path.at(-1)?.split('#') ?? [];
  const parent = path.length > 1 ? path.slice(0, -1).join('/') : null;
  return { id, name, ordinal: Number(ordinal), siblings: 1, parent, ...given };
}

export function skip(given: Partly<Skip, 'fork' | 'merge' | 'branch'>): Skip {
  return {
    id: `skip:${given.merge}`,
    kind: 'identity',
    shortcut: [],
    length: given.branch.length,
    scope: null,
    ...given,
  };
}

export function innerGraph(given: Partial<InnerGraph>): InnerGraph {
  return {
    name: 'net',
    inputs: [],
    outputs: [],
    nodes: [],
    edges: [],
    scopes: [],
    skips: [],
    ...given,
  };
}

export function modelGraph(given: Partial<ModelGraph>): ModelGraph {
  return {
    ...innerGraph({}),
    entry: 'net()',
    parameters: { trainable: 0, nonTrainable: 0 },
    macs: { forward: 0 },
    places: [],
    complete: true,
    ...given,
  };
}
