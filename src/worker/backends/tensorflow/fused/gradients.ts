/** Gradients that TensorFlow has one operation for, where TensorFlow.js composes several. */
import { core } from '../../../tfjs/library';
import { engine } from './engine';
import type { Native } from './native';
import type { Patches } from './patches';

type Gradient = (
  dy: core.Tensor,
  saved: readonly core.Tensor[],
  attributes: unknown,
) => ReturnType<core.GradFunc>;

/**
 * First-order gradients only: operations of TensorFlow's own are on no tape.
 * @param config what to save for the backward pass, where that is other than before.
 */
function replace(
  native: Native,
  patches: Patches,
  kernelName: string,
  gradient: Gradient,
  config: Partial<core.GradConfig> = {},
): void {
  patches.gradient(kernelName, (before) => ({
    ...before,
    ...config,
    gradFunc: (dy, saved, attributes) => {
      const given = dy as core.Tensor;
      if (engine().state.gradientDepth > 0 || !native.takes(given, ...saved)) {
        return before.gradFunc(dy, saved, attributes);
      }
      return gradient(given, saved, attributes);
    },
  }));
}

function savedOne(saved: readonly core.Tensor[]): core.Tensor {
  const [only] = saved;
  if (only === undefined) throw new Error('nothing was saved for the backward pass');
  return only;
}

/** The mean's gradient, spread over what it was taken of. */
function meanGradient(native: Native, dy: core.Tensor, x: core.Tensor, axis: unknown): core.Tensor {
  const axes = core.util.parseAxisParam(axis as number[], x.shape);
  const kept = x.shape.map((size, index) => (axes.includes(index) ? 1 : size));
  const spread = [...native.floats, native.integerType('Tidx')];
  const run = () =>
    native.chain(x.shape, (step) => {
      const share = native.number(dy.size / x.size);
      const scaled = step('Mul', native.floats, [native.id(dy), share]);
      const shaped = native.reshaped(step, scaled, kept);
      return step('BroadcastTo', spread, [shaped, native.shape(x.shape)]);
    });
  return native.kernel('MeanGrad', { dy }, run);
}

export function fuseGradients(native: Native, patches: Patches): void {
  const byOutput = { inputsToSave: [], outputsToSave: [true] };
  const operation = (name: string, a: core.Tensor, b: core.Tensor) =>
    native.kernel(name, { a, b }, () => native.run(name, native.floats, native.ids(a, b)));
  const outputFirst = (name: string): Gradient => {
    return (dy, saved) => ({ x: () => operation(name, savedOne(saved), dy) });
  };
  replace(
    native,
    patches,
    core.Relu,
    (dy, saved) => ({ x: () => operation('ReluGrad', dy, savedOne(saved)) }),
    byOutput,
  );
  replace(native, patches, core.Relu6, (dy, saved) => ({
    x: () => operation('Relu6Grad', dy, savedOne(saved)),
  }));
  replace(native, patches, core.Sigmoid, outputFirst('SigmoidGrad'));
  replace(native, patches, core.Tanh, outputFirst('TanhGrad'));
  replace(native, patches, core.Mean, (dy, saved, attributes) => ({
    x: () => meanGradient(native, dy, savedOne(saved), (attributes as { axis: unknown }).axis),
  }));
}
