/**
 * Whether a residual block is pre- or post-activation (He et al. 2016, "Identity mappings in deep
 * residual networks", fig. 1 and 4): where normalization and activation stand in it.
 */
import type { Skip } from '../graph';
import type { Found } from './found';
import type { Indexed, Part } from './indexed';
import type { Role } from './roles';

const normalizers: ReadonlySet<string> = new Set(['Rsqrt', 'Sqrt']);

function isNormalization({ node, role }: Part): boolean {
  return role === 'normalization' || normalizers.has(node.className);
}

function isActivation({ role }: Part): boolean {
  return role === 'activation';
}

/** Whether normalization or activation comes before the first weight layer on some way through. */
function activatesFirst(graph: Indexed, branch: Iterable<number>): boolean {
  const after = new Set<number>();
  for (const number of branch) {
    const inner = graph.inner[number];
    const weighted = (graph.lengths[number] ?? 0) > 0;
    if ((graph.predecessors[number] ?? []).some((before) => after.has(before))) after.add(number);
    else if (weighted) {
      after.add(number);
      if (inner !== undefined && activatesFirst(inner, inner.nodes.keys())) return true;
    } else if (graph.parts[number]?.some((part) => isNormalization(part) || isActivation(part)))
      return true;
  }
  return false;
}

/** What reads the merge, dropout and the like left out. */
function readers(graph: Indexed, merge: number): readonly number[] {
  for (let at = merge; ;) {
    const next = graph.successors[at] ?? [];
    const [only, ...others] = next;
    if (only === undefined || others.length > 0 || graph.roles[only] !== 'passing') return next;
    at = only;
  }
}

function everyReader(graph: Indexed, merge: number, is: (part: Part) => boolean): boolean {
  const numbers = readers(graph, merge);
  const firsts = numbers.map((number) => graph.parts[number]?.[0]);
  return firsts.length > 0 && firsts.every((part) => part !== undefined && is(part));
}

const afterWeights: ReadonlySet<Role> = new Set<Role>(['passing', 'scale', 'bias']);

/** Whether nothing but a bias or a scale stands between the last weight layer and the merge. */
function endsInWeights(graph: Indexed, { branch }: Found): boolean {
  for (let at = branch.at(-1); at !== undefined;) {
    const last = graph.parts[at]?.at(-1);
    if (last?.weighted === true) return true;
    const [before, ...others] = graph.predecessors[at] ?? [];
    if (last === undefined || others.length > 0 || !afterWeights.has(last.role)) return false;
    at = before;
  }
  return false;
}

/** Whether the fork itself is normalized, activated and perhaps pooled, as a stage's first one. */
function forkIsActivated(graph: Indexed, fork: number): boolean {
  for (let at: number | undefined = fork; at !== undefined;) {
    const [before]: readonly number[] = graph.predecessors[at] ?? [];
    const parts: readonly Part[] = graph.parts[at] ?? [];
    const last = parts.at(-1);
    if (last === undefined) return false;
    if (isActivation(last)) {
      const previous = parts.at(-2) ?? graph.parts[before ?? -1]?.at(-1);
      return previous?.role === 'normalization';
    }
    if (last.role !== 'pooling' && last.role !== 'passing') return false;
    at = before;
  }
  return false;
}

const ofStream: ReadonlySet<Role> = new Set<Role>(['normalization', 'activation', 'passing']);

function forkIsNormalized(graph: Indexed, fork: number): boolean {
  for (let at: number | undefined = fork; at !== undefined;) {
    const last: Part | undefined = graph.parts[at]?.at(-1);
    if (last === undefined || !ofStream.has(last.role)) return false;
    if (isNormalization(last)) return true;
    at = graph.predecessors[at]?.[0];
  }
  return false;
}

/** Whether the next block forks behind what normalizes the merge. */
function forksBehind(graph: Indexed, merge: number): boolean {
  for (let at = merge; ;) {
    const [next, ...others]: readonly number[] = graph.successors[at] ?? [];
    if (others.length > 0) return true;
    if (next === undefined || !ofStream.has(graph.roles[next] ?? 'other')) return false;
    at = next;
  }
}

/** Whether normalization is a part of the stream that the blocks read, as after a transformer's sum. */
function normalizesStream(graph: Indexed, { fork, merge }: Found): boolean {
  if (!everyReader(graph, merge, isNormalization)) return false;
  return forkIsNormalized(graph, fork) || forksBehind(graph, merge);
}

const hasOrder: ReadonlySet<Found['kind']> = new Set([
  ...(['identity', 'projection', 'padded', 'dense', 'transformer'] as const),
]);

/**
 * `post` where an activation reads the merge (ResNet v1), or a normalization that the next block forks
 * behind (the transformer of Vaswani et al. 2017), and the branch begins with its weights. `pre` where the branch normalizes or
 * activates first and no activation reads the merge, or where the fork itself is activated and the
 * branch ends in its weights (the first unit of each stage of ResNet v2, whose projection reads what
 * is activated). Nothing where the evidence is neither, as in linear bottlenecks.
 */
export function activationOrder(graph: Indexed, found: Found): Skip['activation'] {
  if (!hasOrder.has(found.kind)) return undefined;
  const first = activatesFirst(graph, found.branch);
  if (everyReader(graph, found.merge, isActivation)) return first ? undefined : 'post';
  if (first) return 'pre';
  if (forkIsActivated(graph, found.fork) && endsInWeights(graph, found)) return 'pre';
  return normalizesStream(graph, found) ? 'post' : undefined;
}
