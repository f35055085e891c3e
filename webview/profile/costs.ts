/**
 * What the parts of a model cost in a step, and how that stands to the device's roofs. With the names and the
 * meaning of src/model/profile, which takes its place.
 */
import {
  profilePhases,
  type PhaseCost,
  type Profile,
  type ProfiledNode,
  type ProfilePhase,
} from '../../src/protocol/profile';

const costViews = ['forward', 'backward', 'optimizer', 'both', 'all'] as const;

/** What is looked at of a node: one phase, forward and backward together, or all three. */
type CostView = (typeof costViews)[number];

/** Of a node, or of several together: one cost for each view. */
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

/**
 * Two costs together. Half-widths of intervals are added, for what slows one layer of a step mostly slows its
 * neighbours too: the spread of a sum is an upper bound.
 */
export function addCosts(a: PhaseCost, b: PhaseCost): PhaseCost {
  if (a === nothing) return b;
  if (b === nothing) return a;
  const ms = a.ms + b.ms;
  const known = a.gpuMs !== undefined && b.gpuMs !== undefined;
  return {
    ms,
    spread: ms === 0 ? 0 : (a.ms * a.spread + b.ms * b.spread) / ms,
    ...(known ? { gpuMs: (a.gpuMs ?? 0) + (b.gpuMs ?? 0) } : {}),
    kernels: a.kernels + b.kernels,
    macs: a.macs + b.macs,
    flops: a.flops + b.flops,
    bytes: a.bytes + b.bytes,
    allocatedBytes: a.allocatedBytes + b.allocatedBytes,
  };
}

function views(of: (phase: ProfilePhase) => PhaseCost): CostViews {
  const [forward, backward, optimizer] = [of('forward'), of('backward'), of('optimizer')];
  const both = addCosts(forward, backward);
  return {
    forward,
    backward,
    optimizer,
    both,
    all: profilePhases.map(of).reduce(addCosts, nothing),
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

/** From 0 to 1: a time's share of the whole step's. */
export function shareOfStep(
  { ms }: Pick<PhaseCost, 'ms'>,
  { step }: Pick<Profile, 'step'>,
): number {
  return step.ms === 0 ? 0 : ms / step.ms;
}

export const bounds = ['memory', 'compute', 'launch'] as const;

export type Bound = (typeof bounds)[number];

/** Below this share of its roof a cost is not explained by its roof. */
const farBelow = 0.25;

export interface RoofPoint {
  /** The time that each bound alone would take, in milliseconds. */
  readonly boundMs: Readonly<Record<Bound, number>>;
  /** The bound that takes the longest. */
  readonly bound: Bound;
  /** The least time that the roofs allow. */
  readonly attainableMs: number;
  /** `attainableMs` over the measured time. */
  readonly achieved: number;
  /** Whether so little is achieved that the bound does not explain the time. */
  readonly far: boolean;
}

/**
 * Where a cost stands under the roofs of its device (Williams, Waterman and Patterson 2009, "Roofline: An
 * Insightful Visual Performance Model for Multicore Architectures"), with the launching of kernels as a third.
 * @returns nothing where no kernel ran, no time passed or the roofs were not measured
 */
export function pointIn(
  { roofs, backend }: Pick<Profile, 'roofs' | 'backend'>,
  { ms, macs, bytes, kernels }: PhaseCost,
): RoofPoint | undefined {
  if (roofs === undefined || ms === 0 || kernels === 0) return undefined;
  const boundMs = {
    memory: (1000 * bytes) / roofs.bytesPerSecond,
    compute: (1000 * macs) / roofs.macsPerSecond,
    launch: kernels * roofs.launchMs,
  };
  const work = Math.max(boundMs.memory, boundMs.compute);
  // Where kernels run as they are called, each takes its launch before its work.
  const attainableMs = backend.asynchronous
    ? Math.max(work, boundMs.launch)
    : work + boundMs.launch;
  const bound = bounds.reduce((most, next) => (boundMs[next] > boundMs[most] ? next : most));
  const achieved = attainableMs / ms;
  return { boundMs, bound, attainableMs, achieved, far: achieved < farBelow };
}
