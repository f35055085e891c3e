/** What has to be known of a run, beside its operations, to take its gradient later. */
import { core } from '../tfjs/library';
import { tensorList, type CustomGradient, type Recorder } from './operations';

type Recipient = () => { readonly recorder: Recorder } | undefined;

/**
 * Records the functions that bring a gradient of their own: what runs in them has none, or another one.
 * Installed once for the life of the process.
 */
export function hookCustomGradients(recipient: Recipient): void {
  const engine = core.engine();
  const original = engine.customGrad.bind(engine);
  // Functions in functions: the gradient is that of the outermost.
  let depth = 0;
  engine.customGrad = (run) => {
    const apply = original(run);
    return (...inputs) => {
      const recording = depth === 0 ? recipient()?.recorder.current : undefined;
      const start = recording?.operations.length ?? 0;
      depth++;
      try {
        const result = apply(...inputs);
        const end = recording?.operations.length ?? 0;
        const outputs = tensorList(result);
        // The tensor that it gives may have a narrower type than the gradient is asked with.
        const general = run as unknown as CustomGradient['run'];
        recording?.customGradients.push({ run: general, inputs, outputs, start, end });
        return result;
      } finally {
        depth--;
      }
    };
  };
}

/** Records when tensors are let go; installed once for the life of the process. */
export function hookDisposals(recipient: Recipient): void {
  const engine = core.engine();
  const original = engine.disposeTensor.bind(engine);
  engine.disposeTensor = (tensor) => {
    recipient()?.recorder.current.addDisposal(tensor);
    original(tensor);
  };
}
