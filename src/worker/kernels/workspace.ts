/** What a kernel of TensorFlow.js's backends holds beside its inputs and outputs while it runs. */
import { backend_util, util } from '@tensorflow/tfjs-core';
import type { MetaTensor, Named } from './inference';

const reductions: ReadonlySet<string> = new Set([
  'All',
  'Any',
  'ArgMax',
  'ArgMin',
  'Max',
  'Mean',
  'Min',
  'Prod',
  'Sum',
]);

/**
 * A reduction goes over innermost axes: one over others has its input transposed first, by the cpu and
 * the wasm backend alike. In a training step that is the gradient of every bias.
 */
export function workspaceOf(
  kernel: string,
  inputs: unknown,
  attrs: unknown,
): MetaTensor | undefined {
  if (!reductions.has(kernel)) return undefined;
  const { x } = inputs as Named<'x'>;
  const { axis } = attrs as { axis?: number | number[] };
  const axes = util.parseAxisParam(axis ?? [], [...x.shape]);
  const permutation = backend_util.getAxesPermutation(axes, x.shape.length);
  return permutation === null ? undefined : { shape: [...x.shape], dtype: x.dtype };
}
