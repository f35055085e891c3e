/** Reshape and cast without work share the data, and sums over all but the last axis are a gradient of a bias. */
import { core } from '../../../tfjs/library';
import type { Native } from './native';
import type { Patches } from './patches';

interface OneInput {
  readonly x: core.TensorInfo;
}

const { arraysEqual, parseAxisParam, sizeFromShape } = core.util;

function shareReshape(native: Native, patches: Patches): void {
  patches.kernel(core.Reshape, ({ inputs, attrs }) => {
    const { x } = inputs as unknown as OneInput;
    const { shape } = attrs as unknown as core.ReshapeAttrs;
    if (arraysEqual(x.shape, shape)) return native.alias(x, shape);
    if (!native.takes(x) || shape.includes(-1)) return undefined;
    return native.chain(shape, (step) => native.reshaped(step, native.id(x), shape));
  });
}

function shareCast(native: Native, patches: Patches): void {
  patches.kernel(core.Cast, ({ inputs, attrs }) => {
    const { x } = inputs as unknown as OneInput;
    const { dtype } = attrs as unknown as core.CastAttrs;
    return x.dtype === dtype && dtype !== 'complex64' ? native.alias(x, x.shape) : undefined;
  });
}

/** The copy that the tape and `clone` make is never written to. */
function shareIdentity(native: Native, patches: Patches): void {
  patches.kernel(core.Identity, ({ inputs }) => {
    const { x } = inputs as unknown as OneInput;
    return native.takes(x) ? native.alias(x, x.shape) : undefined;
  });
}

/** TensorFlow has a kernel of its own for it, which does not first transpose. */
function sumToBias(native: Native, patches: Patches): void {
  patches.kernel(core.Sum, ({ inputs, attrs }) => {
    const { x } = inputs as unknown as OneInput;
    const { axis, keepDims } = attrs as unknown as core.SumAttrs;
    const rank = x.shape.length;
    const axes = parseAxisParam(axis, x.shape);
    const all = Array.from({ length: rank - 1 }, (_, index) => index);
    if (keepDims || rank < 2 || !arraysEqual(axes, all) || !native.takes(x)) return undefined;
    if (sizeFromShape(x.shape) === 0) return undefined;
    const attributes = [...native.floats, native.text('data_format', 'NHWC')];
    return native.run('BiasAddGrad', attributes, [native.id(x)]);
  });
}

export function shareData(native: Native, patches: Patches): void {
  shareReshape(native, patches);
  shareCast(native, patches);
  shareIdentity(native, patches);
  sumToBias(native, patches);
}
