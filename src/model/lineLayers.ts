/** The layers that each line of source applied, for what stands beside the code. */
import type { GraphNode, InnerGraph, ModelGraph, Scope, Skip } from './graph';

/** One application of a layer, or one operation on tensors, with what lies around it. */
export interface LayerAt {
  readonly node: GraphNode;
  /** The graph that holds the node: the model's own, or that of a nested model or custom layer. */
  readonly graph: InnerGraph;
  /** The skips that meet in the node. */
  readonly merges: readonly Skip[];
}

/** What one line of source did, in the order in which it ran. */
export interface LineLayers {
  /** From 1. */
  readonly line: number;
  /** At least one. */
  readonly layers: readonly LayerAt[];
  /** How many times the line ran: the largest number of layers that one call on it applied. */
  readonly runs: number;
  /** What the last call of each run gave, one a run, or fewer where a run took another way. */
  readonly results: readonly LayerAt[];
}

/** Lines by file, in ascending order. */
export type LayersByFile = ReadonlyMap<string, readonly LineLayers[]>;

function mergesOf(graph: InnerGraph): ReadonlyMap<string, readonly Skip[]> {
  const merges = new Map<string, Skip[]>();
  for (const skip of graph.skips) {
    const known = merges.get(skip.merge);
    if (known === undefined) merges.set(skip.merge, [skip]);
    else known.push(skip);
  }
  return merges;
}

type Lines = Map<string, Map<number, LayerAt[]>>;

function addToLine(lines: Lines, layer: LayerAt): void {
  const { source } = layer.node;
  if (source === undefined) return;
  const ofFile = lines.get(source.file) ?? new Map<number, LayerAt[]>();
  lines.set(source.file, ofFile);
  const onLine = ofFile.get(source.line);
  if (onLine === undefined) ofFile.set(source.line, [layer]);
  else onLine.push(layer);
}

function collect(graph: InnerGraph, found: LayerAt[]): void {
  const merges = mergesOf(graph);
  for (const node of graph.nodes) {
    found.push({ node, graph, merges: merges.get(node.id) ?? [] });
    if (node.inner !== undefined) collect(node.inner, found);
  }
}

/** Every layer, each before those inside it, in the order in which they ran. */
export function allLayers(graph: ModelGraph): LayerAt[] {
  const found: LayerAt[] = [];
  collect(graph, found);
  return found;
}

/** A nested model that stands on one line with its layers counts them already. */
function outermost(layers: readonly LayerAt[]): readonly LayerAt[] {
  const inner = new Set(layers.map(({ node }) => node.inner));
  return layers.filter(({ graph }) => !inner.has(graph));
}

/** The layers of the call that ran last in each run, and how often the call that ran most did. */
function lineOf(line: number, all: readonly LayerAt[]): LineLayers {
  const layers = outermost(all);
  const byColumn = new Map<number, LayerAt[]>();
  for (const layer of layers) {
    const column = layer.node.source?.column ?? 0;
    const call = byColumn.get(column);
    if (call === undefined) byColumn.set(column, [layer]);
    else call.push(layer);
  }
  const last = layers.at(-1)?.node.source?.column ?? 0;
  return {
    line,
    layers,
    runs: [...byColumn.values()].reduce((most, call) => Math.max(most, call.length), 0),
    results: byColumn.get(last) ?? layers,
  };
}

const known = new WeakMap<ModelGraph, LayersByFile>();

/** By file and line what a model's code applied; worked out once for each graph, in one pass over its nodes. */
export function layersByFile(graph: ModelGraph): LayersByFile {
  const found = known.get(graph) ?? indexed(graph);
  known.set(graph, found);
  return found;
}

function indexed(graph: ModelGraph): LayersByFile {
  const lines: Lines = new Map();
  for (const layer of allLayers(graph)) addToLine(lines, layer);
  return new Map(
    [...lines].map(([file, ofFile]) => [
      file,
      [...ofFile].sort(([a], [b]) => a - b).map(([line, layers]) => lineOf(line, layers)),
    ]),
  );
}

const scopesById = new WeakMap<InnerGraph, ReadonlyMap<string, Scope>>();

function scopesOf(graph: InnerGraph): ReadonlyMap<string, Scope> {
  const scopes = scopesById.get(graph) ?? new Map(graph.scopes.map((scope) => [scope.id, scope]));
  scopesById.set(graph, scopes);
  return scopes;
}

/** The calls of the user's functions that led to a node, outermost first; a ring of scopes is gone round once. */
export function scopesAround({ node, graph }: Pick<LayerAt, 'node' | 'graph'>): Scope[] {
  const scopes = scopesOf(graph);
  const path = new Set<Scope>();
  for (let id = node.scope; id !== null;) {
    const scope = scopes.get(id);
    if (scope === undefined || path.has(scope)) break;
    path.add(scope);
    id = scope.parent;
  }
  return [...path].reverse();
}

/** `stage 1`: the ordinal only where the function was called more than once. */
export function scopeName({ name, ordinal, siblings }: Scope): string {
  return siblings > 1 ? `${name} ${ordinal}` : name;
}
