/**
 * What the parts of a model cost in a step: sums over a profile's nodes, and how they stand to the device's
 * roofs. Pure.
 */
import {
  profilePhases,
  type PhaseCost,
  type Profile,
  type ProfiledNode,
  type ProfilePhase,
  type Roofs,
} from '../../src/protocol/profile';

/** Of a node, or of several together, by phase. */
export type Cost = Readonly<Record<ProfilePhase, PhaseCost>>;

export const noPhase: PhaseCost = {
  ms: 0,
  spread: 0,
  kernels: 0,
  macs: 0,
  flops: 0,
  bytes: 0,
  allocatedBytes: 0,
};

export const noCost: Cost = { forward: noPhase, backward: noPhase, optimizer: noPhase };

/** Milliseconds on the device's own clock, where either has them. */
function addGpu(a: PhaseCost, b: PhaseCost): Pick<PhaseCost, 'gpuMs'> {
  if (a.gpuMs === undefined && b.gpuMs === undefined) return {};
  return { gpuMs: (a.gpuMs ?? 0) + (b.gpuMs ?? 0) };
}

/** Half-widths of independent medians add as their squares. */
export function addPhases(a: PhaseCost, b: PhaseCost): PhaseCost {
  const ms = a.ms + b.ms;
  return {
    ms,
    spread: ms === 0 ? 0 : Math.hypot(a.ms * a.spread, b.ms * b.spread) / ms,
    ...addGpu(a, b),
    kernels: a.kernels + b.kernels,
    macs: a.macs + b.macs,
    flops: a.flops + b.flops,
    bytes: a.bytes + b.bytes,
    allocatedBytes: a.allocatedBytes + b.allocatedBytes,
  };
}

export function addCosts(a: Cost, b: Cost): Cost {
  return {
    forward: addPhases(a.forward, b.forward),
    backward: addPhases(a.backward, b.backward),
    optimizer: addPhases(a.optimizer, b.optimizer),
  };
}

/** Of all phases of a step. */
export function wholeOf(cost: Cost): PhaseCost {
  return profilePhases.map((phase) => cost[phase]).reduce(addPhases, noPhase);
}

/** Forward and backward together, without the update of the weights. */
export function bothOf({ forward, backward }: Cost): PhaseCost {
  return addPhases(forward, backward);
}

export function costOf({ phases }: Pick<ProfiledNode, 'phases'>): Cost {
  return { ...noCost, ...phases };
}

export const bounds = ['compute', 'memory', 'launch'] as const;

/** What a piece of work cannot be faster than on its device: its MACs, its bytes or its kernels. */
export type Bound = (typeof bounds)[number];

export interface AgainstRoofs {
  readonly bound: Bound;
  /** The least milliseconds that each of the three allows. */
  readonly least: Readonly<Record<Bound, number>>;
  /** Least time under the roof of compute and memory over the measured one, 1 at the roof. */
  readonly share: number;
}

/**
 * The roofline of Williams, Waterman and Patterson (2009, "Roofline: an insightful visual performance model"),
 * read as times, with the launching of kernels as a third bound.
 * @returns undefined for work that took no time
 */
export function againstRoofs(cost: PhaseCost, roofs: Roofs): AgainstRoofs | undefined {
  if (cost.ms <= 0) return undefined;
  const least = {
    compute: (cost.macs / roofs.macsPerSecond) * 1000,
    memory: (cost.bytes / roofs.bytesPerSecond) * 1000,
    launch: cost.kernels * roofs.launchMs,
  };
  const bound = bounds.reduce((worst, next) => (least[next] > least[worst] ? next : worst));
  return { bound, least, share: Math.max(least.compute, least.memory) / cost.ms };
}

/** A number of the step's milliseconds, from 0 to 1. */
export function shareOfStep(ms: number, { step }: Pick<Profile, 'step'>): number {
  return step.ms <= 0 ? 0 : ms / step.ms;
}
