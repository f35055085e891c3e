/** A kernel of the cpu backend, run on copies of what is in WebAssembly's memory. */
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm/dist/backend_wasm';
import { core } from '../../tfjs/library';

function copied(wasm: BackendWasm, cpu: MathBackendCPU, input: core.TensorInfo): core.TensorInfo {
  return cpu.makeTensorInfo(input.shape, input.dtype, wasm.readSync(input.dataId));
}

/** @throws Error when the cpu backend has no such kernel either. */
export function throughCpu(kernelName: string): core.KernelFunc {
  return ({ inputs, backend, attrs }) => {
    const wasm = backend as BackendWasm;
    const cpu = core.findBackend('cpu') as MathBackendCPU;
    const kernel = core.getKernel(kernelName, 'cpu');
    const given = inputs as Readonly<Record<string, core.TensorInfo>>;
    const copies = Object.fromEntries(
      Object.entries(given).map(([name, input]) => [name, copied(wasm, cpu, input)]),
    );
    const result = kernel.kernelFunc({ inputs: copies, backend: cpu, ...(attrs && { attrs }) });
    const outputs = Array.isArray(result) ? result : [result];
    const made = outputs.map(({ dataId, shape, dtype }) =>
      wasm.makeOutput(shape, dtype, undefined, cpu.readSync(dataId)),
    );
    for (const { dataId } of [...outputs, ...Object.values(copies)]) cpu.disposeData(dataId, true);
    const [only] = made;
    return only !== undefined && made.length === 1 ? only : made;
  };
}
