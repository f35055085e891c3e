/** A step again and again: without hooks and with them in turns, until its median is sure. */
import { timingOf } from '../../model/timing';
import { mostRepeats } from '../../protocol/profile';

export interface RepeatLimits {
  /** The relative spread at which it ends. */
  readonly spread: number;
  /** Milliseconds after which it ends in any case, as soon as there are `least` repeats. */
  readonly limitMs: number;
}

export interface Repeated {
  readonly plainMs: readonly number[];
  readonly hookedMs: readonly number[];
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
}

const least = 5;
const leastWhenSlow = 2;
/** V8 compiles what runs often again and again, which takes some dozens of steps. */
const mostWarmUps = 60;
/** Of the time, for warming up. */
const warmUpShare = 0.3;
/** So many steps in a row, of which none is faster than all before by this, show that it gets no faster. */
const warmSteps = 6;
const fasterBy = 0.02;

/** Runs steps of both kinds until they get no faster; the fastest ones tell, since load of the machine only slows. */
async function warmUp({ hooked, plain }: Repeatable, limitMs: number): Promise<number> {
  const start = performance.now();
  let fastest = Infinity;
  let since = 0;
  let steps = 0;
  while (
    steps < mostWarmUps &&
    since < warmSteps &&
    performance.now() - start < limitMs * warmUpShare
  ) {
    const ms = await (steps % 2 === 0 ? hooked() : plain());
    since = ms < (1 - fasterBy) * fastest ? 0 : since + 1;
    fastest = Math.min(fastest, ms);
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

export async function repeat(step: Repeatable, limits: RepeatLimits): Promise<Repeated> {
  const warmUps = await warmUp(step, limits.limitMs);
  const start = performance.now();
  const plainMs: number[] = [];
  const hookedMs: number[] = [];
  for (;;) {
    step.before(hookedMs.length);
    const [plain, hooked] = await pair(step, hookedMs.length);
    plainMs.push(plain);
    hookedMs.push(hooked);
    const sure = hookedMs.length >= least && timingOf(hookedMs).spread <= limits.spread;
    const late = performance.now() - start > limits.limitMs && hookedMs.length >= leastWhenSlow;
    if (sure || late || hookedMs.length >= mostRepeats)
      return { plainMs, hookedMs, warmUps, limited: !sure };
  }
}
