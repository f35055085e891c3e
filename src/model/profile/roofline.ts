/**
 * The roofline: what the device allows against what was measured. After Williams, Waterman and Patterson 2009,
 * "Roofline: An Insightful Visual Performance Model for Multicore Architectures", CACM 52 (4), with a third
 * bound beside memory and compute, the time that kernels take whatever they do. Work is counted in MACs, not
 * in FLOPs, since the roof is that of a matrix product in MACs.
 */
import type { PhaseCost, Profile, Roofs } from '../../protocol/profile';
import { takenMs } from './costSum';

export const bounds = ['memory', 'compute', 'launch'] as const;

export type Bound = (typeof bounds)[number];

/** Below this share of its roof a cost is not explained by its roof. */
const farBelow = 0.25;

export interface RoofPoint {
  /** MACs per byte: arithmetic intensity (section 3); nothing where no bytes are moved. */
  readonly intensity: number | undefined;
  readonly macsPerSecond: number;
  readonly bytesPerSecond: number;
  /** The time that each bound alone would take, in milliseconds. */
  readonly boundMs: Readonly<Record<Bound, number>>;
  /** The bound that takes the longest. */
  readonly bound: Bound;
  /** The least time that the roofs allow. */
  readonly attainableMs: number;
  /**
   * `attainableMs` over the measured time. Above 1 where bytes come out of caches, which are faster than the
   * copy that the memory's roof was measured with.
   */
  readonly achieved: number;
  /** Whether so little is achieved that the bound does not explain the time. */
  readonly far: boolean;
}

/** MACs per byte at which memory and compute take equally long: the ridge point (section 3). */
export function ridge({ macsPerSecond, bytesPerSecond }: Roofs): number {
  return macsPerSecond / bytesPerSecond;
}

/** MACs each second that the device allows at an intensity (section 3, formula 1). */
export function roofAt({ macsPerSecond, bytesPerSecond }: Roofs, intensity: number): number {
  return Math.min(macsPerSecond, intensity * bytesPerSecond);
}

function isMeasured({ macsPerSecond, bytesPerSecond }: Roofs): boolean {
  return macsPerSecond > 0 && bytesPerSecond > 0;
}

function boundTimes({ macs, bytes, kernels }: PhaseCost, roofs: Roofs): Record<Bound, number> {
  return {
    memory: (1000 * bytes) / roofs.bytesPerSecond,
    compute: (1000 * macs) / roofs.macsPerSecond,
    launch: kernels * roofs.launchMs,
  };
}

function largest(times: Readonly<Record<Bound, number>>): Bound {
  return bounds.reduce((most, bound) => (times[bound] > times[most] ? bound : most));
}

/**
 * Memory and compute overlap within a kernel. Launches overlap with both where the device works by itself;
 * where kernels run as they are called, each takes its time before the work.
 */
function leastMs({ memory, compute, launch }: Record<Bound, number>, overlaps: boolean): number {
  const work = Math.max(memory, compute);
  return overlaps ? Math.max(work, launch) : work + launch;
}

/**
 * Where a cost stands under the roofs.
 * @param overlaps whether the backend's kernels return before they are done
 * @returns nothing where no kernel ran or no time passed
 */
export function rooflinePoint(
  cost: PhaseCost,
  roofs: Roofs,
  overlaps: boolean,
): RoofPoint | undefined {
  const { macs, bytes, kernels } = cost;
  const ms = takenMs(cost);
  if (ms === 0 || kernels === 0 || !isMeasured(roofs)) return undefined;
  const boundMs = boundTimes(cost, roofs);
  const attainableMs = leastMs(boundMs, overlaps);
  const achieved = attainableMs / ms;
  return {
    intensity: bytes === 0 ? undefined : macs / bytes,
    macsPerSecond: (1000 * macs) / ms,
    bytesPerSecond: (1000 * bytes) / ms,
    boundMs,
    bound: largest(boundMs),
    attainableMs,
    achieved,
    far: achieved < farBelow,
  };
}

/**
 * The same with what a profile knows. Nothing where its roofs were not measured, or where the device works by
 * itself and has no clock: the host's time is not that of the work then.
 */
export function pointIn(
  { roofs, backend: { asynchronous } }: Pick<Profile, 'roofs' | 'backend'>,
  cost: PhaseCost,
): RoofPoint | undefined {
  if (roofs === undefined || (asynchronous && cost.gpuMs === undefined)) return undefined;
  return rooflinePoint(cost, roofs, asynchronous);
}
