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

/** Distinct facts in the order in which they were first met. */
class FactsTable {
  readonly list: WireFacts[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(facts: WireFacts): number {
    const key = stringify(facts);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.list.length);
    return this.list.push(facts) - 1;
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
  const { className, config, inputs, outputs, parameters, macs, flops, dropped, ...own } = node;
  const { source, inner, weights, ...rest } = own;
  const facts = table.numberOf({
    className,
    config,
    inputs,
    outputs,
    parameters,
    macs,
    ...(flops === undefined ? {} : { flops }),
    ...(dropped === undefined ? {} : { dropped }),
    weights: weights.map(({ shape, trainable }) => ({ shape, trainable })),
  });
  return {
    ...rest,
    facts,
    weights: weights.map(({ name }) => name),
    ...wireSource(node, places),
    ...(inner === undefined ? {} : { inner: encodeLevel(inner, places) }),
  };
}

function encodeLevel(level: InnerGraph, places: readonly SourcePlace[]): WireLevel {
  const numbers = new Map(level.nodes.map(({ id }, number) => [id, number]));
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
    edges: level.edges.flatMap(({ from, output, to, input }) => [
      numberOf(from),
      output,
      numberOf(to),
      input,
    ]),
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
  const { facts: number, weights: names, source, sourceless, inner, ...own } = wire;
  const { weights, ...facts } = at(table, number, 'facts');
  if (names.length !== weights.length) throw new WireFault('weights without a name');
  for (const place of wire.places) at(places, place, 'place');
  return {
    ...own,
    ...facts,
    weights: weights.map((weight, i) => ({ name: at(names, i, 'name'), ...weight })),
    ...decodeSource(wire, places),
    ...(inner === undefined ? {} : { inner: decodeLevel(inner, places) }),
  };
}

function decodeEdges(edges: readonly number[], idOf: (number?: number) => string): GraphEdge[] {
  if (edges.length % 4 !== 0) throw new WireFault('edges that are cut off');
  return Array.from({ length: edges.length / 4 }, (_, i) => ({
    from: idOf(edges[4 * i]),
    output: edges[4 * i + 1] ?? 0,
    to: idOf(edges[4 * i + 2]),
    input: edges[4 * i + 3] ?? 0,
  }));
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
