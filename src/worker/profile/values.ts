/**
 * Values for a model that was built of shapes: weights by the rules that keep signals alive through depth, a
 * batch of random examples, and targets that the loss can be taken of. All are drawn by one seed.
 */
import { core } from '../tfjs/library';
import { hasValues } from '../tfjs/metaDevice';

/** Uniform numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export function randomSource(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Uniform values of a standard deviation, around zero. */
function spread(size: number, deviation: number, random: () => number): Float32Array {
  const width = deviation * Math.sqrt(12);
  const values = new Float32Array(size);
  for (let i = 0; i < size; i++) values[i] = (random() - 0.5) * width;
  return values;
}

/**
 * First values of a weight: kernels with the variance 2 / fan-in (He et al. 2015, "Delving Deep into
 * Rectifiers", section 2.2), scales and variances one, biases and means zero.
 */
export function weightValues(
  name: string,
  shape: readonly number[],
  random: () => number,
): Float32Array {
  const size = sizeOf(shape);
  if (shape.length < 2)
    return new Float32Array(size).fill(/gamma|scale|variance/i.test(name) ? 1 : 0);
  // A depthwise kernel ([height, width, channels, multiplier]) reads each channel by itself.
  const outputs = /depthwise/i.test(name) ? shape.slice(-2) : shape.slice(-1);
  const fanIn = size / Math.max(1, sizeOf(outputs));
  return spread(size, Math.sqrt(2 / Math.max(1, fanIn)), random);
}

/** Gives every weight that has a shape alone values on the active backend. */
export function giveWeightsValues(random: () => number): void {
  for (const [name, variable] of Object.entries(core.engine().registeredVariables)) {
    if (hasValues(variable)) continue;
    const values =
      variable.dtype === 'float32'
        ? weightValues(name, variable.shape, random)
        : new Int32Array(variable.size);
    const drawn = core.tensor(values, variable.shape, variable.dtype);
    variable.assign(drawn);
    drawn.dispose();
  }
}

/** One example after another of what an input takes. */
export interface BatchSpec {
  readonly shape: readonly number[];
  readonly dtype: core.DataType;
  /** Whole numbers below it are drawn for an integer input: the size of a vocabulary. */
  readonly below?: number;
}

export function randomBatch(
  { shape, dtype, below = 2 }: BatchSpec,
  random: () => number,
): core.Tensor {
  const size = sizeOf(shape);
  if (dtype === 'float32') return core.tensor(spread(size, 1, random), [...shape]);
  const most = dtype === 'bool' ? 2 : below;
  const values = Int32Array.from({ length: size }, () => Math.floor(random() * most));
  return core.tensor(values, [...shape], dtype);
}

/** Rows of zeros with a one each: what a classifier is trained toward. */
export function oneHotBatch(shape: readonly number[], random: () => number): core.Tensor {
  const classes = shape.at(-1) ?? 1;
  const values = new Float32Array(sizeOf(shape));
  for (let row = 0; row < values.length; row += classes)
    values[row + Math.floor(random() * classes)] = 1;
  return core.tensor(values, [...shape]);
}
