/** The nodes that a selection stands for. */
import type { SourcePlace } from '../protocol/failure';
import type { GraphNode, InnerGraph, ModelGraph, Skip } from './graph';
import { withRepeats } from './repeats/repeats';

/** A node, or a skip, with the graph that holds it. */
interface Found<Item> {
  readonly item: Item;
  readonly graph: InnerGraph;
}

function* levels(graph: InnerGraph): Generator<InnerGraph> {
  yield graph;
  for (const { inner } of graph.nodes) if (inner !== undefined) yield* levels(inner);
}

/** The scopes of the code first; those that are found in the graph only where it takes them. */
function* levelsWithGroups(graph: ModelGraph): Generator<InnerGraph> {
  yield* levels(graph);
  yield* levels(withRepeats(graph));
}

function findNode(graph: ModelGraph, id: string): Found<GraphNode> | undefined {
  for (const level of levels(graph)) {
    const item = level.nodes.find((node) => node.id === id);
    if (item !== undefined) return { item, graph: level };
  }
  return undefined;
}

function findSkip(graph: ModelGraph, id: string): Found<Skip> | undefined {
  for (const level of levels(graph)) {
    const item = level.skips.find((skip) => skip.id === id);
    if (item !== undefined) return { item, graph: level };
  }
  return undefined;
}

/** Ids of a scope and of all scopes in it. */
function scopesWithin(graph: InnerGraph, id: string): ReadonlySet<string> {
  const within = new Set([id]);
  const children = new Map<string, string[]>();
  for (const scope of graph.scopes) {
    if (scope.parent === null) continue;
    const siblings = children.get(scope.parent);
    if (siblings === undefined) children.set(scope.parent, [scope.id]);
    else siblings.push(scope.id);
  }
  for (const scope of within) for (const child of children.get(scope) ?? []) within.add(child);
  return within;
}

function nodesOfScope(graph: ModelGraph, id: string): GraphNode[] {
  for (const level of levelsWithGroups(graph)) {
    if (!level.scopes.some((scope) => scope.id === id)) continue;
    const scopes = scopesWithin(level, id);
    return level.nodes.filter(({ scope }) => scope !== null && scopes.has(scope));
  }
  return [];
}

/** A layer, group or skip, by its id. */
interface SelectedId {
  readonly type: 'box' | 'skip';
  readonly id: string;
}

/** Where a layer was applied, a group's function is defined, or a skip's branches meet. */
export function selectedPlace(
  graph: ModelGraph,
  { type, id }: SelectedId,
): SourcePlace | undefined {
  const node = type === 'skip' ? findSkip(graph, id)?.item.merge : id;
  const source = node === undefined ? undefined : findNode(graph, node)?.item.source;
  if (source !== undefined) return source;
  for (const level of levelsWithGroups(graph)) {
    const scope = level.scopes.find((candidate) => candidate.id === id);
    if (scope !== undefined) return scope.definition;
  }
  return undefined;
}

/**
 * The layer with an id, what a nested model, a call of a user's function or a run of alike blocks holds,
 * or the fork and the merge of a skip; none where the graph has no such thing.
 */
export function selectedNodes(graph: ModelGraph, { type, id }: SelectedId): GraphNode[] {
  if (type === 'skip') {
    const found = findSkip(graph, id);
    const ends = found && new Set([found.item.fork, found.item.merge]);
    return found?.graph.nodes.filter((node) => ends?.has(node.id)) ?? [];
  }
  const node = findNode(graph, id)?.item;
  if (node !== undefined) return [node];
  return nodesOfScope(graph, id);
}
