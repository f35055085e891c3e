/**
 * Gated skips: T·H(x) + C·x, where the carry gate C multiplies the fork and the transform gate T what
 * the weight layers make of it (Srivastava et al. 2015, "Highway networks", eq. 2 and 3). The carry is
 * 1 − T, or a sigmoid of its own; the update of a GRU or LSTM, written out, has the same form.
 */
import { between, union, type Branch } from './branches';
import type { Found } from './found';
import { weightLength, type Indexed, type Part } from './indexed';
import { activationOf, classRole, type Role } from './roles';

/** Nobody writes more operations between a gate and its complement. */
const longestGate = 8;

const inGate: ReadonlySet<Role> = new Set<Role>([
  ...([
    'bias',
    'scale',
    'negation',
    'passing',
    'activation',
    'reshape',
    'slice',
    'custom',
  ] as const),
]);

/** From the end of a gate back, along single tensors, to the weight layer that it comes from. */
function gateChain(graph: Indexed, end: number): Branch {
  const chain: number[] = [];
  for (let at = end; chain.length < longestGate;) {
    chain.push(at);
    const [before, ...others] = graph.predecessors[at] ?? [];
    const passes = (graph.parts[at] ?? []).every((part) => !part.weighted && inGate.has(part.role));
    if (before === undefined || others.length > 0 || !passes) break;
    at = before;
  }
  return chain;
}

function isSigmoid({ node, role }: Part): boolean {
  const { className } = node;
  const name = role === 'activation' && className === 'Sigmoid' ? 'sigmoid' : activationOf(node);
  return name !== undefined && /^(hard_?)?sigmoid$/i.test(name);
}

function isSigmoidGate(graph: Indexed, end: number): boolean {
  return gateChain(graph, end).some((number) => graph.parts[number]?.some(isSigmoid));
}

/** May be the `1 −` of a complement: a difference, a negation, an unknown layer without weights. */
function negates({ node, role }: Part): boolean {
  if (role === 'negation' || role === 'custom') return true;
  return role === 'bias' && classRole(node) === 'difference';
}

/** The operations between a gate and its complement, none when the two are unrelated. */
function complement(graph: Indexed, transform: number, carry: number): Branch | undefined {
  const [left, right] = [gateChain(graph, transform), gateChain(graph, carry)];
  const common = left.find((number) => right.includes(number));
  if (common === undefined) return undefined;
  const own = [left, right].map((chain) => chain.slice(0, chain.indexOf(common)));
  const negated = own.flat().some((number) => graph.parts[number]?.some(negates));
  return negated ? own[1]?.toReversed() : undefined;
}

function pairOf(graph: Indexed, number: number, role: Role): readonly [number, number] | undefined {
  const [a, b, ...others] = graph.predecessors[number] ?? [];
  if (graph.roles[number] !== role || a === undefined || b === undefined) return undefined;
  return others.length === 0 && a !== b ? [a, b] : undefined;
}

function bothWays(pair: readonly [number, number]): readonly (readonly [number, number])[] {
  return [pair, [pair[1], pair[0]]];
}

interface Gates {
  /** The products that the sum adds. */
  readonly carried: number;
  readonly transformed: number;
  readonly fork: number;
  readonly carry: number;
}

/** The skip if `fork` times `carry` is the carried part of the sum. */
function highway(graph: Indexed, merge: number, gates: Gates): Found | undefined {
  const { carried, transformed, fork, carry } = gates;
  const branch = between(graph, fork, transformed);
  const factors = pairOf(graph, transformed, 'product');
  for (const [transform, value] of factors === undefined ? [] : bothWays(factors)) {
    const chain = complement(graph, transform, carry);
    const apart = isSigmoidGate(graph, transform) && isSigmoidGate(graph, carry);
    if (chain === undefined && !apart) continue;
    // A gate that chooses between two branches carries neither around the other.
    if (weightLength(graph, between(graph, fork, value)) === 0) continue;
    const made = new Set(branch);
    const shortcut = union([chain ?? [], [carried]]).filter((number) => !made.has(number));
    return { kind: 'gated', fork, merge, shortcut, branch };
  }
  return undefined;
}

/** The same written with one product: x + T·(H − x). */
function interpolation(graph: Indexed, merge: number): Found | undefined {
  const inputs = pairOf(graph, merge, 'sum');
  for (const [base, product] of inputs === undefined ? [] : bothWays(inputs)) {
    for (const factor of pairOf(graph, product, 'product') ?? []) {
      const [to, from] = pairOf(graph, factor, 'difference') ?? [];
      if (to === undefined || from !== base) continue;
      const fork = Math.min(to, base);
      const whole = between(graph, fork, product);
      const made = union([whole, base === fork ? [] : between(graph, fork, base)]);
      const shortcut = base === fork ? [] : [factor, product];
      const branch = made.filter((number) => !shortcut.includes(number));
      if (weightLength(graph, between(graph, fork, Math.max(to, base))) > 0)
        return { kind: 'gated', fork, merge, shortcut, branch };
    }
  }
  return undefined;
}

/** The gated skip that a sum of two ends, if it is one. */
export function gatedSkip(graph: Indexed, merge: number): Found | undefined {
  const inputs = pairOf(graph, merge, 'sum');
  for (const [carried, transformed] of inputs === undefined ? [] : bothWays(inputs)) {
    const factors = pairOf(graph, carried, 'product');
    // The fork comes first in topological order: the gate is made from it.
    const ways = factors === undefined ? [] : bothWays(factors);
    for (const [fork, carry] of [...ways].sort((a, b) => a[0] - b[0])) {
      const found = highway(graph, merge, { carried, transformed, fork, carry });
      if (found !== undefined) return found;
    }
  }
  return interpolation(graph, merge);
}
