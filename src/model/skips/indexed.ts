/** A graph as the analysis reads it: numbers for nodes, and what each node does to a tensor. */
import { isWeightLayer } from '../category';
import { immediateDominators } from '../dominators';
import type { GraphEdge, GraphNode, InnerGraph, WeightSpec } from '../graph';
import { classRole, roleWithOneTensor, type Role } from './roles';

/** One operation of a node: the node itself, or one of those that a nested model is made of. */
export interface Part {
  readonly node: GraphNode;
  readonly role: Role;
  /** Variables that it reads, those that reach it reshaped or cast included. */
  readonly weights: readonly WeightSpec[];
  /** Whether it counts toward a skip's length. */
  readonly weighted: boolean;
}

/** The graph with nodes as numbers, in topological order. */
export interface Indexed {
  readonly nodes: readonly GraphNode[];
  /** In the order of the inputs, without nodes whose value depends on no input of the graph. */
  readonly predecessors: readonly (readonly number[])[];
  /** The predecessors that were left out. */
  readonly constants: readonly (readonly number[])[];
  readonly successors: readonly (readonly number[])[];
  readonly idom: readonly number[];
  /** Nodes whose value depends on no input of the graph: constants, variables, what is made of them. */
  readonly constant: readonly boolean[];
  readonly roles: readonly Role[];
  readonly parts: readonly (readonly Part[])[];
  /** Weight layers that each node stands for: those on the longest path of a nested model. */
  readonly lengths: readonly number[];
  /** Of nested models. */
  readonly inner: readonly (Indexed | undefined)[];
}

const constantKernels: ReadonlySet<string> = new Set(
  'Const Fill Zeros Ones ZerosLike OnesLike Range LinSpace RandomUniform RandomStandardNormal'.split(
    ' ',
  ),
);

function allPredecessors(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): number[][] {
  const numbers = new Map<string, number>();
  for (const [number, { id }] of nodes.entries()) numbers.set(id, number);
  const reads: { readonly from: number; readonly input: number }[][] = nodes.map(() => []);
  for (const edge of edges) {
    const from = numbers.get(edge.from);
    const to = numbers.get(edge.to);
    if (from !== undefined && to !== undefined && from < to)
      reads[to]?.push({ from, input: edge.input });
  }
  return reads.map((list) => list.sort((a, b) => a.input - b.input).map(({ from }) => from));
}

function constantOutputs({ outputs, nodes }: InnerGraph, inner: Indexed): boolean {
  const ends = new Set(outputs);
  const numbers = [...nodes.keys()].filter((number) => ends.has(nodes[number]?.id ?? ''));
  return numbers.length > 0 && numbers.every((number) => inner.constant[number] === true);
}

/** A source is a constant unless it is an input: it reads variables, or tensors nobody traced. */
function isConstantSource(node: GraphNode): boolean {
  if (classRole(node) === 'input') return false;
  return node.inputs.length > 0 || node.weights.length > 0;
}

const isMatrix = ({ shape }: WeightSpec): boolean => shape.length >= 2;

/** A node of an operation has the kernel's name; that of a layer has the layer's. */
function isLayer({ name, className }: GraphNode): boolean {
  return name !== className;
}

/**
 * A convolution or dense layer always counts; a kernel of the same name only where it reads a
 * variable of at least two axes, for it may as well blur, or multiply two activations.
 */
function isWeighted(node: GraphNode, role: Role, weights: readonly WeightSpec[]): boolean {
  if (role !== 'convolution' && role !== 'matrix' && role !== 'recurrent' && role !== 'custom')
    return false;
  return weights.some(isMatrix) || (isWeightLayer(node.className) && isLayer(node));
}

/** A node of the user's own that joins two tensors by one operation is that operation. */
function innerRole(inner: Indexed): Role | undefined {
  const merges = inner.nodes.flatMap((_, number) =>
    new Set(inner.predecessors[number]).size > 1 ? [inner.roles[number]] : [],
  );
  return merges.length === 1 && inner.lengths.every((length) => length === 0)
    ? merges[0]
    : undefined;
}

function roleOf(node: GraphNode, reads: readonly number[], inner: Indexed | undefined): Role {
  const role = classRole(node);
  if (inner !== undefined && new Set(reads).size > 1) return innerRole(inner) ?? role;
  return reads.length === 1 ? roleWithOneTensor(role) : role;
}

/** Weight layers on the longest path through `numbers`, which are in topological order. */
export function weightLength(
  graph: Pick<Indexed, 'predecessors' | 'lengths'>,
  numbers: Iterable<number>,
): number {
  const longest = new Map<number, number>();
  let most = 0;
  for (const number of numbers) {
    let before = 0;
    for (const p of graph.predecessors[number] ?? [])
      before = Math.max(before, longest.get(p) ?? 0);
    const length = before + (graph.lengths[number] ?? 0);
    longest.set(number, length);
    most = Math.max(most, length);
  }
  return most;
}

function partsOf(inner: Indexed): Part[] {
  return inner.parts.flatMap((parts, number) =>
    inner.constant[number] === true ? [] : parts.filter(({ role }) => role !== 'input'),
  );
}

function successorsOf(predecessors: readonly (readonly number[])[]): number[][] {
  const successors: number[][] = predecessors.map(() => []);
  predecessors.forEach((before, number) => {
    for (const p of before.length > 1 ? new Set(before) : before) successors[p]?.push(number);
  });
  return successors;
}

/** What is filled in node by node, in topological order. */
interface Draft {
  readonly predecessors: (readonly number[])[];
  readonly constants: (readonly number[])[];
  readonly constant: boolean[];
  readonly weights: (readonly WeightSpec[])[];
  readonly roles: Role[];
  readonly parts: (readonly Part[])[];
  readonly lengths: number[];
  readonly inner: (Indexed | undefined)[];
}

function isConstant(node: GraphNode, all: readonly number[], draft: Draft): boolean {
  const inner = draft.inner.at(-1);
  if (constantKernels.has(node.className)) return true;
  if (node.inner !== undefined && inner !== undefined && constantOutputs(node.inner, inner))
    return true;
  return all.length === 0
    ? isConstantSource(node)
    : all.every((before) => draft.constant[before] === true);
}

function addNode(draft: Draft, node: GraphNode, all: readonly number[]): void {
  const inner = node.inner && indexGraph(node.inner.nodes, node.inner.edges);
  draft.inner.push(inner);
  const constants = all.filter((before) => draft.constant[before] === true);
  const reads =
    constants.length === 0 ? all : all.filter((before) => draft.constant[before] !== true);
  const role = roleOf(node, reads, inner);
  const fromConstants = constants.flatMap((before) => draft.weights[before] ?? []);
  const weights = fromConstants.length === 0 ? node.weights : [...node.weights, ...fromConstants];
  const nested = inner === undefined ? 0 : weightLength(inner, inner.nodes.keys());
  const opaque = inner === undefined || (nested === 0 && weights.some(isMatrix));
  const weighted = opaque && isWeighted(node, role, weights);
  draft.constant.push(isConstant(node, all, draft));
  draft.predecessors.push(reads);
  draft.constants.push(constants);
  draft.weights.push(weights);
  draft.roles.push(role);
  draft.parts.push(opaque ? [{ node, role, weights, weighted }] : partsOf(inner));
  draft.lengths.push(opaque ? Number(weighted) : nested);
}

/** @param nodes in topological order; edges that go backward are left out. */
export function indexGraph(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Indexed {
  const all = allPredecessors(nodes, edges);
  const draft: Draft = {
    predecessors: [],
    constants: [],
    constant: [],
    weights: [],
    roles: [],
    parts: [],
    lengths: [],
    inner: [],
  };
  nodes.forEach((node, number) => {
    addNode(draft, node, all[number] ?? []);
  });
  const { predecessors } = draft;
  return {
    ...draft,
    nodes,
    successors: successorsOf(predecessors),
    idom: immediateDominators(predecessors),
  };
}
