/** TensorFlow.js's table of kernels, as far as kernels are added and replaced. */
import { core } from '../tfjs/library';

export function hasKernel(kernelName: string, backendName: string): boolean {
  return core.getKernelsForBackend(backendName).some((kernel) => kernel.kernelName === kernelName);
}

/** Registers a kernel, in the place of the one that is there. */
export function setKernel(config: core.KernelConfig): void {
  const { kernelName, backendName } = config;
  if (hasKernel(kernelName, backendName)) core.unregisterKernel(kernelName, backendName);
  core.registerKernel(config);
}
