/** The kernels of a step by their names, the longest first. */
import type { KernelEvent, ProfilePhase } from '../../src/protocol/profile';

export interface KernelSum {
  readonly id: string;
  readonly kernel: string;
  readonly phase: ProfilePhase;
  readonly count: number;
  readonly ms: number;
  readonly macs: number;
  readonly bytes: number;
}

export function kernelSums(events: readonly KernelEvent[]): KernelSum[] {
  const sums = new Map<string, KernelSum>();
  for (const { kernel, phase, ms, macs, bytes } of events) {
    const id = `${phase} ${kernel}`;
    const before = sums.get(id) ?? { id, kernel, phase, count: 0, ms: 0, macs: 0, bytes: 0 };
    sums.set(id, {
      ...before,
      count: before.count + 1,
      ms: before.ms + ms,
      macs: before.macs + macs,
      bytes: before.bytes + bytes,
    });
  }
  return [...sums.values()].sort((a, b) => b.ms - a.ms);
}
