/** The scopes of a graph by number, and the nodes that each of them holds: a range of the nodes' order. */
import type { Scope } from '../../model/graph';
import type { Regrouped } from '../../model/repeats/repeats';

/** Groups nested deeper than this are left out of the tree, so such graphs are none of ours. */
const deepestScope = 32;

/** The top of the graph, where a scope's number is asked for. */
export const noScope = -1;

export interface ScopeRanges {
  readonly scopes: readonly Scope[];
  /** By the number of a node, the innermost scope that holds it. */
  readonly ofNode: Int32Array;
  /** By the number of a scope, the scope around it, and its first and last node. */
  readonly parent: Int32Array;
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** The scopes that hold nodes: outer before inner, by their first nodes. */
  readonly order: readonly number[];
}

interface Building extends ScopeRanges {
  readonly byId: ReadonlyMap<string, number>;
  readonly order: number[];
  readonly depth: Int32Array;
}

function numbered(scopes: readonly Scope[]): Map<string, number> {
  const byId = new Map<string, number>();
  scopes.forEach(({ id }, number) => byId.set(id, number));
  return byId;
}

/** The ids in nested models; all of a picture's ids are unique, so these must not be those of blocks. */
function* nestedIds({ inner }: Regrouped): Generator<string> {
  for (const nested of inner.values()) {
    for (const { id } of nested.graph.nodes) yield id;
    for (const { id } of nested.graph.skips) yield id;
    for (const { id } of nested.scopes) yield id;
    yield* nestedIds(nested);
  }
}

function hasClashes(regrouped: Regrouped): boolean {
  const { graph, scopes, numbers } = regrouped;
  if (scopes.some(({ id }) => numbers.byId.has(id))) return true;
  if (regrouped.inner.size === 0) return false;
  const own = new Set([...scopes, ...graph.skips, ...graph.nodes].map(({ id }) => id));
  return [...nestedIds(regrouped)].some((id) => own.has(id));
}

function begin(regrouped: Regrouped): Building | undefined {
  const { graph, scopes, numbers } = regrouped;
  const byId = numbered(scopes);
  const count = graph.nodes.length;
  if (byId.size < scopes.length || numbers.byId.size < count) return undefined;
  if (hasClashes(regrouped)) return undefined;
  const perScope = (): Int32Array => new Int32Array(scopes.length).fill(-1);
  const ranges = { parent: perScope(), first: perScope(), last: perScope(), depth: perScope() };
  return { ...ranges, scopes, byId, order: [], ofNode: new Int32Array(count) };
}

/** Numbers a scope and those around it when they are first met; false for rings and gaps. */
function meetScope(building: Building, scope: number, node: number): boolean {
  const { scopes, byId, first, parent, depth, order } = building;
  const chain: number[] = [];
  let above = scope;
  for (; above !== noScope && first[above] === -1; above = parent[above] ?? noScope) {
    if (chain.push(above) > deepestScope) return false;
    const id = scopes[above]?.parent ?? null;
    const next = id === null ? noScope : byId.get(id);
    if (next === undefined) return false;
    parent[above] = next;
  }
  let level = above === noScope ? 0 : (depth[above] ?? 0);
  for (const met of chain.reverse()) {
    first[met] = node;
    depth[met] = ++level;
    order.push(met);
  }
  return level <= deepestScope;
}

/** False where a node is in a scope that is not there. */
function placeNodes(building: Building, { graph, moved }: Regrouped): boolean {
  const { byId, ofNode, last, first } = building;
  let known: string | null = null;
  let scope: number | undefined = noScope;
  return graph.nodes.every((node, number) => {
    const id = moved[number] ?? node.scope;
    if (id !== known) {
      scope = id === null ? noScope : byId.get(id);
      known = id;
    }
    if (scope === undefined) return false;
    ofNode[number] = scope;
    if (scope === noScope) return true;
    last[scope] = number;
    return first[scope] !== -1 || meetScope(building, scope, number);
  });
}

/** Whether every scope holds all the nodes between its first and its last. */
function areRanges({ order, parent, first, last, ofNode }: Building): boolean {
  const count = new Int32Array(first.length);
  for (const scope of ofNode) if (scope !== noScope) count[scope] = (count[scope] ?? 0) + 1;
  return order.toReversed().every((scope) => {
    const end = last[scope] ?? 0;
    if (end - (first[scope] ?? 0) + 1 !== count[scope]) return false;
    const above = parent[scope] ?? noScope;
    if (above === noScope) return true;
    last[above] = Math.max(last[above] ?? 0, end);
    count[above] = (count[above] ?? 0) + (count[scope] ?? 0);
    return true;
  });
}

/** Undefined for graphs whose scopes are not ranges, or that no inspection gives. */
export function scopeRanges(regrouped: Regrouped): ScopeRanges | undefined {
  const building = begin(regrouped);
  if (building === undefined) return undefined;
  return placeNodes(building, regrouped) && areRanges(building) ? building : undefined;
}
