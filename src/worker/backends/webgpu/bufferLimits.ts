/** A tensor that is larger than what a kernel may be given has to be told of by name, before the GPU refuses it. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu';
import { formatBytes } from '../../../model/format';
import { told } from '../../../model/sentence';
import { DesignerStop } from '../../errors';

/** Makes each buffer that is over the device's limits a DesignerStop `out-of-memory`. */
export function guardBuffers({ bufferManager, device }: WebGPUBackend): void {
  const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
  const most = Math.min(maxStorageBufferBindingSize, maxBufferSize);
  const acquire = bufferManager.acquireBuffer.bind(bufferManager);
  bufferManager.acquireBuffer = (size, ...rest) => {
    if (size <= most) return acquire(size, ...rest);
    throw new DesignerStop(
      'out-of-memory',
      told`A tensor of ${formatBytes(size)} is larger than this GPU takes in one piece (${formatBytes(most)}). Take a smaller batch, or another backend.`,
    );
  };
}
