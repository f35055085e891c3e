/**
 * The meta device: a tfjs backend whose tensors may have a shape and a dtype and no values. Weights
 * are such tensors, so building a model allocates none of them. Tensors that the user's code makes
 * from values keep them and compute as on the cpu backend, as long as that is little work; every other
 * kernel gives the shapes and dtypes of its outputs, and one whose outputs depend on values is refused
 * by name.
 */
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu';
import { NoValuesError, ValueKernelError } from '../errors';
import { productOf, type MetaTensor } from '../kernels/inference';
import { kernelMacs } from '../kernels/kernelMacs';
import { inferenceOf } from '../kernels/kernels';
import { core } from './library';

type DataId = object;

/** Told of every tensor's data that comes to be (a positive size) or goes (a negative one). */
export type HeldWatcher = (elements: number, bytesPerElement: number) => void;

interface Size {
  readonly elements: number;
  readonly bytesPerElement: number;
}

/** What the cpu backend keeps of a tensor, without the values. */
class NoData {
  refCount = 1;

  constructor(readonly dtype: core.DataType) {}

  get values(): never {
    throw new NoValuesError();
  }
}

class MetaBackend extends MathBackendCPU {
  readonly #shapeOnly = new WeakSet<DataId>();
  readonly #sizes = new WeakMap<DataId, Size>();
  watcher: HeldWatcher | undefined;

  #hold(dataId: DataId, shape: readonly number[], dtype: core.DataType): void {
    // The bytes of a complex tensor are those of its parts; those of strings are not looked at.
    const counted = dtype !== 'complex64' && dtype !== 'string';
    const bytesPerElement = counted ? core.util.bytesPerElement(dtype) : 0;
    const elements = productOf(shape);
    this.#sizes.set(dataId, { elements, bytesPerElement });
    this.watcher?.(elements, bytesPerElement);
  }

  override write(...args: Parameters<MathBackendCPU['write']>): DataId {
    const dataId = super.write(...args);
    this.#hold(dataId, args[1], args[2]);
    return dataId;
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const gone = super.disposeData(dataId, force);
    const size = gone ? this.#sizes.get(dataId) : undefined;
    if (size === undefined) return gone;
    this.#sizes.delete(dataId);
    this.watcher?.(-size.elements, size.bytesPerElement);
    return gone;
  }

  /** A tensor of shape and dtype alone. */
  shapeOnly({ shape, dtype }: MetaTensor): core.TensorInfo {
    const dataId: DataId = {};
    this.data.set(dataId, new NoData(dtype));
    this.#shapeOnly.add(dataId);
    this.#hold(dataId, shape, dtype);
    return { dataId, shape, dtype };
  }

  hasValues({ dataId }: core.TensorInfo): boolean {
    return !this.#shapeOnly.has(dataId);
  }
}

let device: MetaBackend | undefined;

/** Above this many MACs a kernel is not computed, even where all values are known. */
const mostMacs = 1 << 20;
/** Nor above this many elements of an output: the mask of a long sequence is large, and never read. */
const mostElements = 1 << 18;
/** Above this many elements an output that is made of nothing gets a shape only. */
export const largestRealTensor = 1 << 16;

/** The tensors among a kernel's inputs, which are named, in a list, or in lists by name. */
export function tensorsIn(inputs: unknown): core.TensorInfo[] {
  if (typeof inputs !== 'object' || inputs === null) return [];
  if ('dataId' in inputs) return [inputs as core.TensorInfo];
  return Object.values(inputs).flatMap(tensorsIn);
}

function isCheap(kernel: string, inputs: unknown, attrs: unknown): boolean {
  const outputs = inferenceOf(kernel)?.(inputs, attrs) ?? [];
  if (kernelMacs(kernel, inputs, outputs, attrs) > mostMacs) return false;
  const most = tensorsIn(inputs).length === 0 ? largestRealTensor : mostElements;
  return outputs.every(({ shape }) => productOf(shape) <= most);
}

/** Whether the output is the input's own data, which no values are needed for. */
function sharesData(kernel: string, inputs: unknown, attrs: unknown): boolean {
  if (kernel === 'Identity' || kernel === 'Reshape') return true;
  if (kernel !== 'Cast') return false;
  const [input] = tensorsIn(inputs);
  return input?.dtype === Reflect.get(Object(attrs), 'dtype');
}

/** The kernel of the cpu backend where there are values to compute with, else what it would give. */
function metaKernel({ kernelName, kernelFunc }: core.KernelConfig): core.KernelFunc {
  return (params) => {
    const { inputs, attrs } = params;
    const backend = params.backend as MetaBackend;
    const known = tensorsIn(inputs).every((tensor) => backend.hasValues(tensor));
    if (known && isCheap(kernelName, inputs, attrs)) return kernelFunc(params);
    if (sharesData(kernelName, inputs, attrs)) return kernelFunc(params);
    const rule = inferenceOf(kernelName);
    if (rule === undefined) throw new ValueKernelError(kernelName);
    const outputs = rule(inputs, attrs).map((output) => backend.shapeOnly(output));
    const [only] = outputs;
    return only !== undefined && outputs.length === 1 && !givesList.has(kernelName)
      ? only
      : outputs;
  };
}

/** Kernels that give a list of tensors even when it has one. */
const givesList: ReadonlySet<string> = new Set(['SplitV', 'Unpack']);

/** Registers the device and its kernels, and makes it the active backend. */
export function installMetaDevice(): void {
  if (device !== undefined) return;
  core.env().set('PROD', true);
  const backend = new MetaBackend();
  core.registerBackend('meta', () => backend, 1000);
  for (const kernel of core.getKernelsForBackend('cpu')) {
    core.registerKernel({ ...kernel, backendName: 'meta', kernelFunc: metaKernel(kernel) });
  }
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
  const info = device.shapeOnly({ shape: [...shape], dtype });
  return core.engine().makeTensorFromTensorInfo(info, device);
}

/** Runs `run` while `watcher` is told of the data that tensors on the meta device would hold. */
export function watchHeld<T>(watcher: HeldWatcher, run: () => T): T {
  if (device === undefined) throw new Error('the meta device is not installed');
  const before = device.watcher;
  device.watcher = watcher;
  try {
    return run();
  } finally {
    device.watcher = before;
  }
}
