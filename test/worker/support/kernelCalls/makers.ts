/** Random tensors and shapes for calls of kernels. */
import * as tf from '@tensorflow/tfjs-core';

export interface KernelCall {
  readonly inputs: unknown;
  readonly attrs: Readonly<Record<string, unknown>>;
}

/** Random numbers that a seed gives again. */
export interface Dice {
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  pick<T>(options: readonly T[]): T;
}

/** mulberry32 */
export function dice(seed: number): Dice {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return { whole, pick: (options) => options[whole(0, options.length - 1)]! };
}

export type Maker = (d: Dice) => KernelCall;

export const float = (shape: number[]): tf.Tensor => tf.randomUniform(shape, 0.1, 0.9);
export const whole = (shape: number[], below = 3): tf.Tensor =>
  tf.cast(tf.randomUniform(shape, 0, below), 'int32');
export const bool = (shape: number[]): tf.Tensor => tf.cast(whole(shape, 2), 'bool');

export const someShape = (d: Dice): number[] =>
  Array.from({ length: d.whole(0, 4) }, () => d.whole(1, 4));
export const atLeast = (d: Dice, rank: number): number[] =>
  Array.from({ length: d.whole(rank, 4) }, () => d.whole(1, 4));

/** Two shapes that broadcast: sizes of one, or missing at the front, in either. */
function broadcasting(d: Dice): [number[], number[]] {
  const shape = someShape(d);
  const thin = (): number[] =>
    shape.map((size) => (d.whole(0, 3) === 0 ? 1 : size)).slice(d.whole(0, shape.length));
  return d.pick([[shape, thin()] as [number[], number[]], [thin(), shape]]);
}

export const unary =
  (make = float): Maker =>
  (d) => ({ inputs: { x: make(someShape(d)) }, attrs: {} });
export const binary =
  (makes: readonly ((shape: number[]) => tf.Tensor)[]): Maker =>
  (d) => {
    const [a, b] = broadcasting(d);
    const make = d.pick(makes);
    return { inputs: { a: make(a), b: make(b) }, attrs: {} };
  };
export const arithmetic = binary([float, whole]);
export const reduction =
  (name = 'axis', make = float): Maker =>
  (d) => {
    const shape = atLeast(d, 1);
    const axes = shape.map((_, i) => i).filter(() => d.whole(0, 1) === 1);
    return {
      inputs: { x: make(shape) },
      attrs: { [name]: axes.length === 0 ? [0] : axes, keepDims: d.pick([true, false]) },
    };
  };
export const along =
  (attrs: (axis: number) => Readonly<Record<string, unknown>>): Maker =>
  (d) => {
    const shape = atLeast(d, 1);
    return { inputs: { x: float(shape) }, attrs: attrs(d.whole(0, shape.length - 1)) };
  };

export function table(names: string, maker: Maker): [string, Maker][] {
  return names.split(/\s+/).map((name) => [name, maker]);
}

export const images = (d: Dice): tf.Tensor =>
  float([d.whole(1, 2), d.whole(2, 4), d.whole(2, 4), d.whole(1, 3)]);
