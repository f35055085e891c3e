/** Medians and how sure they are, in milliseconds. */
import type { Timing } from '../protocol/profile';

/** The value below which a share of the sorted values lies, between neighbours by their distance. */
function quantile(sorted: ArrayLike<number>, share: number): number {
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return low + (high - low) * (at - Math.floor(at));
}

/**
 * How far the 95 % point of Student's t with some degrees of freedom is beyond the normal one: what is known from few
 * measurements is less sure. Abramowitz and Stegun 1964, 26.7.5, at 1.96: within 3 % from two degrees on.
 */
function studentFactor(degrees: number): number {
  return 1 + (2.372 / degrees + 2.823 / degrees ** 2 + 2.556 / degrees ** 3) / 1.96;
}

function interquartileRange(sorted: ArrayLike<number>): number {
  return quantile(sorted, 0.75) - quantile(sorted, 0.25);
}

function halfWidth(sorted: Float64Array, ms: number): number {
  const { length } = sorted;
  if (length < 2) return ms;
  if (length === 2) return ((sorted[1] ?? 0) - (sorted[0] ?? 0)) / 2;
  return (1.57 * interquartileRange(sorted) * studentFactor(length - 1)) / Math.sqrt(length);
}

function medianOf(values: ArrayLike<number>): number {
  return quantile(Float64Array.from(values).sort(), 0.5);
}

/**
 * The median of some measurements, and the half-width of its 95 % interval relative to it: 1.57 · IQR / √n
 * (McGill, Tukey and Larsen 1978, "Variations of Box Plots"), wider by Student's t where there are few. Two measurements
 * have half their distance, a single one is not sure at all (1), and a median of zero has no spread.
 */
export function timingOf(samples: ArrayLike<number>): Timing {
  const sorted = Float64Array.from(samples).sort();
  const ms = quantile(sorted, 0.5);
  return { ms, spread: ms === 0 ? 0 : halfWidth(sorted, ms) / ms };
}

const mostBlocks = 8;
/** The interquartile range of normal values, in standard deviations. */
const normalRange = 1.349;

/**
 * How much the pace of the machine changes from one while to another, as half of a 95 % interval: another profile is
 * taken at another pace, however many steps both have. Steps in turns with each other are cut into up to eight blocks
 * in a row, each with the median of its steps over that of its series; the half-width is t · s / √2, where s is the
 * spread of the blocks' medians (interquartile range / 1.349, which a single burst of load does not widen) and t is
 * Student's. It is not divided by the root of their number: a further profile is one draw more.
 * @param series milliseconds of the steps of each kind, in the order in which they took turns
 * @returns relative to the step; 0 where there are fewer than two blocks of two
 */
export function driftOf(series: readonly (readonly number[])[]): number {
  const turns = Math.min(...series.map(({ length }) => length));
  const medians = series.map((one) => medianOf(one));
  if (turns === 0 || medians.includes(0)) return 0;
  const paces = Array.from({ length: turns * series.length }, (_, i) => {
    const kind = i % series.length;
    return (series[kind]?.[Math.floor(i / series.length)] ?? 0) / (medians[kind] ?? 1);
  });
  const blocks = Math.min(mostBlocks, Math.floor(paces.length / 2));
  if (blocks < 2) return 0;
  const start = (block: number): number => Math.floor((block * paces.length) / blocks);
  const ofBlocks = Array.from({ length: blocks }, (_, block) =>
    medianOf(paces.slice(start(block), start(block + 1))),
  );
  const deviation = interquartileRange(ofBlocks.sort((a, b) => a - b)) / normalRange;
  return (1.96 * studentFactor(blocks - 1) * deviation) / Math.SQRT2;
}

/** A time with what its spread is too narrow by: errors are not taken to cancel out. */
export function withDrift({ ms, spread }: Timing, drift: number): Timing {
  return { ms, spread: ms === 0 ? 0 : spread + drift };
}

/** Index of the measurement that is nearest to a value. */
export function nearest(samples: ArrayLike<number>, value: number): number {
  let best = 0;
  for (let i = 1; i < samples.length; i++) {
    if (Math.abs((samples[i] ?? 0) - value) < Math.abs((samples[best] ?? 0) - value)) best = i;
  }
  return best;
}
