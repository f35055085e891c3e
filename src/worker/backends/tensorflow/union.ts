/** What tfjs-node's kernels see as `@tensorflow/tfjs`: the parts they use, on the bundle's one instance. */
export * from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
