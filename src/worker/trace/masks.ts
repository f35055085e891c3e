/**
 * Masks made of random numbers, and how probably each of their values is one: told when the kernels run,
 * since the numbers that random ones are compared with are gone soon after.
 */
import type { core } from '../tfjs/library';
import { isRandom, rangeOf } from '../tfjs/random';

/** Of the values of a mask, the part that is kept. */
const survivals = new WeakMap<core.Tensor, number>();
/** Random numbers from 0 to 1 with this added, whose rounding makes a mask. */
const shifted = new WeakMap<core.Tensor, number>();

/** How probably a value of a mask keeps what it is multiplied with; undefined for other tensors. */
export function survivalOf(tensor: core.Tensor): number | undefined {
  return survivals.get(tensor);
}

function numberIn(tensor: core.Tensor): number | undefined {
  if (tensor.size !== 1) return undefined;
  try {
    return tensor.dataSync()[0];
  } catch {
    // It has a shape only.
    return undefined;
  }
}

interface Draw {
  readonly random: core.Tensor;
  readonly number: number;
  /** Whether the random one stands first. */
  readonly first: boolean;
}

/** A random tensor and a number that an operation puts together. */
function drawOf([a, b]: readonly core.Tensor[]): Draw | undefined {
  if (a === undefined || b === undefined) return undefined;
  // All that tf.dropout makes counts as random, its number too.
  const isRandomBeside = (tensor: core.Tensor, other: core.Tensor): boolean =>
    isRandom(tensor) && (!isRandom(other) || tensor.size > other.size || tensor.rank > other.rank);
  const first = isRandomBeside(a, b);
  if (!first && !isRandomBeside(b, a)) return undefined;
  const number = numberIn(first ? b : a);
  return number === undefined ? undefined : { random: first ? a : b, number, first };
}

function limited(probability: number): number {
  return Math.min(1, Math.max(0, probability));
}

/** The probability that a comparison of a random number with another holds. */
function comparison(kernel: string, { random, number, first }: Draw): number | undefined {
  const [low, high] = rangeOf(random) ?? [0, 0];
  if (high <= low) return undefined;
  const below = limited((number - low) / (high - low));
  const wantsBelow = kernel.startsWith('Less') ? first : !first;
  return wantsBelow ? below : 1 - below;
}

/** The p of u + p, with u from 0 to 1: rounded down it is a mask, as tf.dropout has it. */
function shiftOf(inputs: readonly core.Tensor[]): number | undefined {
  const draw = drawOf(inputs);
  const range = draw && rangeOf(draw.random);
  return range?.[0] === 0 && range[1] === 1 ? limited(draw?.number ?? 0) : undefined;
}

/** Kernels that give a mask again: in another shape or type, or scaled by a number. */
const keeping: ReadonlySet<string> = new Set(
  'Cast Reshape Identity ExpandDims Squeeze Multiply RealDiv'.split(' '),
);

function handedOn(inputs: readonly core.Tensor[]): number | undefined {
  const mask = inputs.find((tensor) => survivals.has(tensor));
  const others = inputs.filter((tensor) => tensor !== mask);
  const alone = others.every((tensor) => numberIn(tensor) !== undefined);
  return mask !== undefined && alone ? survivals.get(mask) : undefined;
}

function survivalAfter(kernel: string, inputs: readonly core.Tensor[]): number | undefined {
  if (/^(Greater|Less)(Equal)?$/.test(kernel)) {
    const draw = drawOf(inputs);
    return draw && comparison(kernel, draw);
  }
  const [input] = inputs;
  if (kernel === 'Floor') return input && shifted.get(input);
  return keeping.has(kernel) ? handedOn(inputs) : undefined;
}

/** Called for every kernel that ran. */
export function noteMask(
  kernel: string,
  inputs: readonly core.Tensor[],
  [output]: readonly core.Tensor[],
): void {
  if (output === undefined) return;
  const shift = kernel === 'Add' ? shiftOf(inputs) : undefined;
  if (shift !== undefined) shifted.set(output, shift);
  const survival = survivalAfter(kernel, inputs);
  if (survival !== undefined) survivals.set(output, survival);
}
