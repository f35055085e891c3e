/** From the trace of a build to the ModelGraph. */
import type { SourcePlace } from '../../protocol/failure';
import type { GraphEdge, GraphNode, InnerGraph, ParameterCounts } from '../../model/graph';
import { forwardMacs } from '../../model/macs';
import { findSkips } from '../../model/residual';
import type { Positions } from '../evaluate/positions';
import { Container, type Layer, type LayerVariable, type SymbolicTensor } from '../tfjs/library';
import type { Call } from '../trace/calls';
import type { UserStack } from '../trace/stack';
import type { Application, Creation, Trace } from '../trace/trace';
import { boundedName, configOf, tensorSpec, weightsOf, type OwnedWeight } from './layerFacts';
import { PlaceTable } from './placeTable';
import { ScopeTable } from './scopes';
import { selectModel, type Item, type Selection } from './selection';

/** What all graphs of one inspection share: the trace, and which weights were counted already. */
export interface GraphContext {
  readonly trace: Trace;
  readonly positions: Positions;
  readonly counted: Set<LayerVariable>;
  readonly firstNodes: Map<Layer, string>;
  readonly places: PlaceTable;
}

interface Scene {
  readonly context: GraphContext;
  readonly scopes: ScopeTable;
  readonly prefix: string;
  readonly frozen: boolean;
  readonly ordinals: Map<string, number>;
  /** The node and output that made each tensor. */
  readonly made: Map<SymbolicTensor, { readonly node: string; readonly output: number }>;
  readonly edges: GraphEdge[];
}

/** Models in models in models: beyond this a nested model stays one node. */
const deepestNesting = 32;

function nextId(scene: Scene, scope: string | null, layer: Layer): string {
  const base = `${scope === null ? scene.prefix : `${scope}/`}${boundedName(layer.getClassName())}`;
  const ordinal = (scene.ordinals.get(base) ?? 0) + 1;
  scene.ordinals.set(base, ordinal);
  return `${base}.${ordinal}`;
}

/** The places of a node: where it was applied (or made, if a container applied it), and callers. */
function placesOf(
  scene: Scene,
  stack: UserStack | undefined,
  creation: Creation | undefined,
): SourcePlace[] {
  const { positions } = scene.context;
  const applied = positions.places(stack?.frames ?? []);
  const made = positions.places(creation?.stack.frames ?? []);
  const ordered =
    stack?.direct === true || made.length === 0
      ? [...applied, ...made.slice(0, 1)]
      : [...made, ...applied];
  return [...new Set(ordered)];
}

function countNew(context: GraphContext, weights: readonly OwnedWeight[]): ParameterCounts {
  let trainable = 0;
  let nonTrainable = 0;
  for (const weight of weights) {
    if (context.counted.has(weight.variable)) continue;
    context.counted.add(weight.variable);
    const size = weight.shape.reduce((product, n) => product * n, 1);
    if (weight.trainable) trainable += size;
    else nonTrainable += size;
  }
  return { trainable, nonTrainable };
}

/** Sums of a level's nodes; a nested model's node holds the sum of its own. */
export function totalParameters(nodes: readonly GraphNode[]): ParameterCounts {
  return {
    trainable: nodes.reduce((sum, node) => sum + node.parameters.trainable, 0),
    nonTrainable: nodes.reduce((sum, node) => sum + node.parameters.nonTrainable, 0),
  };
}

export function totalMacs(nodes: readonly GraphNode[]): { forward: number } {
  return { forward: nodes.reduce((sum, node) => sum + node.macs.forward, 0) };
}

function withoutVariables(weights: readonly OwnedWeight[]): GraphNode['weights'] {
  return weights.map(({ name, shape, trainable }) => ({ name, shape, trainable }));
}

interface NodeSource {
  readonly layer: Layer;
  readonly inputs: readonly SymbolicTensor[];
  readonly outputs: readonly SymbolicTensor[];
  readonly stack: UserStack | undefined;
  readonly creation: Creation | undefined;
  readonly call: Call | null;
  readonly failed: boolean;
}

function sourceOf({ trace }: GraphContext, item: Item): NodeSource {
  if (item.type === 'application') {
    const { application } = item;
    return { ...application, creation: trace.creations.get(application.layer) };
  }
  const { tensor, consumer } = item;
  const creation = trace.creations.get(tensor) ?? trace.creations.get(tensor.sourceLayer);
  return {
    layer: tensor.sourceLayer,
    inputs: [],
    outputs: [tensor],
    // An input that tf.sequential made by itself belongs where its first layer does.
    stack: creation === undefined ? consumer?.stack : undefined,
    creation: creation ?? creationOf(trace, consumer),
    call: (creation ?? consumer)?.call ?? null,
    failed: false,
  };
}

function creationOf(trace: Trace, consumer: Application | undefined): Creation | undefined {
  return consumer && trace.creations.get(consumer.layer);
}

function addEdges(scene: Scene, id: string, inputs: readonly SymbolicTensor[]): void {
  inputs.forEach((tensor, input) => {
    const from = scene.made.get(tensor);
    if (from !== undefined)
      scene.edges.push({ from: from.node, output: from.output, to: id, input });
  });
}

function innerOf(scene: Scene, id: string, layer: Layer, depth: number): InnerGraph | undefined {
  if (!(layer instanceof Container) || depth >= deepestNesting || layer.outputs.length === 0)
    return undefined;
  const selection = selectModel(scene.context.trace, layer);
  const frozen = scene.frozen || !layer.trainable;
  return buildLevel(scene.context, selection, {
    name: boundedName(layer.name),
    prefix: `${id}/`,
    frozen,
    depth: depth + 1,
  });
}

function buildNode(scene: Scene, item: Item, depth: number): GraphNode {
  const source = sourceOf(scene.context, item);
  const { layer, inputs, outputs, failed } = source;
  const scope = scene.scopes.idOf(source.call);
  const id = nextId(scene, scope, layer);
  const inner = failed ? undefined : innerOf(scene, id, layer, depth);
  const weights = inner === undefined ? weightsOf(layer, scene.frozen) : [];
  const places = placesOf(scene, source.stack, source.creation);
  const first = scene.context.firstNodes.get(layer);
  if (first === undefined) scene.context.firstNodes.set(layer, id);
  addEdges(scene, id, inputs);
  outputs.forEach((tensor, output) => scene.made.set(tensor, { node: id, output }));
  const facts = {
    className: boundedName(layer.getClassName()),
    config: configOf(layer),
    inputs: inputs.map(tensorSpec),
    outputs: outputs.map(tensorSpec),
    weights: withoutVariables(weights),
  };
  return {
    id,
    name: boundedName(layer.name),
    ...facts,
    parameters:
      inner === undefined ? countNew(scene.context, weights) : totalParameters(inner.nodes),
    macs: inner === undefined ? { forward: forwardMacs(facts) } : totalMacs(inner.nodes),
    scope,
    places: places.map((place) => scene.context.places.indexOf(place)),
    ...(first === undefined ? {} : { sharedWith: first }),
    ...(places[0] === undefined ? {} : { source: places[0] }),
    ...(failed ? { failed } : {}),
    ...(inner === undefined ? {} : { inner }),
  };
}

interface Level {
  readonly name: string;
  readonly prefix: string;
  readonly frozen: boolean;
  readonly depth: number;
}

/** The graph of one model: nodes, edges, scopes and skips, nested models inside. */
export function buildLevel(context: GraphContext, selection: Selection, level: Level): InnerGraph {
  const scene: Scene = {
    context,
    prefix: level.prefix,
    frozen: level.frozen,
    scopes: new ScopeTable(context.positions, level.prefix),
    ordinals: new Map(),
    made: new Map(),
    edges: [],
  };
  const nodes = selection.items.map((item) => buildNode(scene, item, level.depth));
  const idsOf = (tensors: readonly SymbolicTensor[]): string[] =>
    tensors.flatMap((tensor) => scene.made.get(tensor)?.node ?? []);
  return {
    name: level.name,
    inputs: idsOf(selection.inputs),
    outputs: idsOf(selection.outputs),
    nodes,
    edges: scene.edges,
    scopes: scene.scopes.list(),
    skips: findSkips(nodes, scene.edges),
  };
}
