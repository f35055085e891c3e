/**
 * Maximum pooling where the backend's own is wrong: it starts the search of a window at 0 instead of at its first
 * value, in the gradients and in three dimensions also forward.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm/dist/backend_wasm';
import { core } from '../../tfjs/library';
import { pooling2D, pooling3D, windowOffsets, type Pooling } from './poolWindows';

type Values = core.TypedArray;

/** Tells where the largest value under each window is, the first of them by rows, in the order of the outputs. */
function eachMaximum(
  pooling: Pooling,
  x: Values,
  found: (window: number, at: number) => void,
): void {
  const { batch, depth, rows, columns, channels } = pooling;
  const windows = windowOffsets(pooling);
  const example = depth.size * rows.size * columns.size * channels;
  let count = 0;
  for (let start = 0; start < batch * example; start += example) {
    for (const window of windows) {
      for (let channel = 0; channel < channels; channel++) {
        found(count++, maximumAt(x, window, start + channel));
      }
    }
  }
}

function maximumAt(x: Values, window: readonly number[], base: number): number {
  let best = -1;
  let most = Number.NEGATIVE_INFINITY;
  for (const offset of window) {
    const value = x[base + offset] ?? Number.NaN;
    if (best < 0 || value > most) {
      most = value;
      best = base + offset;
    }
  }
  return best;
}

interface PoolGradInputs {
  readonly dy: core.TensorInfo;
  readonly input: core.TensorInfo;
}

/** Each window's gradient goes to its maximum. */
function pooledGradient(
  backend: BackendWasm,
  { dy, input }: PoolGradInputs,
  pooling: Pooling,
): core.TensorInfo {
  const output = backend.makeOutput(input.shape, 'float32');
  // Taken after the output is there, since more memory would detach them.
  const dx = backend.typedArrayFromHeap(output);
  const gradient = backend.typedArrayFromHeap(dy);
  dx.fill(0);
  eachMaximum(pooling, backend.typedArrayFromHeap(input), (window, at) => {
    if (at >= 0) dx[at] = (dx[at] ?? 0) + (gradient[window] ?? 0);
  });
  return output;
}

export const maxPoolGrad: core.KernelFunc = ({ inputs, backend, attrs }) => {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as core.MaxPoolGradAttrs;
  const given = inputs as unknown as PoolGradInputs;
  const shape = given.input.shape as [number, number, number, number];
  const info = core.backend_util.computePool2DInfo(
    shape,
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  return pooledGradient(backend as BackendWasm, given, pooling2D(info));
};

function info3D(input: core.TensorInfo, attrs: unknown): core.backend_util.Conv3DInfo {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as core.MaxPool3DGradAttrs;
  const shape = input.shape as [number, number, number, number, number];
  return core.backend_util.computePool3DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
}

export const maxPool3DGrad: core.KernelFunc = ({ inputs, backend, attrs }) => {
  const given = inputs as unknown as PoolGradInputs;
  return pooledGradient(backend as BackendWasm, given, pooling3D(info3D(given.input, attrs)));
};

export const maxPool3D: core.KernelFunc = ({ inputs, backend, attrs }) => {
  const wasm = backend as BackendWasm;
  const { x } = inputs as unknown as { readonly x: core.TensorInfo };
  const info = info3D(x, attrs);
  const output = wasm.makeOutput(info.outShape, x.dtype);
  const y = wasm.typedArrayFromHeap(output);
  const values = wasm.typedArrayFromHeap(x);
  eachMaximum(pooling3D(info), values, (window, at) => {
    y[window] = values[at] ?? Number.NaN;
  });
  return output;
};
