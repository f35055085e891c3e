/**
 * The meta device: a tfjs backend whose tensors may have a shape and a dtype and no values. Weights
 * are such tensors, so building a model allocates none of them. Tensors that the user's code makes
 * from values keep them and compute as on the cpu backend; a kernel that asks for the values of a
 * shape is refused by name.
 */
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu';
import { core } from './library';
import { NoValuesError } from '../errors';

type DataId = object;

class MetaBackend extends MathBackendCPU {
  /** A tensor of shape and dtype alone. */
  shapeOnly(shape: number[], dtype: core.DataType): core.Tensor {
    const dataId: DataId = {};
    const data = { dtype, refCount: 1 };
    Object.defineProperty(data, 'values', {
      get(): never {
        throw new NoValuesError();
      },
    });
    this.data.set(dataId, data);
    return core.engine().makeTensorFromTensorInfo({ dataId, shape, dtype }, this);
  }
}

let device: MetaBackend | undefined;

/** Registers the device with the cpu backend's kernels and makes it the active backend. */
export function installMetaDevice(): void {
  if (device !== undefined) return;
  core.env().set('PROD', true);
  const backend = new MetaBackend();
  core.registerBackend('meta', () => backend, 1000);
  core.copyRegisteredKernels('cpu', 'meta');
  // The factory is synchronous, so the backend is active when this returns.
  void core.setBackend('meta');
  device = backend;
}

/**
 * A tensor without values on the meta device.
 * @throws Error when the device is not installed, or a size is not a whole number from 0.
 */
export function shapeOnlyTensor(shape: readonly number[], dtype: core.DataType): core.Tensor {
  if (device === undefined) throw new Error('the meta device is not installed');
  if (!shape.every((size) => Number.isInteger(size) && size >= 0)) {
    throw new Error(
      `a tensor of shape [${shape.join(', ')}] cannot be made: sizes are whole numbers from 0`,
    );
  }
  return device.shapeOnly([...shape], dtype);
}
