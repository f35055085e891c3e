/** An operation to be compared between backends. */
import type * as tfjs from '@tensorflow/tfjs';

export type Tf = typeof tfjs;
export type Tensor = tfjs.Tensor;

export interface Operation {
  /** Shapes of its inputs, which are random numbers from −0.5 to 0.5. */
  readonly inputs: readonly (readonly number[])[];
  readonly run: (tf: Tf, ...inputs: Tensor[]) => Tensor;
  /** Its gradient is checked by the adjoint as well: the output is linear in the one input. */
  readonly linear?: true;
  /** TensorFlow.js has no gradient of it on any backend, and says so in words that match. */
  readonly noGradient?: RegExp;
}

export const of = (
  inputs: Operation['inputs'],
  run: Operation['run'],
  more: Omit<Operation, 'inputs' | 'run'> = {},
): Operation => ({ inputs, run, ...more });

export const image = [2, 14, 14, 8] as const;
export const small = [3, 6] as const;
export const row = [4, 33] as const;
export const linear = { linear: true } as const;
