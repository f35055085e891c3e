/** Attention, by its operations: a softmax between two products of activations. */
import type { Branch } from './branches';
import { weightLength, type Indexed } from './indexed';
import { isPointwise } from './shortcuts';

/** A matrix product of two activations, such as queries and keys. */
function isContraction(graph: Indexed, number: number): boolean {
  const reads = graph.predecessors[number] ?? [];
  return graph.roles[number] === 'matrix' && graph.lengths[number] === 0 && reads.length > 1;
}

/** Whether a contraction is met from `start`, within `own`, before weights or another softmax. */
function meetsContraction(
  graph: Indexed,
  start: number,
  own: ReadonlySet<number>,
  next: Indexed['predecessors'],
): boolean {
  const seen = new Set(next[start]);
  for (const number of seen) {
    if (isContraction(graph, number)) return own.has(number);
    const stops = graph.lengths[number] !== 0 || graph.roles[number] === 'softmax';
    if (!own.has(number) || stops) continue;
    for (const further of next[number] ?? []) seen.add(further);
  }
  return false;
}

/**
 * Whether a sum makes the scores of attention: what biases or masks them is not carried around the
 * queries and keys, although it may be projected from the same tensor.
 */
export function isAttentionScore(graph: Indexed, sum: number): boolean {
  let normalized = false;
  for (let at = sum; ;) {
    const [next, ...others] = graph.successors[at] ?? [];
    if (next === undefined || others.length > 0) return false;
    if (isContraction(graph, next)) return normalized;
    if (graph.lengths[next] !== 0) return false;
    normalized ||= graph.roles[next] === 'softmax';
    at = next;
  }
}

/** An attention layer that was not traced inside: nothing but its class says what it is. */
function isOpaqueAttention(graph: Indexed, number: number): boolean {
  const node = graph.nodes[number];
  return (
    node?.inner === undefined &&
    graph.roles[number] === 'custom' &&
    graph.lengths[number] === 1 &&
    /attention/i.test(node?.className ?? '')
  );
}

/** Nodes of a nested model that are on no residual branch of its own. */
function ownNodes(graph: Indexed, number: number): number[] {
  const { inner } = graph.nodes[number] ?? {};
  const skipped = new Set(inner?.skips.flatMap(({ branch }) => branch));
  return (inner?.nodes ?? []).flatMap(({ id }, at) => (skipped.has(id) ? [] : [at]));
}

/**
 * Scaled dot-product attention among these nodes: softmax(Q·Kᵀ)·V (Vaswani et al. 2017, "Attention is
 * all you need", eq. 1), with whatever scales, masks and reshapes stand between. Attention on the
 * residual branch of a nested model is that branch's.
 */
export function hasAttention(graph: Indexed, nodes: Branch): boolean {
  const own = new Set(nodes);
  return nodes.some((number) => {
    const inner = graph.inner[number];
    if (inner !== undefined && hasAttention(inner, ownNodes(graph, number))) return true;
    if (isOpaqueAttention(graph, number)) return true;
    if (graph.roles[number] !== 'softmax') return false;
    return (
      meetsContraction(graph, number, own, graph.predecessors) &&
      meetsContraction(graph, number, own, graph.successors)
    );
  });
}

/** Whether any of these nodes, or of those inside them, multiplies two activations as matrices. */
function hasContraction(graph: Indexed, nodes: Branch): boolean {
  return nodes.some((number) => {
    const inner = graph.inner[number];
    return (
      isContraction(graph, number) ||
      (inner !== undefined && hasContraction(inner, ownNodes(graph, number)))
    );
  });
}

/**
 * Two dense layers or 1×1 convolutions, one after the other: the position-wise network, eq. 2. A
 * product of activations between them, as in the triangle updates of AlphaFold 2, mixes positions.
 */
export function isFeedForward(graph: Indexed, nodes: Branch): boolean {
  const weighted = nodes.flatMap((number) =>
    (graph.parts[number] ?? []).filter((part) => part.weighted),
  );
  return (
    weighted.every(isPointwise) && weightLength(graph, nodes) === 2 && !hasContraction(graph, nodes)
  );
}
