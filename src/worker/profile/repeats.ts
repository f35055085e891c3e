/** A step again and again: without hooks and with them in turns, until its median is sure. */
import { timingOf } from '../../model/timing';

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
  /** The time was over before the spread was reached. */
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
const most = 400;
/** V8 needs some steps before its code is as fast as it gets; slow steps need none. */
const mostWarmUps = 20;
/** Of the time, for warming up. */
const warmUpShare = 0.3;
/** Steps that are within this of the fastest so far are warm; one that is much faster shows that they were not. */
const warmWithin = 1.1;
const warmSteps = 3;

async function warmUp({ hooked, plain }: Repeatable, limitMs: number): Promise<number> {
  const start = performance.now();
  let fastest = Infinity;
  let warm = 0;
  let steps = 0;
  while (
    steps < mostWarmUps &&
    warm < warmSteps &&
    performance.now() - start < limitMs * warmUpShare
  ) {
    const ms = await (steps % 2 === 0 ? hooked() : plain());
    warm = ms < warmWithin * fastest && fastest < warmWithin * ms ? warm + 1 : 0;
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
    if (sure || late || hookedMs.length >= most)
      return { plainMs, hookedMs, warmUps, limited: !sure };
  }
}
