/** How busy other programs keep the processors while a step is measured, and which steps they left alone. */
import os from 'node:os';

/** What is read of the machine between steps. */
export interface Machine {
  /** The share of all processors that others used since it was last asked; from 0 to 1. */
  readonly othersShare: () => number;
  /** Milliseconds of processors that this process has used. */
  readonly ownMs: () => number;
}

function ownMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function busyMs(cpus: readonly os.CpuInfo[]): number {
  return cpus.reduce(
    (sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq,
    0,
  );
}

/** The machine as its system tells it: in ticks of some 10 ms, so that it is asked after many of them. */
export function thisMachine(): Machine {
  let [atMs, busy, own] = [performance.now(), busyMs(os.cpus()), ownMs()];
  const othersShare = (): number => {
    const cpus = os.cpus();
    const [nowMs, nowBusy, nowOwn] = [performance.now(), busyMs(cpus), ownMs()];
    const othersMs = nowBusy - busy - (nowOwn - own);
    const share = othersMs / Math.max(1, (nowMs - atMs) * cpus.length);
    [atMs, busy, own] = [nowMs, nowBusy, nowOwn];
    return Math.min(1, Math.max(0, share));
  };
  return { othersShare, ownMs };
}

/** What an idle desktop uses, and what a tick more or less makes of it. */
const calmShare = 0.05;
/** As many as a median needs; of those that are all disturbed, a third. */
const leastKept = 5;
const keptPart = 1 / 3;

/**
 * The steps to be believed: all that others took no part of the processors from, or, where these are too few, the least
 * disturbed third. They are chosen by the load alone, whatever they took themselves, so that nothing is made faster
 * than it is.
 * @param shares the share of the processors that others used, by step
 * @returns places of the steps, in their order
 */
export function calmest(shares: readonly number[]): number[] {
  const sorted = [...shares].sort((a, b) => a - b);
  const calm = sorted.filter((share) => share <= calmShare).length;
  const kept = calm >= leastKept ? calm : Math.max(leastKept, Math.ceil(shares.length * keptPart));
  const most = sorted[Math.min(kept, sorted.length) - 1] ?? 0;
  return shares.flatMap((share, at) => (share <= most ? [at] : []));
}
