/** The windows of 2-D and 3-D pooling over the values of an example, channels last. */
import type { core } from '../../tfjs/library';

/** One axis of the windows: of the input's `size` places, window `w` covers those from `w · stride − before`, `dilation` apart. */
export interface Axis {
  readonly size: number;
  readonly windows: number;
  readonly stride: number;
  readonly filter: number;
  readonly dilation: number;
  readonly before: number;
}

export interface Pooling {
  readonly batch: number;
  readonly channels: number;
  readonly depth: Axis;
  readonly rows: Axis;
  readonly columns: Axis;
}

const single: Axis = { size: 1, windows: 1, stride: 1, filter: 1, dilation: 1, before: 0 };

/** Places of the input under each window along one axis. */
function covered(axis: Axis): number[][] {
  return Array.from({ length: axis.windows }, (_, window) => {
    const start = window * axis.stride - axis.before;
    const places = Array.from({ length: axis.filter }, (_, k) => start + k * axis.dilation);
    return places.filter((place) => place >= 0 && place < axis.size);
  });
}

/** Offsets in one example's values, without the channel, of what a window covers: its first maximum wins, by rows. */
export function windowOffsets(pooling: Pooling): number[][] {
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

export function pooling2D(info: core.backend_util.Conv2DInfo): Pooling {
  return {
    batch: info.batchSize,
    channels: info.inChannels,
    depth: single,
    rows: rowsOf(info, info.padInfo.top),
    columns: columnsOf(info, info.padInfo.left),
  };
}

export function pooling3D(info: core.backend_util.Conv3DInfo): Pooling {
  return {
    batch: info.batchSize,
    channels: info.inChannels,
    depth: depthOf(info),
    rows: rowsOf(info, info.padInfo.top),
    columns: columnsOf(info, info.padInfo.left),
  };
}
