/** Kernels that move elements: cutting, joining, turning, looking up. */
import { backend_util, slice_util, util } from '@tensorflow/tfjs-core';
import type {
  BatchToSpaceNDAttrs,
  ConcatAttrs,
  ExpandDimsAttrs,
  FillAttrs,
  GatherV2Attrs,
  LinSpaceAttrs,
  MirrorPadAttrs,
  OneHotAttrs,
  PackAttrs,
  RangeAttrs,
  ReshapeAttrs,
  ScatterNdAttrs,
  SliceAttrs,
  SpaceToBatchNDAttrs,
  SparseToDenseAttrs,
  SplitVAttrs,
  StridedSliceAttrs,
  TensorInfo,
  TileAttrs,
  TopKAttrs,
  TransposeAttrs,
  UnpackAttrs,
  UnsortedSegmentSumAttrs,
} from '@tensorflow/tfjs-core';
import { infer, productOf, reshaped, type Inference, type Named } from './inference';

type Unary = Named<'x'>;

function firstOf(tensors: readonly TensorInfo[]): TensorInfo {
  const [first] = tensors;
  if (first === undefined) throw new Error('there has to be at least one tensor');
  return first;
}

/** `axis` from 0, where negative ones count from the end. */
function axisOf(axis: number, shape: readonly number[]): number {
  return util.parseAxisParam(axis, [...shape])[0] ?? 0;
}

function withSize(shape: readonly number[], axis: number, size: number): number[] {
  return shape.map((old, at) => (at === axis ? size : old));
}

function padded({ x }: Unary, { paddings }: Pick<MirrorPadAttrs, 'paddings'>) {
  return reshaped(
    x,
    paddings.map(([before, after], axis) => before + (x.shape[axis] ?? 1) + after),
  );
}

/** As `tf.range`, whose step may have the wrong sign. */
function rangeLength({ start, stop, step }: RangeAttrs): number {
  const empty = start === stop || (start < stop && step < 0) || (stop < start && step > 1);
  return empty ? 0 : Math.abs(Math.ceil((stop - start) / step));
}

function spaceToBatch({ x }: Unary, { blockShape, paddings }: SpaceToBatchNDAttrs) {
  const spatial = blockShape.map((block, i) => {
    const [before = 0, after = 0] = paddings[i] ?? [];
    return (before + (x.shape[i + 1] ?? 1) + after) / block;
  });
  const [batch = 1] = x.shape;
  const rest = x.shape.slice(1 + blockShape.length);
  return reshaped(x, [batch * productOf(blockShape), ...spatial, ...rest]);
}

function batchToSpace({ x }: Unary, { blockShape, crops }: BatchToSpaceNDAttrs) {
  const spatial = blockShape.map((block, i) => {
    const [before = 0, after = 0] = crops[i] ?? [];
    return (x.shape[i + 1] ?? 1) * block - before - after;
  });
  const [batch = 1] = x.shape;
  const rest = x.shape.slice(1 + blockShape.length);
  return reshaped(x, [batch / productOf(blockShape), ...spatial, ...rest]);
}

const cutting: Readonly<Record<string, Inference>> = {
  Slice: infer(({ x }: Unary, { begin, size }: SliceAttrs) => {
    const [from = [], sizes = []] = slice_util.parseSliceParams(x, begin, size);
    slice_util.assertParamsValid(x, from, sizes);
    return reshaped(x, sizes);
  }),
  SplitV: infer(({ x }: Unary, { numOrSizeSplits, axis }: SplitVAttrs) => {
    const at = axisOf(axis, x.shape);
    const sizes = backend_util.prepareSplitSize(x, numOrSizeSplits, at);
    return sizes.map((size) => reshaped(x, withSize(x.shape, at, size)));
  }),
  StridedSlice: infer(({ x }: Unary, attrs: StridedSliceAttrs) => {
    const { finalShape } = slice_util.sliceInfo(
      x.shape,
      attrs.begin,
      attrs.end,
      attrs.strides,
      attrs.beginMask,
      attrs.endMask,
      attrs.ellipsisMask,
      attrs.newAxisMask,
      attrs.shrinkAxisMask,
    );
    return reshaped(x, finalShape);
  }),
  TopK: infer(({ x }: Unary, { k }: TopKAttrs) => {
    const shape = [...x.shape.slice(0, -1), k];
    return [reshaped(x, shape), { shape, dtype: 'int32' }];
  }),
  Unpack: infer(({ value }: Named<'value'>, { axis }: UnpackAttrs) => {
    const at = axis < 0 ? axis + value.shape.length : axis;
    const part = reshaped(
      value,
      value.shape.filter((_, i) => i !== at),
    );
    return Array.from({ length: value.shape[at] ?? 0 }, () => part);
  }),
};

const joining: Readonly<Record<string, Inference>> = {
  Concat: infer((tensors: readonly TensorInfo[], { axis }: ConcatAttrs) => {
    const first = firstOf(tensors);
    const at = axisOf(axis, first.shape);
    const shapes = tensors.map(({ shape }) => shape);
    backend_util.assertParamsConsistent(shapes, at);
    return reshaped(first, backend_util.computeOutShape(shapes, at));
  }),
  MirrorPad: infer(padded),
  Pack: infer((tensors: readonly TensorInfo[], { axis }: PackAttrs) => {
    const first = firstOf(tensors);
    const shape = [...first.shape];
    shape.splice(axis < 0 ? axis + shape.length + 1 : axis, 0, tensors.length);
    return reshaped(first, shape);
  }),
  PadV2: infer(padded),
  Tile: infer(({ x }: Unary, { reps }: TileAttrs) =>
    reshaped(
      x,
      x.shape.map((size, axis) => size * (reps[axis] ?? 1)),
    ),
  ),
};

const turning: Readonly<Record<string, Inference>> = {
  BatchToSpaceND: infer(batchToSpace),
  Diag: infer(({ x }: Unary) => reshaped(x, [...x.shape, ...x.shape])),
  ExpandDims: infer(({ input }: Named<'input'>, { dim }: ExpandDimsAttrs) => {
    const shape = [...input.shape];
    shape.splice(dim < 0 ? dim + shape.length + 1 : dim, 0, 1);
    return reshaped(input, shape);
  }),
  Reshape: infer(({ x }: Unary, { shape }: ReshapeAttrs) =>
    reshaped(x, util.inferFromImplicitShape(shape, productOf(x.shape))),
  ),
  SpaceToBatchND: infer(spaceToBatch),
  Transpose: infer(({ x }: Unary, { perm }: TransposeAttrs) =>
    reshaped(
      x,
      perm.map((axis) => x.shape[axis] ?? 1),
    ),
  ),
};

const lookingUp: Readonly<Record<string, Inference>> = {
  GatherNd: infer(({ params, indices }: Named<'params' | 'indices'>) => {
    const [shape] = backend_util.prepareAndValidate(params, indices);
    return reshaped(params, shape);
  }),
  GatherV2: infer(({ x, indices }: Named<'x' | 'indices'>, { axis, batchDims }: GatherV2Attrs) => {
    const at = axisOf(axis, x.shape);
    const kept = indices.shape.slice(batchDims);
    return reshaped(x, [...x.shape.slice(0, at), ...kept, ...x.shape.slice(at + 1)]);
  }),
  OneHot: infer(({ indices }: Named<'indices'>, { depth, dtype }: OneHotAttrs) => ({
    shape: [...indices.shape, depth],
    dtype,
  })),
  ScatterNd: infer(({ updates }: Named<'indices' | 'updates'>, { shape }: ScatterNdAttrs) =>
    reshaped(updates, shape),
  ),
  SearchSorted: infer(({ values }: Named<'values'>) => ({
    shape: [...values.shape],
    dtype: 'int32',
  })),
  SparseToDense: infer(
    ({ sparseValues }: Named<'sparseValues'>, { outputShape }: SparseToDenseAttrs) =>
      reshaped(sparseValues, outputShape),
  ),
  TensorScatterUpdate: infer(({ tensor }: Named<'tensor'>) => reshaped(tensor, tensor.shape)),
  UnsortedSegmentSum: infer(
    ({ x, segmentIds }: Named<'x' | 'segmentIds'>, { numSegments }: UnsortedSegmentSumAttrs) => ({
      shape: [numSegments, ...x.shape.slice(segmentIds.shape.length)],
      dtype: backend_util.upcastType(x.dtype, 'int32'),
    }),
  ),
};

const counting: Readonly<Record<string, Inference>> = {
  Bincount: infer(({ weights }: Named<'weights'>, { size }: { size: number }) =>
    reshaped(weights, [size]),
  ),
  BroadcastArgs: infer(({ s0, s1 }: Named<'s0' | 's1'>) => ({
    shape: [Math.max(s0.shape[0] ?? 0, s1.shape[0] ?? 0)],
    dtype: 'int32',
  })),
  DenseBincount: infer(({ x, weights }: Named<'x' | 'weights'>, { size }: { size: number }) =>
    reshaped(weights, [...x.shape.slice(0, -1), size]),
  ),
  Multinomial: infer(
    ({ logits }: Named<'logits'>, { numSamples }: { readonly numSamples: number }) => ({
      shape: [logits.shape[0] ?? 1, numSamples],
      dtype: 'int32',
    }),
  ),
  StringToHashBucketFast: infer(({ input }: Named<'input'>) => ({
    shape: [...input.shape],
    dtype: 'int32',
  })),
};

/** Kernels of tfjs fill without a type too: then it is that of the value. */
type FillRequest = Pick<FillAttrs, 'shape' | 'value'> & Partial<Pick<FillAttrs, 'dtype'>>;

const making: Readonly<Record<string, Inference>> = {
  Fill: infer((_inputs: unknown, { shape, dtype, value }: FillRequest) => ({
    shape: [...shape],
    dtype: dtype ?? util.inferDtype(value),
  })),
  LinSpace: infer((_inputs: unknown, { num }: LinSpaceAttrs) => ({
    shape: [num],
    dtype: 'float32',
  })),
  Range: infer((_inputs: unknown, attrs: RangeAttrs) => ({
    shape: [rangeLength(attrs)],
    dtype: attrs.dtype,
  })),
};

export const arrays: Readonly<Record<string, Inference>> = {
  ...cutting,
  ...joining,
  ...turning,
  ...lookingUp,
  ...counting,
  ...making,
};
