/** What nodes and groups of nodes cost: sums over what is inside of them, shares of the step, rates. */
import type { PhaseCost, Profile, ProfiledNode } from '../../protocol/profile';
import { addViews, noViews, ownViews, type CostViews } from './costSum';
import { nestingOf, pathTo } from './nesting';

export interface NodeCost {
  readonly node: ProfiledNode;
  /** Without the nodes inside of it. */
  readonly own: CostViews;
  /** With them. */
  readonly whole: CostViews;
}

/** By id, in the order of the profile. */
export type NodeCosts = ReadonlyMap<string, NodeCost>;

function addTo(sums: Map<string, CostViews>, id: string, cost: CostViews): void {
  sums.set(id, addViews(sums.get(id) ?? noViews, cost));
}

function summed(profile: Profile): NodeCosts {
  const { ancestors } = nestingOf(profile);
  const own = profile.nodes.map((node) => ({ node, cost: ownViews(node) }));
  const whole = new Map<string, CostViews>();
  for (const { node, cost } of own)
    for (const at of [...ancestors(node), node]) addTo(whole, at.id, cost);
  return new Map(
    own.map(({ node, cost }) => [
      node.id,
      { node, own: cost, whole: whole.get(node.id) ?? noViews },
    ]),
  );
}

const known = new WeakMap<Profile, NodeCosts>();

/** Every node's cost, alone and with what is inside of it; worked out once for each profile. */
export function nodeCosts(profile: Profile): NodeCosts {
  const found = known.get(profile) ?? summed(profile);
  known.set(profile, found);
  return found;
}

export interface ScopeCost {
  readonly scope: string;
  readonly cost: CostViews;
  /** Ids of the nodes in it, nested ones too. */
  readonly nodes: readonly string[];
}

/** By id of the scope: what a closed group costs. A node inside of another is in that one's functions, too. */
export function scopeCosts(profile: Profile): ReadonlyMap<string, ScopeCost> {
  const nesting = nestingOf(profile);
  const sums = new Map<string, CostViews>();
  const members = new Map<string, string[]>();
  for (const { node, own } of nodeCosts(profile).values()) {
    for (const step of pathTo(node, nesting)) {
      if (step.kind === 'node') continue;
      addTo(sums, step.scope, own);
      const ids = members.get(step.scope);
      if (ids === undefined) members.set(step.scope, [node.id]);
      else ids.push(node.id);
    }
  }
  return new Map(
    [...sums].map(([scope, cost]) => [scope, { scope, cost, nodes: members.get(scope) ?? [] }]),
  );
}

/** A time's share of the whole step's: from 0 to 1, unless the device works longer than the host waits. */
export function shareOfStep(
  { ms }: Pick<PhaseCost, 'ms'>,
  { step }: Pick<Profile, 'step'>,
): number {
  return step.ms === 0 ? 0 : ms / step.ms;
}

export interface Rates {
  readonly macsPerSecond: number;
  readonly bytesPerSecond: number;
}

/** What a cost's work comes to each second; nothing where no time passed. */
export function ratesOf({ ms, macs, bytes }: PhaseCost): Rates | undefined {
  if (ms === 0) return undefined;
  return { macsPerSecond: (1000 * macs) / ms, bytesPerSecond: (1000 * bytes) / ms };
}
