/**
 * The kernels that training needs and tfjs-backend-wasm 4.22 lacks or has wrong, registered in its place.
 * Those of convolutions, sums and einsum are composed of the backend's own kernels, so that XNNPACK does the
 * work; those of maximum pooling are loops over its memory; those of 3-D convolutions are the cpu backend's.
 */
import { core } from '../../tfjs/library';
import { einsum } from '../einsum';
import { setKernel } from '../registry';
import { conv2dBackpropFilter } from './conv2dFilter';
import { depthwiseBackpropFilter, depthwiseBackpropInput } from './depthwise';
import { maxPool3D, maxPool3DGrad, maxPoolGrad } from './maxPool';
import { segmentSum } from './segmentSum';
import { throughCpu } from './throughCpu';

/** By the name of the kernel. */
const kernels: Readonly<Record<string, core.KernelFunc>> = {
  [core.Conv2DBackpropFilter]: conv2dBackpropFilter,
  [core.DepthwiseConv2dNativeBackpropFilter]: depthwiseBackpropFilter,
  [core.DepthwiseConv2dNativeBackpropInput]: depthwiseBackpropInput,
  [core.UnsortedSegmentSum]: segmentSum,
  [core.Einsum]: einsum,
  [core.MaxPoolGrad]: maxPoolGrad,
  [core.MaxPool3D]: maxPool3D,
  [core.MaxPool3DGrad]: maxPool3DGrad,
  [core.Conv3DBackpropFilterV2]: throughCpu(core.Conv3DBackpropFilterV2),
  [core.Conv3DBackpropInputV2]: throughCpu(core.Conv3DBackpropInputV2),
};

/** Registers the kernels, in the place of those that are there. Doing it again changes nothing. */
export function completeWasm(): void {
  for (const [kernelName, kernelFunc] of Object.entries(kernels)) {
    setKernel({ kernelName, backendName: 'wasm', kernelFunc });
  }
}
