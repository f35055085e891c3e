/**
 * The gradients of maximum pooling. The backend's own start each window's search at 0, so that windows without a
 * positive value have no maximum.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm/dist/backend_wasm';
import { core } from '../../tfjs/library';

/** One axis of the windows: of the input's `size` places, window `w` covers those from `w · stride − before`, `dilation` apart. */
interface Axis {
  readonly size: number;
  readonly windows: number;
  readonly stride: number;
  readonly filter: number;
  readonly dilation: number;
  readonly before: number;
}

interface Pooling {
  readonly batch: number;
  readonly channels: number;
  readonly depth: Axis;
  readonly rows: Axis;
  readonly columns: Axis;
}

const one: Axis = { size: 1, windows: 1, stride: 1, filter: 1, dilation: 1, before: 0 };

/** Places of the input under each window along one axis. */
function covered(axis: Axis): number[][] {
  return Array.from({ length: axis.windows }, (_, window) => {
    const start = window * axis.stride - axis.before;
    const places = Array.from({ length: axis.filter }, (_, k) => start + k * axis.dilation);
    return places.filter((place) => place >= 0 && place < axis.size);
  });
}

/** Offsets in one example's values, without the channel, of what a window covers: its first maximum wins, by rows. */
function offsets(pooling: Pooling): number[][] {
  const { depth, rows, columns, channels } = pooling;
  const [byDepth, byRow, byColumn] = [covered(depth), covered(rows), covered(columns)];
  return byDepth.flatMap((depths) =>
    byRow.flatMap((rowPlaces) =>
      byColumn.map((columnPlaces) =>
        depths.flatMap((z) =>
          rowPlaces.flatMap((y) =>
            columnPlaces.map((x) => ((z * rows.size + y) * columns.size + x) * channels),
          ),
        ),
      ),
    ),
  );
}

type Values = core.TypedArray;

/** Adds each window's gradient to the first of its largest values. Shapes [batch, depth, height, width, channels]. */
function scatterToMaxima(pooling: Pooling, x: Values, dy: Values, dx: Values): void {
  const { batch, depth, rows, columns, channels } = pooling;
  const windows = offsets(pooling);
  const example = depth.size * rows.size * columns.size * channels;
  let from = 0;
  for (let start = 0; start < batch * example; start += example) {
    for (const window of windows) {
      for (let channel = 0; channel < channels; channel++) {
        const base = start + channel;
        let best = -1;
        let most = Number.NEGATIVE_INFINITY;
        for (const offset of window) {
          const value = x[base + offset] ?? Number.NaN;
          if (best < 0 || value > most) {
            most = value;
            best = base + offset;
          }
        }
        if (best >= 0) dx[best] = (dx[best] ?? 0) + (dy[from] ?? 0);
        from++;
      }
    }
  }
}

interface PoolGradInputs {
  readonly dy: core.TensorInfo;
  readonly input: core.TensorInfo;
}

function pooledGradient(
  backend: BackendWasm,
  { dy, input }: PoolGradInputs,
  pooling: Pooling,
): core.TensorInfo {
  const dx = backend.makeOutput(input.shape, 'float32');
  // Taken after the output is there, since more memory would detach them.
  const values = backend.typedArrayFromHeap(dx);
  values.fill(0);
  const [x, gradient] = [input, dy].map((tensor) => backend.typedArrayFromHeap(tensor));
  if (x !== undefined && gradient !== undefined) scatterToMaxima(pooling, x, gradient, values);
  return dx;
}

type Windows2D = Pick<
  core.backend_util.Conv2DInfo,
  | 'inHeight'
  | 'inWidth'
  | 'outHeight'
  | 'outWidth'
  | 'strideHeight'
  | 'strideWidth'
  | 'filterHeight'
  | 'filterWidth'
  | 'dilationHeight'
  | 'dilationWidth'
>;

function rowsOf(info: Windows2D, before: number): Axis {
  return {
    size: info.inHeight,
    windows: info.outHeight,
    stride: info.strideHeight,
    filter: info.filterHeight,
    dilation: info.dilationHeight,
    before,
  };
}

function columnsOf(info: Windows2D, before: number): Axis {
  return {
    size: info.inWidth,
    windows: info.outWidth,
    stride: info.strideWidth,
    filter: info.filterWidth,
    dilation: info.dilationWidth,
    before,
  };
}

function depthOf(info: core.backend_util.Conv3DInfo): Axis {
  return {
    size: info.inDepth,
    windows: info.outDepth,
    stride: info.strideDepth,
    filter: info.filterDepth,
    dilation: info.dilationDepth,
    before: info.padInfo.front,
  };
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
  return pooledGradient(backend as BackendWasm, given, {
    batch: info.batchSize,
    channels: info.inChannels,
    depth: one,
    rows: rowsOf(info, info.padInfo.top),
    columns: columnsOf(info, info.padInfo.left),
  });
};

export const maxPool3DGrad: core.KernelFunc = ({ inputs, backend, attrs }) => {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as core.MaxPool3DGradAttrs;
  const given = inputs as unknown as PoolGradInputs;
  const shape = given.input.shape as [number, number, number, number, number];
  const info = core.backend_util.computePool3DInfo(
    shape,
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  return pooledGradient(backend as BackendWasm, given, {
    batch: info.batchSize,
    channels: info.inChannels,
    depth: depthOf(info),
    rows: rowsOf(info, info.padInfo.top),
    columns: columnsOf(info, info.padInfo.left),
  });
};
