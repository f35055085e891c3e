/** Finds where a sequence repeats a part of itself several times in a row. */

/** `times` copies of `period` symbols each, from `start` on. */
export interface Run {
  readonly start: number;
  readonly period: number;
  readonly times: number;
}

export interface Judge {
  /** Whether copies like these are worth to be named. */
  accepts(run: Run): boolean;
  /** How well a copy would begin at a symbol; among equally many copies the best begin wins. */
  beginning(position: number): number;
}

/** A copy of a part that returns more often than this within it is found in the part alone. */
const mostCandidates = 32;

/** For each position the next one with the same symbol, or the length. */
function nextSame(symbols: readonly number[]): Int32Array {
  const next = new Int32Array(symbols.length).fill(symbols.length);
  const seen = new Map<number, number>();
  for (let position = symbols.length - 1; position >= 0; position--) {
    const symbol = symbols[position] ?? 0;
    next[position] = seen.get(symbol) ?? symbols.length;
    seen.set(symbol, position);
  }
  return next;
}

/** Where the symbols stop to be equal to those one period later; what was compared is remembered. */
function makeMatcher(symbols: readonly number[]) {
  const ends = new Map<number, number>();
  return (start: number, period: number): number => {
    const known = ends.get(period) ?? 0;
    if (known > start) return known;
    let end = start;
    while (end + period < symbols.length && symbols[end] === symbols[end + period]) end++;
    ends.set(period, end);
    return end;
  };
}

/** The run within `length` symbols from `start` that begins best, without giving up a copy. */
function bestPhase(start: number, period: number, length: number, judge: Judge): Run {
  const times = Math.floor(length / period);
  let best = start;
  for (let other = start + 1; other <= start + (length % period); other++)
    if (judge.beginning(other) > judge.beginning(best)) best = other;
  return { start: best, period, times };
}

/** A period that holds from some position on, and for how many symbols. */
interface Repeated {
  readonly period: number;
  readonly length: number;
}

/** Whether the copies are only several shorter ones in a row, which were judged already. */
function isComposed(period: number, shorter: readonly Repeated[]): boolean {
  return shorter.some((one) => period % one.period === 0 && one.length >= 2 * period);
}

function covered({ period, times }: Run): number {
  return period * times;
}

/**
 * The runs of a sequence, ascending and without overlap: at each place the one that covers most, and
 * of these the one with the shortest copies.
 */
export function tandemRuns(symbols: readonly number[], judge: Judge): Run[] {
  const next = nextSame(symbols);
  const matchEnd = makeMatcher(symbols);
  const bestAt = (start: number): Run | undefined => {
    let best: Run | undefined;
    const repeated: Repeated[] = [];
    let other = next[start] ?? symbols.length;
    for (let tries = 0; other < symbols.length && tries < mostCandidates; tries++) {
      const period = other - start;
      const length = matchEnd(start, period) - start + period;
      other = next[other] ?? symbols.length;
      if (length < 2 * period || isComposed(period, repeated)) continue;
      repeated.push({ period, length });
      const run = bestPhase(start, period, length, judge);
      if ((best === undefined || covered(run) > covered(best)) && judge.accepts(run)) best = run;
    }
    return best;
  };
  const runs: Run[] = [];
  for (let at = 0; at < symbols.length;) {
    const run = bestAt(at);
    if (run !== undefined) runs.push(run);
    at = run === undefined ? at + 1 : run.start + covered(run);
  }
  return runs;
}
