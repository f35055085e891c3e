/** From the trace of a build to the ModelGraph. */
import type { SourcePlace } from '../../protocol/failure';
import type { GraphEdge, GraphNode, InnerGraph, Macs, ParameterCounts } from '../../model/graph';
import type { LayerFacts } from '../../model/macs';
import { findSkips } from '../../model/residual';
import { Container, core, type Layer, type SymbolicTensor } from '../tfjs/library';
import type { Call } from '../trace/calls';
import type { UserStack } from '../trace/stack';
import type { Application, Creation, Trace } from '../trace/trace';
import { flopsOfLayer, totalFlops } from './flops';
import { boundedName, configOf, weightsOf, type OwnedWeight } from './layerFacts';
import type { GraphContext } from './context';
import { backwardOf, forwardOf, type AppliedLayer, type Backward } from './layerMacs';
import { operationGraph } from './operationGraph';
import { ownedByLayer, type Ownership } from './ownership';
import { countNew, sumParameters, totalMacs, totalParameters } from './totals';
import { ScopeTable } from './scopes';
import { selectModel, type Item, type Selection } from './selection';

interface Scene {
  readonly context: GraphContext;
  readonly scopes: ScopeTable;
  readonly prefix: string;
  readonly frozen: boolean;
  readonly ownership: Ownership | undefined;
  readonly ordinals: Map<string, number>;
  /** The node and output that made each tensor. */
  readonly made: Map<SymbolicTensor, { readonly node: string; readonly output: number }>;
  readonly edges: GraphEdge[];
  /** Tensors behind a weight that is trained. */
  readonly trained: Set<SymbolicTensor>;
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
  const places = positions.places(stack?.frames ?? []);
  const madeAt = creation?.stack.frames ?? [];
  if (stack?.direct !== true) return [...new Set([...positions.places(madeAt), ...places])];
  const made = positions.firstPlace(madeAt);
  if (made !== undefined) places.push(made);
  return [...new Set(places)];
}

function withoutVariables(weights: readonly OwnedWeight[]): GraphNode['weights'] {
  return weights.map(({ name, shape, trainable }) => ({ name, shape, trainable }));
}

interface NodeSource extends AppliedLayer {
  readonly creation: Creation | undefined;
  readonly call: Call | null;
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

/** The graph of a model that stands in another one; undefined for one without layers. */
export function modelInside(
  context: GraphContext,
  model: Container,
  level: Omit<Level, 'name'>,
): InnerGraph | undefined {
  if (level.depth > deepestNesting || model.outputs.length === 0) return undefined;
  return buildLevel(context, selectModel(context.trace, model), {
    ...level,
    name: boundedName(model.name),
    frozen: level.frozen || !model.trainable,
  });
}

function innerOf(
  scene: Scene,
  id: string,
  { layer, run, inputs }: NodeSource,
  { depth, backward }: { readonly depth: number; readonly backward: Backward },
): InnerGraph | undefined {
  const { context, frozen } = scene;
  const level = { prefix: `${id}/`, frozen, depth: depth + 1 };
  const needed = inputs.map((tensor) => scene.trained.has(tensor));
  if (layer instanceof Container)
    return modelInside(context, layer, { ...level, needed, ownership: scene.ownership });
  if (run === undefined || run.recording.overflowed) return undefined;
  if (depth >= deepestNesting || !context.showsInside(layer)) return undefined;
  const ownership = ownedByLayer(layer, frozen);
  return operationGraph(context, run, {
    ...level,
    name: boundedName(layer.name),
    ownership,
    backward: backward.operations,
    modelInside: (model, at) =>
      modelInside(context, model, { ...at, prefix: `${at.id}/`, frozen, ownership }),
  });
}

function macsOf(
  facts: LayerFacts,
  source: NodeSource,
  backward: Backward,
  inner: InnerGraph | undefined,
): Macs {
  return inner !== undefined && source.layer instanceof Container
    ? totalMacs(inner.nodes)
    : { forward: forwardOf(facts, source), backward: backward.macs };
}

function flopsOf(
  { flops, trace }: GraphContext,
  source: NodeSource,
  inner: InnerGraph | undefined,
): Pick<GraphNode, 'flops'> {
  if (!flops) return {};
  const nested = source.layer instanceof Container && inner !== undefined;
  const count = nested ? totalFlops(inner.nodes) : flopsOfLayer(trace, source);
  return count === undefined ? {} : { flops: count };
}

/** The weights of a layer, as the model counts them or the user's own layer around the model. */
function ownWeights({ context, frozen, ownership }: Scene, layer: Layer): OwnedWeight[] {
  if (layer instanceof Container) return [];
  const weights = weightsOf(layer, frozen);
  if (ownership === undefined) return weights;
  const owned = weights.map((weight) => {
    const { variable, name } = weight;
    if (!(variable instanceof core.Variable)) return weight;
    return { ...ownership.weightOf(variable as core.Variable), name };
  });
  context.untracked.add(owned, context.counted, layer);
  return owned;
}

/** Its own, those of its inner graph, each where it is met first. */
function parametersOf(
  { context }: Scene,
  weights: readonly OwnedWeight[],
  inner: InnerGraph | undefined,
): ParameterCounts {
  const own = countNew(context.counted, weights);
  return inner === undefined ? own : sumParameters([totalParameters(inner.nodes), own]);
}

/** A node while it is put together. */
type Draft = { -readonly [Key in keyof GraphNode]: GraphNode[Key] };

function buildNode(scene: Scene, item: Item, depth: number): GraphNode {
  const source = sourceOf(scene.context, item);
  const { layer, inputs, outputs, failed } = source;
  const scope = scene.scopes.idOf(source.call);
  const id = nextId(scene, scope, layer);
  const weights = ownWeights(scene, layer);
  const places = placesOf(scene, source.stack, source.creation);
  const first = scene.context.firstNodes.get(layer);
  if (first === undefined) scene.context.firstNodes.set(layer, id);
  addEdges(scene, id, inputs);
  outputs.forEach((tensor, output) => scene.made.set(tensor, { node: id, output }));
  scene.context.ids.add(outputs, id);
  const { shared } = scene.context;
  const facts = {
    className: boundedName(layer.getClassName()),
    config: shared.config(configOf(layer)),
    inputs: shared.specs(inputs),
    outputs: shared.specs(outputs),
    weights: withoutVariables(weights),
  };
  const backward = backwardOf(scene, facts, source);
  const inner = failed ? undefined : innerOf(scene, id, source, { depth, backward });
  // It runs the layer again, and would count the weights that the layer's own graph is to count.
  const dropped = source.run && scene.context.dropped({ layer, ...source.run });
  const node: Draft = {
    id,
    name: boundedName(layer.name),
    ...facts,
    parameters: parametersOf(scene, weights, inner),
    macs: macsOf(facts, source, backward, inner),
    ...flopsOf(scene.context, source, inner),
    scope,
    places: places.map((place) => scene.context.places.indexOf(place)),
  };
  if (first !== undefined) node.sharedWith = first;
  if (places[0] !== undefined) node.source = places[0];
  if (failed) node.failed = failed;
  if (dropped !== undefined) node.dropped = dropped;
  if (inner !== undefined) node.inner = inner;
  return node;
}

interface Level {
  readonly name: string;
  readonly prefix: string;
  readonly frozen: boolean;
  readonly depth: number;
  /** Whose weights they are, where the model is one inside of a layer of the user's own. */
  readonly ownership?: Ownership | undefined;
  /** For each input, whether a weight that is trained lies before it. */
  readonly needed?: readonly boolean[];
}

/** The graph of one model: nodes, edges, scopes and skips, nested models inside. */
export function buildLevel(context: GraphContext, selection: Selection, level: Level): InnerGraph {
  const scene: Scene = {
    context,
    prefix: level.prefix,
    frozen: level.frozen,
    ownership: level.ownership,
    scopes: new ScopeTable(context.positions, level.prefix),
    ordinals: new Map(),
    made: new Map(),
    edges: [],
    trained: new Set(selection.inputs.filter((_, i) => level.needed?.[i] === true)),
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
