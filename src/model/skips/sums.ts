/** Sums that are the end of a skip: a shortcut goes around weight layers that read its fork. */
import { commonDominator, root } from '../dominators';
import { isAttentionScore } from './attention';
import { between, union, type Branch } from './branches';
import type { Found } from './found';
import { weightLength, type Indexed } from './indexed';
import { shortcutsFrom, type Shortcut } from './shortcuts';

/** A way that may be the shortcut of a merge, and the merge's input that it ends in. */
interface Candidate extends Shortcut {
  readonly input: number;
}

const order: readonly Shortcut['kind'][] = ['identity', 'padded', 'projection'];

/**
 * Where fork and merge enclose everything between them, the shortcut that changes least counts.
 * Else the residual branch takes in more than the fork gives (the embedding of a time step, a mask, a
 * value from before the fork), and the shortest shortcut counts, then the longest way around.
 */
function sorted(candidates: readonly Candidate[], dominator: number): Candidate[] {
  const closed = candidates.filter(({ fork }) => fork === dominator);
  closed.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  const open = candidates.filter(({ fork }) => fork !== dominator);
  open.sort((a, b) => a.nodes.length - b.nodes.length || a.fork - b.fork);
  return [...closed, ...open];
}

/** The forks from which each input of a merge comes by a projection. */
type Projections = ReadonlyMap<number, ReadonlySet<number>>;

/** Where every branch is a projection none of them goes around the others. */
function isAround(
  graph: Indexed,
  fork: number,
  others: ReadonlySet<number>,
  projections: Projections,
): boolean {
  return [...others].some(
    (end) => projections.get(end)?.has(fork) !== true && between(graph, fork, end).length > 0,
  );
}

function projectionsOf(candidates: readonly Candidate[]): Projections {
  const forks = new Map<number, Set<number>>();
  for (const { kind, input, fork } of candidates) {
    if (kind !== 'projection') continue;
    const known = forks.get(input) ?? new Set();
    forks.set(input, known.add(fork));
  }
  return forks;
}

function accepted(
  graph: Indexed,
  merge: number,
  { kind, fork, nodes, input }: Candidate,
  projections: Projections,
): Found | undefined {
  const others = new Set(graph.predecessors[merge]);
  others.delete(input);
  if (kind === 'projection' && !isAround(graph, fork, others, projections)) return undefined;
  if (kind === 'projection' && isAttentionScore(graph, merge)) return undefined;
  const branch = union([...others].map((end) => between(graph, fork, end)));
  const inBranch = new Set(branch);
  if (nodes.some((node) => inBranch.has(node)) || weightLength(graph, branch) === 0)
    return undefined;
  return { kind, fork, merge, shortcut: nodes, branch };
}

/** Sums in a row that bring `fork` to `end` unchanged but for what they add: `(x + f) + g`. */
function sumsFrom(graph: Indexed, fork: number, end: number): Branch | undefined {
  const via = new Map<number, number>();
  const open = graph.roles[end] === 'sum' ? [end] : [];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const before of graph.predecessors[at] ?? []) {
      if (before === fork) return pathTo(end, at, via);
      if (before < fork || via.has(before) || graph.roles[before] !== 'sum') continue;
      via.set(before, at);
      open.push(before);
    }
  }
  return undefined;
}

function pathTo(end: number, start: number, via: ReadonlyMap<number, number>): Branch {
  const path = [start];
  for (let at = start; at !== end;) {
    const next = via.get(at);
    if (next === undefined) break;
    path.push(next);
    at = next;
  }
  return path;
}

/** The shortcut goes through other sums that end the skips of the same fork. */
function throughSums(
  graph: Indexed,
  merge: number,
  inputs: readonly number[],
  fork: number,
): Found | undefined {
  for (const input of inputs) {
    const nodes = sumsFrom(graph, fork, input);
    if (nodes === undefined) continue;
    const candidate: Candidate = { kind: 'identity', fork, nodes, input };
    const found = accepted(graph, merge, candidate, new Map());
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The skip that a sum ends, or a difference whose first tensor is the shortcut's: one input comes
 * from the fork unchanged, padded or projected, and another passes a weight layer on the way.
 */
export function sumSkip(graph: Indexed, merge: number): Found | undefined {
  const inputs = [...new Set(graph.predecessors[merge])];
  const [first, second] = inputs;
  if (first === undefined || second === undefined) return undefined;
  const dominator = inputs.reduce((common, next) => commonDominator(graph.idom, common, next));
  const candidates = inputs.flatMap((input) =>
    shortcutsFrom(graph, input).map((shortcut): Candidate => ({ ...shortcut, input })),
  );
  const isDifference = graph.roles[merge] === 'difference';
  const allowed = isDifference ? candidates.filter(({ input }) => input === first) : candidates;
  const projections = projectionsOf(candidates);
  for (const candidate of sorted(allowed, dominator)) {
    const found = accepted(graph, merge, candidate, projections);
    if (found !== undefined) return found;
  }
  if (isDifference || dominator === root) return undefined;
  return throughSums(graph, merge, inputs, dominator);
}
