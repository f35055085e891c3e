/**
 * Stochastic depth (Huang et al. 2016, "Deep networks with stochastic depth"): the whole branch is
 * dropped, for a training step or for some examples. The evidence is a random mask of at most one value
 * for each example.
 */
import type { Dropped, GraphNode, InnerGraph, Json, Shape } from '../graph';
import type { Found } from './found';
import { indexGraph, type Indexed } from './indexed';
import type { Role } from './roles';

function isPerExample(shape: Json | undefined): boolean {
  return Array.isArray(shape) && shape.length >= 2 && shape.slice(1).every((size) => size === 1);
}

/** Kernels that make a mask of random numbers, or the random numbers themselves. */
const drawing: ReadonlySet<string> = new Set(
  'Floor Ceil Round Step Greater GreaterEqual Less LessEqual Select RandomUniform Multinomial'.split(
    ' ',
  ),
);

/** Whether the values of a mask come from a comparison with, or the rounding of, random numbers. */
function isDrawn(graph: Indexed, product: number): boolean {
  const seen = new Set(graph.constants[product]);
  for (const number of seen) {
    if (drawing.has(graph.nodes[number]?.className ?? '')) return true;
    for (const before of graph.constants[number] ?? []) seen.add(before);
  }
  return false;
}

function isMasked(graph: Indexed, number: number): boolean {
  const node = graph.nodes[number];
  const role = graph.roles[number];
  if (node === undefined || (role !== 'scale' && role !== 'product')) return false;
  // One number for the whole step, as the paper has it, or one for each example.
  const isMask = (shape: Shape): boolean => shape.length === 0 || isPerExample([...shape]);
  return node.inputs.some(({ shape }) => isMask(shape)) && isDrawn(graph, number);
}

function dropsExamples({ config }: GraphNode): boolean {
  return isPerExample(config['noiseShape']);
}

function masksInside(graph: Indexed): boolean {
  return graph.nodes.some(
    (node, number) => (dropsExamples(node) && !graph.constant[number]) || isMasked(graph, number),
  );
}

/** Whether the operations of a training step drop whole examples of what they are given. */
export function dropsInside({ nodes, edges }: InnerGraph): boolean {
  return masksInside(indexGraph(nodes, edges));
}

/** Dropout says how much it drops; of operations the code that ran has told, where it could. */
function keptByLayer({ config }: GraphNode): Dropped {
  const rate = config['rate'];
  return typeof rate === 'number' && rate >= 0 && rate <= 1 ? { survival: 1 - rate } : {};
}

function droppedBy(graph: Indexed, number: number): Dropped | undefined {
  const node = graph.nodes[number];
  if (node === undefined) return undefined;
  if (dropsExamples(node)) return keptByLayer(node);
  if (isMasked(graph, number)) return node.dropped ?? {};
  if ((graph.lengths[number] ?? 0) > 0) return undefined;
  const inner = graph.inner[number];
  return node.dropped ?? (inner !== undefined && masksInside(inner) ? {} : undefined);
}

const atTheEnd: ReadonlySet<Role> = new Set<Role>(['passing', 'scale', 'custom', 'reshape']);

/** How the branch is dropped, where it ends in a layer or operation that does so for single examples. */
export function stochasticDepth(graph: Indexed, { merge, branch }: Found): Dropped | undefined {
  const inBranch = new Set(branch);
  const open = (graph.predecessors[merge] ?? []).filter((number) => inBranch.has(number));
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const dropped = droppedBy(graph, at);
    if (dropped !== undefined) return dropped;
    if ((graph.lengths[at] ?? 0) > 0) continue;
    const [before, ...others] = graph.predecessors[at] ?? [];
    const passes = atTheEnd.has(graph.roles[at] ?? 'other') && others.length === 0;
    if (before !== undefined && passes && inBranch.has(before)) open.push(before);
  }
  return undefined;
}
