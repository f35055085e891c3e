/** The gradient of mirrored padding. TensorFlow.js's own drops what the mirrored values have to do with the result. */
import { core } from '../tfjs/library';

/** The part of a tensor along one axis. */
function part(x: core.Tensor, axis: number, from: number, size: number): core.Tensor {
  const begin = x.shape.map((_, index) => (index === axis ? from : 0));
  return core.slice(
    x,
    begin,
    x.shape.map((whole, index) => (index === axis ? size : whole)),
  );
}

/** A tensor reversed along one axis, with zeros around. */
function mirrored(x: core.Tensor, axis: number, before: number, after: number): core.Tensor {
  const around = x.shape.map((_, index): [number, number] =>
    index === axis ? [before, after] : [0, 0],
  );
  return core.pad(core.reverse(x, axis), around);
}

/** The padding of one axis folded back upon the values that it mirrors. `edge` is 1 where the outermost value is not repeated. */
function folded(
  dy: core.Tensor,
  axis: number,
  [before, after]: readonly [number, number],
  edge: 0 | 1,
): core.Tensor {
  const size = (dy.shape[axis] ?? 0) - before - after;
  const sum = part(dy, axis, before, size);
  const left =
    before === 0
      ? sum
      : sum.add(mirrored(part(dy, axis, 0, before), axis, edge, size - edge - before));
  if (after === 0) return left;
  return left.add(mirrored(part(dy, axis, before + size, after), axis, size - edge - after, edge));
}

/** The transposed map of the padding, axis by axis. */
export const mirrorPadGradient: core.GradConfig = {
  kernelName: core.MirrorPad,
  gradFunc: (dy, _, attrs) => {
    const { paddings, mode } = attrs as unknown as core.MirrorPadAttrs;
    const edge = mode === 'reflect' ? 1 : 0;
    return {
      x: () =>
        paddings.reduce<core.Tensor>(
          (sum, around, axis) => folded(sum, axis, around, edge),
          dy as core.Tensor,
        ),
    };
  },
};
