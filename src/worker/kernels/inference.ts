/**
 * What a kernel of tfjs would give, without running it: shapes and dtypes from shapes, dtypes and
 * attributes. Each rule follows the kernel of tfjs-backend-cpu of the same name, and is tested against it.
 */
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';

/** A tensor without its values. */
export interface MetaTensor {
  readonly shape: number[];
  readonly dtype: DataType;
}

/** The shapes and dtypes of a kernel's outputs. @throws Error where the kernel would refuse its inputs. */
export type Inference = (inputs: unknown, attrs: unknown) => readonly MetaTensor[];

/** Inputs by the kernel's own names. */
export type Named<Names extends string> = Readonly<Record<Names, TensorInfo>>;

type Rule<Inputs, Attrs> = (inputs: Inputs, attrs: Attrs) => MetaTensor | readonly MetaTensor[];

/**
 * tfjs hands every kernel its inputs and attributes untyped, and declares for each kernel what they
 * are; a rule's parameters are of the declared types, so any rule is taken here.
 */
export function infer(rule: Rule<never, never>): Inference {
  return (inputs, attrs) => {
    const outputs = (rule as Rule<unknown, unknown>)(inputs, attrs);
    return 'shape' in outputs ? [outputs] : outputs;
  };
}

/** `names` with one rule for all of them. */
export function sameRule(
  names: readonly string[],
  rule: Inference,
): Readonly<Record<string, Inference>> {
  return Object.fromEntries(names.map((name) => [name, rule]));
}

/** The same type of values in another shape. */
export function reshaped({ dtype }: MetaTensor, shape: readonly number[]): MetaTensor {
  return { shape: [...shape], dtype };
}

/** The same shape with values of another type. */
export function retyped({ shape }: MetaTensor, dtype: DataType): MetaTensor {
  return { shape: [...shape], dtype };
}

export function productOf(sizes: readonly number[]): number {
  return sizes.reduce((product, size) => product * size, 1);
}
