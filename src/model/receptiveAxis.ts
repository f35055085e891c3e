/**
 * The receptive field along one axis, exactly: for every output position the first and the last input
 * position that it depends on. After strides, upsampling and transposed convolutions the windows repeat
 * with a period, so that one period says it all.
 */

interface Repeated {
  /** Output positions after which the windows repeat. */
  readonly period: number;
  /** Input positions by which they have moved on by then. */
  readonly shift: number;
  /** First and last input position of each output position of one period. */
  readonly first: readonly number[];
  readonly last: readonly number[];
}

/** The whole extent of the input, or windows that repeat. */
export type AxisField = Repeated | 'whole';

export const whole = 'whole';

export function isWhole(axis: AxisField): boolean {
  return axis === whole;
}

/**
 * What a layer reads along an axis: output position o depends on the input positions from
 * ceil((o·step − reach[0]) / every) to floor((o·step + reach[1]) / every). `every` is 1 but where the
 * layer makes several positions of one (upsampling, transposed convolution).
 */
export interface AxisWindow {
  readonly reach: readonly [before: number, after: number];
  readonly step: number;
  readonly every: number;
}

/** Beyond this nobody wants to know, and a file may ask for anything. */
const longestPeriod = 4096;

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

/** Each position is that of the input. */
export const identity: AxisField = { period: 1, shift: 1, first: [0], last: [0] };

function at(windows: Repeated, list: readonly number[], position: number): number {
  const turns = Math.floor(position / windows.period);
  return (list[position - turns * windows.period] ?? 0) + turns * windows.shift;
}

function isPossible({ reach, step, every }: AxisWindow): boolean {
  const sizes = [...reach, step, every];
  return sizes.every((size) => Number.isSafeInteger(size)) && step > 0 && every > 0;
}

/** Windows of a layer on top of those below it; undefined where they are beyond all bounds. */
export function windowed(below: AxisField, window: AxisWindow): AxisField | undefined {
  if (below === whole) return whole;
  if (!isPossible(window)) return undefined;
  const { reach, step, every } = window;
  // After this many positions both the layer's own windows and those below have come round.
  const turn = below.period * every;
  const period = turn / divisor(turn, step);
  if (period > longestPeriod) return undefined;
  const positions = Array.from({ length: period }, (_, o) => o * step);
  const first = positions.map((p) => at(below, below.first, Math.ceil((p - reach[0]) / every)));
  const last = positions.map((p) => at(below, below.last, Math.floor((p + reach[1]) / every)));
  return shortened({ period, shift: (period * step * below.shift) / turn, first, last });
}

/** Windows that advance evenly need one position only. */
function shortened(windows: Repeated): Repeated | undefined {
  const { period, shift, first, last } = windows;
  if (![...first, ...last].every((position) => Number.isSafeInteger(position))) return undefined;
  const even = (list: readonly number[]): boolean =>
    list.every((position, o) => (position - (list[0] ?? 0)) * period === o * shift);
  if (period === 1 || !even(first) || !even(last)) return windows;
  return { period: 1, shift: shift / period, first: first.slice(0, 1), last: last.slice(0, 1) };
}

/** What either of two reads; undefined where their strides differ, so that they drift apart. */
export function union(a: AxisField, b: AxisField): AxisField | undefined {
  if (a === whole || b === whole) return whole;
  const period = (a.period * b.period) / divisor(a.period, b.period);
  if (a.shift * b.period !== b.shift * a.period || period > longestPeriod) return undefined;
  const positions = Array.from({ length: period }, (_, o) => o);
  return shortened({
    period,
    shift: (a.shift * period) / a.period,
    first: positions.map((o) => Math.min(at(a, a.first, o), at(b, b.first, o))),
    last: positions.map((o) => Math.max(at(a, a.last, o), at(b, b.last, o))),
  });
}

/** Of the largest window. */
export function sizeOf(axis: AxisField): number | null {
  if (axis === whole) return null;
  return Math.max(...axis.first.map((first, o) => (axis.last[o] ?? first) - first + 1));
}

export function strideOf(axis: AxisField): number | null {
  return axis === whole ? null : axis.shift / axis.period;
}

export function paddingOf(axis: AxisField): number | null {
  // Not −0, which JSON does not have.
  return axis === whole ? null : 0 - (axis.first[0] ?? 0);
}
