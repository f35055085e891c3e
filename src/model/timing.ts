/** Medians and how sure they are, in milliseconds. */
import type { Timing } from '../protocol/profile';

/** The value below which a share of the sorted values lies, between neighbours by their distance. */
function quantile(sorted: ArrayLike<number>, share: number): number {
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return low + (high - low) * (at - Math.floor(at));
}

function halfWidth(sorted: Float64Array, ms: number): number {
  if (sorted.length < 2) return ms;
  if (sorted.length === 2) return ((sorted[1] ?? 0) - (sorted[0] ?? 0)) / 2;
  const range = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  return (1.57 * range) / Math.sqrt(sorted.length);
}

/**
 * The median of some measurements, and the half-width of its 95 % interval relative to it: 1.57 · IQR / √n
 * (McGill, Tukey and Larsen 1978, "Variations of Box Plots"). Two measurements have half their distance,
 * a single one is not sure at all (1), and a median of zero has no spread.
 */
export function timingOf(samples: ArrayLike<number>): Timing {
  const sorted = Float64Array.from(samples).sort();
  const ms = quantile(sorted, 0.5);
  return { ms, spread: ms === 0 ? 0 : halfWidth(sorted, ms) / ms };
}

/** Index of the measurement that is nearest to a value. */
export function nearest(samples: ArrayLike<number>, value: number): number {
  let best = 0;
  for (let i = 1; i < samples.length; i++) {
    if (Math.abs((samples[i] ?? 0) - value) < Math.abs((samples[best] ?? 0) - value)) best = i;
  }
  return best;
}
