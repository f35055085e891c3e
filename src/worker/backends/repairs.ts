/**
 * Kernels and gradients that TensorFlow.js 4.22 has wrong, put right before they are measured.
 * docs/backends.md lists them.
 */
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu';
import type { BackendName } from '../../protocol/profile';
import { core } from '../tfjs/library';
import { einsum, sumsAlone } from './einsum';
import { mirrorPadGradient } from './mirrorPad';
import { hasKernel, setKernel } from './registry';
import { tensorOf } from './tensors';

/** Kernels that were put right, by backend, so that it happens once. */
const repaired = new Set<string>();

function replace(
  kernelName: string,
  backendName: BackendName,
  change: (original: core.KernelFunc) => core.KernelFunc,
): void {
  const key = `${backendName} ${kernelName}`;
  if (repaired.has(key) || !hasKernel(kernelName, backendName)) return;
  const original = core.getKernel(kernelName, backendName);
  setKernel({ ...original, kernelFunc: change(original.kernelFunc) });
  repaired.add(key);
}

/** How many places of the input each window covers along one axis, over how many its filter has. */
function coverage(size: number, windows: number, stride: number, filter: number, before: number) {
  return Array.from({ length: windows }, (_, window) => {
    const start = window * stride - before;
    return (Math.min(size, start + filter) - Math.max(0, start)) / filter;
  });
}

interface PoolGradInputs {
  readonly dy: core.TensorInfo;
  readonly input: core.TensorInfo;
}

interface ResizeGradInputs {
  readonly dy: core.TensorInfo;
  readonly images: core.TensorInfo;
}

type Info2D = core.backend_util.Conv2DInfo;
type Info3D = core.backend_util.Conv3DInfo;

function rowsAndColumns(info: Info2D | Info3D): [number[], number[]] {
  const { top, left } = info.padInfo;
  return [
    coverage(info.inHeight, info.outHeight, info.strideHeight, info.filterHeight, top),
    coverage(info.inWidth, info.outWidth, info.strideWidth, info.filterWidth, left),
  ];
}

/** One factor for each window, as a tensor that broadcasts over batch and channels. */
function outer(axes: readonly number[][]): { readonly values: number[]; readonly shape: number[] } {
  const values = axes.reduce<number[]>(
    (all, axis) => all.flatMap((factor) => axis.map((next) => factor * next)),
    [1],
  );
  return { values, shape: [1, ...axes.map(({ length }) => length), 1] };
}

/**
 * The forward pass divides a window's sum by the places that lie in the input, the gradient by those of the whole
 * filter. Dividing the windows' gradients by the covered share first makes both the same.
 */
function averagedOverCovered(
  axesOf: (inputs: PoolGradInputs, attrs: unknown) => number[][],
): (original: core.KernelFunc) => core.KernelFunc {
  return (original) => (params) => {
    const inputs = params.inputs as unknown as PoolGradInputs;
    const axes = axesOf(inputs, params.attrs);
    if (axes.every((axis) => axis.every((share) => share === 1))) return original(params);
    const { values, shape } = outer(axes);
    const share = core.tensor(values, shape);
    const dy = core.div(tensorOf(inputs.dy), share);
    const result = original({ ...params, inputs: { ...inputs, dy } });
    core.dispose([share, dy]);
    return result;
  };
}

const avgPoolGrad = averagedOverCovered(({ input }, attrs) => {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as core.AvgPoolAttrs;
  const shape = input.shape as [number, number, number, number];
  return rowsAndColumns(
    core.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode),
  );
});

const avgPool3DGrad = averagedOverCovered(({ input }, attrs) => {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as core.AvgPool3DGradAttrs;
  const shape = input.shape as [number, number, number, number, number];
  const info = core.backend_util.computePool3DInfo(
    shape,
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const { inDepth, outDepth, strideDepth, filterDepth, padInfo } = info;
  const depths = coverage(inDepth, outDepth, strideDepth, filterDepth, padInfo.front);
  return [depths, ...rowsAndColumns(info)];
});

/** The cpu backend steps through the gradient by the strides of the image, so that only the first example is right. */
function oneExampleAtATime(original: core.KernelFunc): core.KernelFunc {
  return ({ inputs, backend, attrs }) => {
    const cpu = backend as MathBackendCPU;
    const { images, dy } = inputs as unknown as ResizeGradInputs;
    const [batch = 0] = images.shape;
    const examples = Array.from({ length: batch }, (_, example) => {
      const parts = [images, dy].map((tensor) => exampleOf(cpu, tensor, example));
      const [image, gradient] = parts;
      const given = { images: image, dy: gradient } as core.NamedTensorInfoMap;
      const result = original({
        inputs: given,
        backend,
        ...(attrs && { attrs }),
      }) as core.TensorInfo;
      const values = cpu.readSync(result.dataId) as Float32Array;
      for (const { dataId } of [...parts, result]) cpu.disposeData(dataId, true);
      return values;
    });
    const size = core.util.sizeFromShape(images.shape.slice(1));
    const all = new Float32Array(batch * size);
    examples.forEach((values, example) => {
      all.set(values, example * size);
    });
    return cpu.makeTensorInfo(images.shape, 'float32', all);
  };
}

function exampleOf(cpu: MathBackendCPU, tensor: core.TensorInfo, example: number): core.TensorInfo {
  const shape = [1, ...tensor.shape.slice(1)];
  const size = core.util.sizeFromShape(shape);
  const values = cpu.readSync(tensor.dataId) as Float32Array;
  return cpu.makeTensorInfo(
    shape,
    tensor.dtype,
    values.subarray(example * size, (example + 1) * size),
  );
}

function einsumThatSums(original: core.KernelFunc): core.KernelFunc {
  return (params) => {
    const { equation } = params.attrs as unknown as core.EinsumAttrs;
    return sumsAlone(equation) ? einsum(params) : original(params);
  };
}

/** Puts the kernels and gradients right that are wrong on a backend. Doing it again changes nothing. */
export function repairKernels(name: BackendName): void {
  core.unregisterGradient(core.MirrorPad);
  core.registerGradient(mirrorPadGradient);
  if (name !== 'tensorflow') {
    replace(core.AvgPoolGrad, name, avgPoolGrad);
    replace(core.AvgPool3DGrad, name, avgPool3DGrad);
  }
  if (name === 'cpu' || name === 'webgpu') replace(core.Einsum, name, einsumThatSums);
  if (name === 'cpu') replace(core.ResizeNearestNeighborGrad, name, oneExampleAtATime);
}
