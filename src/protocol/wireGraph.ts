/**
 * A ModelGraph as it crosses processes: what layers have in common is written once, and what refers to a
 * layer gives its number. Thousands of layers are applications of a few dozen kinds, and a graph crosses
 * three processes at each edit, to be written, read and checked in each.
 */
import type {
  GraphEdge,
  GraphNode,
  InnerGraph,
  ModelGraph,
  Skip,
  WeightSpec,
} from '../model/graph';
import { rememberEnds } from '../model/nodeNumbers';
import type { SourcePlace } from './failure';

/** What applications of layers of one kind have in common. */
export interface WireFacts extends Pick<
  GraphNode,
  'className' | 'config' | 'inputs' | 'outputs' | 'parameters' | 'macs' | 'flops' | 'dropped'
> {
  readonly weights: readonly Omit<WeightSpec, 'name'>[];
}

export interface WireNode extends Omit<GraphNode, keyof WireFacts | 'source' | 'inner'> {
  /** The number of its facts in the level's list. */
  readonly facts: number;
  /** The names of its weights. */
  readonly weights: readonly string[];
  /** Absent where it is the first of the node's places. */
  readonly source?: SourcePlace;
  /** True where there are places, and no source. */
  readonly sourceless?: boolean;
  readonly inner?: WireLevel;
}

export interface WireSkip extends Omit<Skip, 'fork' | 'merge' | 'shortcut' | 'branch'> {
  /** Numbers of nodes. */
  readonly fork: number;
  readonly merge: number;
  readonly shortcut: readonly number[];
  readonly branch: readonly number[];
}

/** A graph or a nested one. Nodes are referred to by their number in `nodes`. */
export interface WireLevel extends Pick<InnerGraph, 'name' | 'scopes'> {
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly facts: readonly WireFacts[];
  readonly nodes: readonly WireNode[];
  /** Four numbers an edge: from, output, to, input. */
  readonly edges: readonly number[];
  readonly skips: readonly WireSkip[];
}

export interface WireGraph extends Omit<ModelGraph, keyof InnerGraph>, WireLevel {}

const { stringify } = JSON;

/** Something while it is put together: to set what is seldom there takes less time than to spread it. */
type Draft<T> = { -readonly [Key in keyof T]: T[Key] };

function factsOf(node: GraphNode): WireFacts {
  const { className, config, inputs, outputs, parameters, macs, flops, dropped, weights } = node;
  return {
    className,
    config,
    inputs,
    outputs,
    parameters,
    macs,
    ...(flops === undefined ? {} : { flops }),
    ...(dropped === undefined ? {} : { dropped }),
    weights: weights.map(({ shape, trainable }) => ({ shape, trainable })),
  };
}

/** Distinct facts in the order in which they were first met. */
class FactsTable {
  readonly list: WireFacts[] = [];
  readonly #numbers = new Map<string, number>();
  /** The parts of facts by their JSON, and by what they are: layers that are alike often share them. */
  readonly #texts = new Map<string, number>();
  readonly #parts = new Map<object, number>();

  numberOf(node: GraphNode): number {
    const key = this.#keyOf(node);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.list.length);
    return this.list.push(factsOf(node)) - 1;
  }

  #keyOf(node: GraphNode): string {
    const { className, config, inputs, outputs, parameters, macs, flops, dropped, weights } = node;
    const { trainable, nonTrainable, untracked } = parameters;
    const parts = [
      this.#text(className),
      ...[config, inputs, outputs].map((part) => this.#part(part)),
    ];
    const counts = [trainable, nonTrainable, untracked, macs.forward, macs.backward, flops];
    let key = [...parts, ...counts, dropped && this.#part(dropped)].join(' ');
    for (const weight of weights) key += `;${weight.shape.join()} ${String(weight.trainable)}`;
    return key;
  }

  /** The same for parts whose JSON is the same. */
  #part(part: object): number {
    const known = this.#parts.get(part);
    if (known !== undefined) return known;
    const number = this.#text(stringify(part));
    this.#parts.set(part, number);
    return number;
  }

  #text(text: string): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, this.#texts.size);
    return this.#texts.size - 1;
  }
}

/** `source` as a node of the wire has it. */
function wireSource(
  { source, places }: GraphNode,
  all: readonly SourcePlace[],
): Pick<WireNode, 'source' | 'sourceless'> {
  const first = places[0] === undefined ? undefined : all[places[0]];
  if (source === first) return {};
  return source === undefined ? { sourceless: true } : { source };
}

function encodeNode(node: GraphNode, table: FactsTable, places: readonly SourcePlace[]): WireNode {
  const { id, name, sharedWith, scope, failed, inner } = node;
  const wire: Draft<WireNode> = {
    id,
    name,
    scope,
    places: node.places,
    facts: table.numberOf(node),
    weights: node.weights.map((weight) => weight.name),
    ...wireSource(node, places),
  };
  if (sharedWith !== undefined) wire.sharedWith = sharedWith;
  if (failed !== undefined) wire.failed = failed;
  if (inner !== undefined) wire.inner = encodeLevel(inner, places);
  return wire;
}

function encodeEdges(edges: readonly GraphEdge[], numberOf: (id: string) => number): number[] {
  const numbers: number[] = [];
  for (const { from, output, to, input } of edges)
    numbers.push(numberOf(from), output, numberOf(to), input);
  return numbers;
}

function encodeLevel(level: InnerGraph, places: readonly SourcePlace[]): WireLevel {
  const numbers = new Map<string, number>();
  for (const [number, { id }] of level.nodes.entries()) numbers.set(id, number);
  // A node that is none has no number, and is refused by who reads the graph.
  const numberOf = (id: string): number => numbers.get(id) ?? -1;
  const table = new FactsTable();
  const nodes = level.nodes.map((node) => encodeNode(node, table, places));
  return {
    name: level.name,
    scopes: level.scopes,
    inputs: level.inputs.map(numberOf),
    outputs: level.outputs.map(numberOf),
    facts: table.list,
    nodes,
    edges: encodeEdges(level.edges, numberOf),
    skips: level.skips.map((skip) => ({
      ...skip,
      fork: numberOf(skip.fork),
      merge: numberOf(skip.merge),
      shortcut: skip.shortcut.map(numberOf),
      branch: skip.branch.map(numberOf),
    })),
  };
}

export function encodeGraph(graph: ModelGraph): WireGraph {
  return { ...graph, ...encodeLevel(graph, graph.places) };
}

/** A number that stands for nothing. */
export class WireFault extends Error {}

function at<T>(list: readonly T[], number: number | undefined, of: string): T {
  const found = number === undefined ? undefined : list[number];
  if (found === undefined) throw new WireFault(`${of} ${String(number)} is not there`);
  return found;
}

function decodeSource(wire: WireNode, all: readonly SourcePlace[]): Pick<GraphNode, 'source'> {
  const [first] = wire.places;
  if (wire.source !== undefined) return { source: wire.source };
  return first === undefined || wire.sourceless === true ? {} : { source: at(all, first, 'place') };
}

function decodeNode(
  wire: WireNode,
  table: readonly WireFacts[],
  places: readonly SourcePlace[],
): GraphNode {
  const facts = at(table, wire.facts, 'facts');
  for (const place of wire.places) at(places, place, 'place');
  const node: Draft<GraphNode> = {
    id: wire.id,
    name: wire.name,
    className: facts.className,
    config: facts.config,
    inputs: facts.inputs,
    outputs: facts.outputs,
    weights: decodeWeights(wire.weights, facts.weights),
    parameters: facts.parameters,
    macs: facts.macs,
    scope: wire.scope,
    places: wire.places,
    ...decodeSource(wire, places),
  };
  if (facts.flops !== undefined) node.flops = facts.flops;
  if (facts.dropped !== undefined) node.dropped = facts.dropped;
  if (wire.sharedWith !== undefined) node.sharedWith = wire.sharedWith;
  if (wire.failed !== undefined) node.failed = wire.failed;
  if (wire.inner !== undefined) node.inner = decodeLevel(wire.inner, places);
  return node;
}

function decodeWeights(names: readonly string[], weights: WireFacts['weights']): WeightSpec[] {
  if (names.length !== weights.length) throw new WireFault('weights without a name');
  return weights.map(({ shape, trainable }, i) => ({
    name: at(names, i, 'name'),
    shape,
    trainable,
  }));
}

function decodeEdges(numbers: readonly number[], idOf: (number?: number) => string): GraphEdge[] {
  if (numbers.length % 4 !== 0) throw new WireFault('edges that are cut off');
  const count = numbers.length / 4;
  const ends = { from: new Int32Array(count), to: new Int32Array(count) };
  const edges = Array.from({ length: count }, (_, i) => {
    const [from, to] = [numbers[4 * i], numbers[4 * i + 2]];
    ends.from[i] = from ?? -1;
    ends.to[i] = to ?? -1;
    return {
      from: idOf(from),
      output: numbers[4 * i + 1] ?? 0,
      to: idOf(to),
      input: numbers[4 * i + 3] ?? 0,
    };
  });
  rememberEnds(edges, ends);
  return edges;
}

function decodeLevel(level: WireLevel, places: readonly SourcePlace[]): InnerGraph {
  const idOf = (number?: number): string => at(level.nodes, number, 'node').id;
  return {
    name: level.name,
    scopes: level.scopes,
    inputs: level.inputs.map(idOf),
    outputs: level.outputs.map(idOf),
    nodes: level.nodes.map((node) => decodeNode(node, level.facts, places)),
    edges: decodeEdges(level.edges, idOf),
    skips: level.skips.map((skip) => ({
      ...skip,
      fork: idOf(skip.fork),
      merge: idOf(skip.merge),
      shortcut: skip.shortcut.map(idOf),
      branch: skip.branch.map(idOf),
    })),
  };
}

/**
 * The graph again. Layers of one kind share what they have in common, so none of it may be changed.
 * @throws WireFault where a number stands for nothing.
 */
export function decodeGraph(wire: WireGraph): ModelGraph {
  const { facts, ...rest } = wire;
  return { ...rest, ...decodeLevel(wire, wire.places) };
}
