/** A step again and again: without hooks and with them in turns, until its median is sure. */
import { timingOf } from '../../model/timing';
import { mostRepeats } from '../../protocol/profile';
import { calmest, type Machine } from './load';

export interface RepeatLimits {
  /** The relative spread at which it ends. */
  readonly spread: number;
  /** Milliseconds after which it ends in any case, as soon as there are `least` repeats. */
  readonly limitMs: number;
}

export interface Repeated {
  /** Of the repeats that count: those that other programs left alone, or disturbed the least. */
  readonly plainMs: readonly number[];
  readonly hookedMs: readonly number[];
  /** Their places among all hooked steps since `before(0)`. */
  readonly kept: readonly number[];
  /** How many more repeats were made, which do not count. */
  readonly leftOut: number;
  /** The share of the processors that others used during those that count; from 0 to 1. */
  readonly othersShare: number;
  readonly warmUps: number;
  /** The spread was not reached: the time was over, or there were `mostRepeats`. */
  readonly limited: boolean;
}

export interface Repeatable {
  /** Milliseconds of one step without hooks, and of one with them. */
  readonly plain: () => Promise<number>;
  readonly hooked: () => Promise<number>;
  /** Told before each pair, from 0; throws where nobody wants to go on. */
  readonly before: (repeat: number) => void;
  readonly machine: Machine;
}

const least = 5;
const leastWhenSlow = 2;
/** V8 compiles what runs often again and again, which takes some dozens of steps. */
const mostWarmUps = 60;
/** Of the time, for warming up. */
const warmUpShare = 0.6;
/** So many steps in a row, of which none is faster than all before by this, show that it gets no faster. */
const warmSteps = 6;
const fasterBy = 0.02;
/** So long, or one pair, that the ticks of the system's clocks make less than 5 % of it. */
const turnMs = 200;

/** The least that steps of one kind took: by the clock, which load only slows, and of the processors. */
class Fastest {
  #ms = Infinity;
  #ownMs = Infinity;

  /** Whether a step was faster than all before in one of both; V8's compiling takes time of the processors alone. */
  beatenBy(ms: number, ownMs: number): boolean {
    const beaten = ms < (1 - fasterBy) * this.#ms || ownMs < (1 - fasterBy) * this.#ownMs;
    this.#ms = Math.min(this.#ms, ms);
    this.#ownMs = Math.min(this.#ownMs, ownMs);
    return beaten;
  }
}

/** Runs steps of both kinds in turns until neither gets faster any more: V8 compiles what both run by itself. */
async function warmUp({ hooked, plain, machine }: Repeatable, limitMs: number): Promise<number> {
  const kinds = [
    { run: hooked, fastest: new Fastest() },
    { run: plain, fastest: new Fastest() },
  ] as const;
  const start = performance.now();
  let since = 0;
  let steps = 0;
  while (
    steps < mostWarmUps &&
    since < warmSteps &&
    performance.now() - start < limitMs * warmUpShare
  ) {
    const { run, fastest } = kinds[steps % 2 === 0 ? 0 : 1];
    const before = machine.ownMs();
    const ms = await run();
    since = fastest.beatenBy(ms, machine.ownMs() - before) ? 0 : since + 1;
    steps++;
  }
  return steps;
}

/** Each takes the lead in turns, so that a machine that slows down slows both. */
async function pair({ plain, hooked }: Repeatable, repeat: number): Promise<[number, number]> {
  if (repeat % 2 === 0) {
    const first = await plain();
    return [first, await hooked()];
  }
  const first = await hooked();
  return [await plain(), first];
}

/** Pairs, each with the share of the processors that others used in its turn. */
interface Pairs {
  readonly plainMs: number[];
  readonly hookedMs: number[];
  readonly shares: number[];
}

/** Pairs that are taken between two looks at the machine. */
async function turn(step: Repeatable, pairs: Pairs, endMs: number): Promise<void> {
  const { plainMs, hookedMs, shares } = pairs;
  const start = performance.now();
  do {
    step.before(hookedMs.length);
    const [plain, hooked] = await pair(step, hookedMs.length);
    plainMs.push(plain);
    hookedMs.push(hooked);
  } while (hookedMs.length < mostRepeats && performance.now() < Math.min(start + turnMs, endMs));
  const share = step.machine.othersShare();
  while (shares.length < hookedMs.length) shares.push(share);
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function believed({ plainMs, hookedMs, shares }: Pairs) {
  const kept = calmest(shares);
  const of = (values: readonly number[]): number[] => kept.map((at) => values[at] ?? 0);
  return {
    plainMs: of(plainMs),
    hookedMs: of(hookedMs),
    kept,
    leftOut: hookedMs.length - kept.length,
    othersShare: average(of(shares)),
  };
}

export async function repeat(step: Repeatable, limits: RepeatLimits): Promise<Repeated> {
  const warmUps = await warmUp(step, limits.limitMs);
  const endMs = performance.now() + limits.limitMs;
  const pairs: Pairs = { plainMs: [], hookedMs: [], shares: [] };
  // What others did until here is not asked for.
  step.machine.othersShare();
  for (;;) {
    await turn(step, pairs, endMs);
    const repeats = pairs.hookedMs.length;
    const result = believed(pairs);
    const sure = result.kept.length >= least && timingOf(result.hookedMs).spread <= limits.spread;
    const late = performance.now() > endMs && repeats >= leastWhenSlow;
    if (sure || late || repeats >= mostRepeats) return { ...result, warmUps, limited: !sure };
  }
}
