/** The GPU through WebGPU: Dawn in plain Node.js under tfjs-backend-webgpu. */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu';
import '@tensorflow/tfjs-backend-webgpu/dist/register_all_kernels';
import { version as dawnVersion } from 'webgpu/package.json';
import type { BackendResources, OpenBackend } from '../backend';
import { commonVersions } from '../processor';
import { factsOf, findAdapter, infoOf, openDevice } from './adapter';
import { guardBuffers } from './bufferLimits';
import { loadDawn } from './dawn';
import { DeviceReports } from './deviceReports';
import { TimestampTimer } from './gpuTimer';

/** Submits what the backend has queued, and waits until the device has done it. */
async function finish(backend: WebGPUBackend): Promise<void> {
  const queued = Reflect.get(backend, 'commandEncoder') as GPUCommandEncoder | null;
  if (queued !== null) {
    backend.endComputePassEncoder();
    backend.submitQueue();
  }
  await backend.queue.onSubmittedWorkDone();
}

/** @throws DesignerStop `backend-unavailable`, `adapter-missing`, `device-lost`. */
export async function makeWebgpu({ dawnPath }: BackendResources): Promise<OpenBackend> {
  const adapter = await findAdapter(loadDawn(dawnPath));
  const device = await openDevice(adapter);
  const reports = new DeviceReports(device);
  const backend = new WebGPUBackend(device, infoOf(adapter));
  guardBuffers(backend);
  const timed = device.features.has('timestamp-query');
  return {
    facts: {
      name: 'webgpu',
      ...factsOf(adapter),
      cuda: false,
      asynchronous: true,
      versions: { ...commonVersions(), webgpu: dawnVersion },
    },
    backend,
    settle: async () => {
      await finish(backend);
      reports.raise();
    },
    allocatedBytes: () => backend.memory().numBytesAllocatedInGPU,
    ...(timed && { gpuTimer: new TimestampTimer(backend) }),
  };
}
