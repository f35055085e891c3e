/**
 * The gradient of 2-D maximum pooling by oneDNN, which notes in the forward pass where each maximum was; TensorFlow's own
 * searches each window again, with one thread for each image.
 */
import type { TFEOpAttr } from '@tensorflow/tfjs-node/dist/tfjs_binding';
import { core } from '../../../tfjs/library';
import type { Id, Native } from './native';
import type { Patches } from './patches';

type Info = core.backend_util.Conv2DInfo;

function attributesOf(native: Native, info: Info): TFEOpAttr[] {
  return [
    ...native.floats,
    native.integers('ksize', [1, info.filterHeight, info.filterWidth, 1]),
    native.integers('strides', [1, info.strideHeight, info.strideWidth, 1]),
    native.text('padding', info.padInfo.type),
    native.text('data_format', 'NHWC'),
    native.flag('workspace_enabled', true),
    native.text('_kernel', 'MklNameChangeOp'),
  ];
}

function gradient(native: Native, info: Info, x: Id, dy: Id): core.Tensor {
  const attributes = attributesOf(native, info);
  const forward = native.all('_MklNativeMaxPool', attributes, [x], 2).map(({ id }) => id);
  const [y = -1, workspace = -1] = forward;
  try {
    return native.run('_MklNativeMaxPoolGrad', attributes, [x, y, dy, workspace]);
  } finally {
    native.free(...forward);
  }
}

/** Whether this TensorFlow computes on the processor, was built with oneDNN, and runs its kernels. */
export function hasOneDnn(native: Native): boolean {
  if (!native.onProcessor) return false;
  const info = core.backend_util.computePool2DInfo([1, 1, 1, 1], 1, 1, 1, 'valid');
  try {
    core.tidy(() => {
      const one = native.id(core.ones([1, 1, 1, 1]));
      return gradient(native, info, one, one);
    });
    return true;
  } catch {
    return false;
  }
}

export function fusePooling(native: Native, patches: Patches): void {
  if (!hasOneDnn(native)) return;
  patches.kernel(core.MaxPoolGrad, ({ inputs, attrs }) => {
    const { dy, input } = inputs as unknown as Record<'dy' | 'input', core.TensorInfo>;
    const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as core.MaxPoolGradAttrs;
    const shape = input.shape as [number, number, number, number];
    const { computePool2DInfo } = core.backend_util;
    const info = computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
    if (!/^(SAME|VALID)$/.test(info.padInfo.type) || !native.takes(dy, input)) return undefined;
    return gradient(native, info, native.id(input), native.id(dy));
  });
}
