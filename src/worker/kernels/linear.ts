/** Products of matrices, spectra, and pictures. */
import { backend_util } from '@tensorflow/tfjs-core';
import type {
  BatchMatMulAttrs,
  CropAndResizeAttrs,
  DepthToSpaceAttrs,
  EinsumAttrs,
  ResizeBilinearAttrs,
  TensorInfo,
  TransformAttrs,
} from '@tensorflow/tfjs-core';
import { infer, reshaped, retyped, sameRule, type Inference, type Named } from './inference';

const product = infer(
  ({ a, b }: Named<'a' | 'b'>, { transposeA, transposeB }: BatchMatMulAttrs) => {
    const batch = backend_util.assertAndGetBroadcastShape(
      a.shape.slice(0, -2),
      b.shape.slice(0, -2),
    );
    const inner = [a.shape.at(transposeA ? -2 : -1), b.shape.at(transposeB ? -1 : -2)];
    if (inner[0] !== inner[1]) {
      throw new Error(
        `Error in matMul: inner shapes (${inner.join(') and (')}) of Tensors with shapes ` +
          `${a.shape.join(',')} and ${b.shape.join(',')} must match.`,
      );
    }
    const rows = a.shape.at(transposeA ? -1 : -2) ?? 1;
    const columns = b.shape.at(transposeB ? -2 : -1) ?? 1;
    return reshaped(a, [...batch, rows, columns]);
  },
);

/** The sizes of an einsum's axes, each once, and which of them the result has. */
export function einsumAxes(
  tensors: readonly Pick<TensorInfo, 'shape'>[],
  equation: string,
): { readonly sizes: readonly number[]; readonly output: readonly number[] } {
  const { allDims, summedDims, idDims } = backend_util.decodeEinsumEquation(
    equation,
    tensors.length,
  );
  const sizes = allDims.map((_name, dim) => {
    const holder = tensors.findIndex((_tensor, i) => idDims[i]?.includes(dim) === true);
    return tensors[holder]?.shape[idDims[holder]?.indexOf(dim) ?? 0] ?? 1;
  });
  // tfjs numbers the axes of the result first, in its order.
  return { sizes, output: sizes.slice(0, sizes.length - summedDims.length) };
}

const resized = infer(
  ({ images }: Named<'images'>, { size: [height, width] }: ResizeBilinearAttrs) => ({
    shape: [images.shape[0] ?? 1, height, width, images.shape[3] ?? 1],
    dtype: 'float32',
  }),
);

const resizedNearest = infer(
  ({ images }: Named<'images'>, { size: [height, width] }: ResizeBilinearAttrs) =>
    reshaped(images, [images.shape[0] ?? 1, height, width, images.shape[3] ?? 1]),
);

function depthToSpace({ x }: Named<'x'>, { blockSize }: DepthToSpaceAttrs) {
  const [batch = 1, height = 1, width = 1, depth = 1] = x.shape;
  const size = [height * blockSize, width * blockSize];
  return reshaped(x, [batch, ...size, depth / (blockSize * blockSize)]);
}

export const linear: Readonly<Record<string, Inference>> = {
  ...sameRule(['BatchMatMul', '_FusedMatMul'], product),
  ...sameRule(
    ['FFT', 'IFFT'],
    infer(({ input }: Named<'input'>) => retyped(input, 'complex64')),
  ),
  ...sameRule(
    ['FlipLeftRight', 'RotateWithOffset'],
    infer(({ image }: Named<'image'>) => reshaped(image, image.shape)),
  ),
  ...sameRule(
    ['ResizeBilinearGrad', 'ResizeNearestNeighborGrad'],
    infer(({ images }: Named<'images'>) => retyped(images, 'float32')),
  ),
  CropAndResize: infer(
    (
      { image, boxes }: Named<'image' | 'boxes'>,
      { cropSize: [height, width] }: CropAndResizeAttrs,
    ) => ({
      shape: [boxes.shape[0] ?? 0, height, width, image.shape[3] ?? 1],
      dtype: 'float32',
    }),
  ),
  DepthToSpace: infer(depthToSpace),
  Einsum: infer((tensors: readonly TensorInfo[], { equation }: EinsumAttrs) => {
    const [first] = tensors;
    if (first === undefined) throw new Error('einsum needs at least one tensor');
    const { idDims, allDims } = backend_util.decodeEinsumEquation(equation, tensors.length);
    backend_util.checkEinsumDimSizes(allDims.length, idDims, [...tensors] as never);
    return reshaped(first, einsumAxes(tensors, equation).output);
  }),
  ResizeBilinear: resized,
  ResizeNearestNeighbor: resizedNearest,
  Transform: infer(({ image }: Named<'image'>, { outputShape }: TransformAttrs) => {
    const [batch = 1, height = 1, width = 1, channels = 1] = image.shape;
    return reshaped(image, [batch, ...(outputShape ?? [height, width]), channels]);
  }),
};
