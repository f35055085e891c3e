/**
 * The gradient of `tile` without values. TensorFlow.js takes it apart into a slice and a sum for each
 * repetition, which are hundreds of thousands in the layer normalizations of a language model; what all
 * of them hold at their end is known without running them.
 */
import { core } from './library';
import { hasValues, shapeOnlyTensor } from './metaDevice';

/** TensorFlow.js refuses to take the gradient of tensors with more axes. */
const mostAxes = 4;

/** Replaces the gradient where there are no values to compute with; installed once. */
export function makeTileGradientShapeOnly(): void {
  const config = core.getGradient('Tile');
  const gradFunc: core.GradFunc = (dy, saved, attrs) => {
    const [x] = saved;
    const { reps } = attrs as unknown as core.TileAttrs;
    const known = Array.isArray(dy) || x === undefined || hasValues(dy) || x.rank > mostAxes;
    if (known) return config.gradFunc(dy, saved, attrs);
    return { x: () => shapeOnlySums(x, reps) };
  };
  core.registerGradient({ ...config, gradFunc });
}

/** Zeros to begin with, then a slice and a sum for each repetition, none of which goes before the end. */
function shapeOnlySums(x: core.Tensor, reps: readonly number[]): core.Tensor {
  const repetitions = reps.reduce((product, times) => product * times, 1);
  shapeOnlyTensor([2 * repetitions, ...x.shape], 'float32');
  return shapeOnlyTensor(x.shape, 'float32');
}
