/** What kernels that are composed of other kernels share. */
import { core } from '../tfjs/library';

/** A kernel's input as a tensor that operations take; the engine hands kernels tensors, typed as their infos. */
export function tensorOf<R extends core.Rank>(info: core.TensorInfo | undefined): core.Tensor<R> {
  if (info === undefined) throw new Error('an input of the kernel is missing');
  if (info instanceof core.Tensor) return info as core.Tensor<R>;
  return core.engine().makeTensorFromTensorInfo(info) as core.Tensor<R>;
}

/**
 * A kernel written with operations: what they make on the way is freed, and what it gives is kept.
 * @param run typed by the kernel's own inputs and attributes, which the table of kernels does not tell.
 */
export function composed(run: (inputs: never, attrs: never) => core.Tensor): core.KernelFunc {
  return ({ inputs, attrs }) => core.tidy(() => run(inputs as never, attrs as never));
}
