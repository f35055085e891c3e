/** What tfjs-node's kernels see as `@tensorflow/tfjs`: the parts they use, on the bundle's one instance. */
import { KernelBackend as KernelBackendClass } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';

export * from '@tensorflow/tfjs-core';

/** tfjs-node was compiled to functions, which call the one they inherit from; a class cannot be called. */
function CallableKernelBackend(): void {
  // The class has no fields of its own to set up.
}
CallableKernelBackend.prototype = KernelBackendClass.prototype;

export { CallableKernelBackend as KernelBackend };
