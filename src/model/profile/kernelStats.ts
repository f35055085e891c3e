/** What the kernels of one step say of the nodes that they belong to. */
import type { KernelEvent, Profile, StepPart } from '../../protocol/profile';

export interface KernelStats {
  readonly count: number;
  /** Of the host. */
  readonly ms: number;
  /** By name; of the device where it has a clock. */
  readonly msOf: ReadonlyMap<string, number>;
}

/** By index of the node, or by part of the step. */
export type StatsByOwner = ReadonlyMap<number | StepPart, KernelStats>;

const known = new WeakMap<readonly KernelEvent[], StatsByOwner>();

function counted(events: readonly KernelEvent[]): StatsByOwner {
  const stats = new Map<
    number | StepPart,
    { count: number; ms: number; msOf: Map<string, number> }
  >();
  for (const { owner, kernel, ms, gpu } of events) {
    const own = stats.get(owner) ?? { count: 0, ms: 0, msOf: new Map<string, number>() };
    stats.set(owner, own);
    own.count++;
    own.ms += ms;
    own.msOf.set(kernel, (own.msOf.get(kernel) ?? 0) + (gpu?.ms ?? ms));
  }
  return stats;
}

/** Worked out once for each profile. */
export function kernelStats({ events }: Pick<Profile, 'events'>): StatsByOwner {
  const found = known.get(events) ?? counted(events);
  known.set(events, found);
  return found;
}

/** The kernel that took the most time, of all its calls together. */
export function slowestKernel({ msOf }: KernelStats): { kernel: string; ms: number } | undefined {
  let slowest: { kernel: string; ms: number } | undefined;
  for (const [kernel, ms] of msOf)
    if (slowest === undefined || ms > slowest.ms) slowest = { kernel, ms };
  return slowest;
}
