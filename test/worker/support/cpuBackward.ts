/** The MACs of a gradient that really runs on the cpu backend, by counting its kernels. */
import * as tfjs from '@tensorflow/tfjs';
import { kernelMacs } from '../../../src/worker/kernels/kernelMacs';

/** MACs of the gradient of the sum of what `forward` gives, to `weights`. */
export function backwardMacs(
  forward: () => readonly tfjs.Tensor[],
  weights: tfjs.Variable[],
): number {
  const engine = tfjs.engine();
  const original = engine.runKernel.bind(engine);
  let macs = 0;
  const run = (...[kernel, inputs, attrs]: Parameters<typeof original>): unknown => {
    const result: unknown = original(kernel, inputs, attrs);
    macs += kernelMacs(kernel, inputs, [result].flat() as tfjs.Tensor[], attrs);
    return result;
  };
  engine.runKernel = run as typeof original;
  try {
    tfjs.tidy(() => {
      const loss = (): tfjs.Scalar => {
        const outputs = forward();
        macs = 0;
        return tfjs.addN(outputs.map((output) => tfjs.sum(output))).asScalar();
      };
      tfjs.variableGrads(loss, weights);
    });
  } finally {
    engine.runKernel = original;
  }
  return macs;
}
