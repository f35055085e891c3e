/** Costs of several nodes or phases as one. */
import {
  profilePhases,
  type PhaseCost,
  type Profile,
  type ProfiledNode,
  type ProfilePhase,
  type Timing,
} from '../../protocol/profile';

/** What is looked at of a node: one phase, forward and backward together, or all three. */
export const costViews = ['forward', 'backward', 'optimizer', 'both', 'all'] as const;

export type CostView = (typeof costViews)[number];

/** One cost for each view. */
export type CostViews = Readonly<Record<CostView, PhaseCost>>;

export const nothing: PhaseCost = {
  ms: 0,
  spread: 0,
  kernels: 0,
  macs: 0,
  flops: 0,
  bytes: 0,
  allocatedBytes: 0,
};

/** The half-width of the 95 % interval in milliseconds. */
export function spreadMs({ ms, spread }: Timing): number {
  return ms * spread;
}

/** The same without the drift of the profile: what slows all of a step alike makes nothing of it less sure beside the rest. */
export function innerSpreadMs({ ms, spread }: Timing, { step }: Pick<Profile, 'step'>): number {
  return ms * Math.max(0, spread - (step.drift ?? 0));
}

/**
 * The time that a cost takes of a step: the host's, or the device's where that works longer by itself. Host and
 * device work side by side then, so that these times may add up to more than the step.
 */
export function takenMs({ ms, gpuMs = 0 }: Pick<PhaseCost, 'ms' | 'gpuMs'>): number {
  return Math.max(ms, gpuMs);
}

/** The same with the spread of the host's time. */
export function takenTiming(cost: PhaseCost): Timing {
  return { ms: takenMs(cost), spread: cost.spread };
}

/**
 * Two costs together. Medians are added, and so are the half-widths of their intervals: what slows one layer
 * of a step mostly slows its neighbours too, so errors are not taken to cancel out, and the spread of a sum is
 * an upper bound. Device time is known where it is known of every part that has any time.
 */
export function addCosts(a: PhaseCost, b: PhaseCost): PhaseCost {
  if (a === nothing) return b;
  if (b === nothing) return a;
  const ms = a.ms + b.ms;
  const known = a.gpuMs !== undefined && b.gpuMs !== undefined;
  return {
    ms,
    spread: ms === 0 ? 0 : (spreadMs(a) + spreadMs(b)) / ms,
    ...(known ? { gpuMs: (a.gpuMs ?? 0) + (b.gpuMs ?? 0) } : {}),
    kernels: a.kernels + b.kernels,
    macs: a.macs + b.macs,
    flops: a.flops + b.flops,
    bytes: a.bytes + b.bytes,
    allocatedBytes: a.allocatedBytes + b.allocatedBytes,
  };
}

const phasesOf: Readonly<Record<CostView, readonly ProfilePhase[]>> = {
  forward: ['forward'],
  backward: ['backward'],
  optimizer: ['optimizer'],
  both: ['forward', 'backward'],
  all: profilePhases,
};

function viewOf(view: CostView, costs: (phase: ProfilePhase) => PhaseCost): PhaseCost {
  return phasesOf[view].map(costs).reduce(addCosts, nothing);
}

function views(costs: (phase: ProfilePhase) => PhaseCost): CostViews {
  return {
    forward: viewOf('forward', costs),
    backward: viewOf('backward', costs),
    optimizer: viewOf('optimizer', costs),
    both: viewOf('both', costs),
    all: viewOf('all', costs),
  };
}

/** A node's own cost, without the nodes inside of it. */
export function ownViews({ phases }: Pick<ProfiledNode, 'phases'>): CostViews {
  return views((phase) => phases[phase] ?? nothing);
}

export const noViews: CostViews = ownViews({ phases: {} });

export function addViews(a: CostViews, b: CostViews): CostViews {
  return views((phase) => addCosts(a[phase], b[phase]));
}
