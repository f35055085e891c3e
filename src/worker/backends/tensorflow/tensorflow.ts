/** TensorFlow itself: tfjs-node's JavaScript on this process's TensorFlow.js, its binding, and a libtensorflow of 2.15 or later. */
import { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend';
import '@tensorflow/tfjs-node/dist/register_all_kernels';
import type { TFJSBinding } from '@tensorflow/tfjs-node/dist/tfjs_binding';
import { version } from '@tensorflow/tfjs-node/dist/version';
import type { BackendResources, OpenBackend } from '../backend';
import { commonVersions, processorName } from '../processor';
import { installFusedKernels } from './fused/fused';
import { loadBinding } from './loading';
import { nvidiaCard, nvidiaDriver } from './nvidia';

/** Runs an operation and reads what it gave: the device runs in order, so that all before is done. */
function readBack(binding: TFJSBinding): void {
  const number = binding.createTensor([], binding.TF_FLOAT, Float32Array.of(0));
  const type = { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
  const [negated] = binding.executeOp('Neg', [type], [number], 1);
  binding.deleteTensor(number);
  if (negated === undefined) throw new Error('TensorFlow gave no result');
  binding.tensorDataSync(negated.id);
  binding.deleteTensor(negated.id);
}

function deviceOf(cuda: boolean): string {
  return cuda ? (nvidiaCard() ?? 'a CUDA device') : processorName();
}

function driverOf(binding: TFJSBinding, cuda: boolean): string {
  const library = `TensorFlow ${binding.TF_Version}`;
  const driver = cuda ? nvidiaDriver() : undefined;
  return driver === undefined ? library : `${library}, NVIDIA ${driver}`;
}

/** Loads the library: half a second, and some hundred MB of memory. */
export function makeTensorflow(resources: BackendResources): Promise<OpenBackend> {
  // TensorFlow tells each start what the processor can do, on standard error.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  const binding = loadBinding(resources) as TFJSBinding;
  const cuda = binding.isUsingGpuDevice();
  const backend = new NodeJSKernelBackend(binding, '@tensorflow/tfjs-node');
  return Promise.resolve({
    facts: {
      name: 'tensorflow',
      device: deviceOf(cuda),
      driver: driverOf(binding, cuda),
      software: false,
      cuda,
      asynchronous: cuda,
      versions: {
        ...commonVersions(),
        tensorflow: binding.TF_Version,
        'tfjs-node': version,
      },
    },
    backend,
    fuse: () => installFusedKernels(backend),
    settle: () => {
      readBack(binding);
      return Promise.resolve();
    },
  });
}
