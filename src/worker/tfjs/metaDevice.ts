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
import { workspaceBytes, type KnownBackend } from '../kernels/workspace';
import { refuseImpossibleResult } from '../trace/possibleShapes';
import { core } from './library';

type DataId = object;

/** Whoever watches what would be held, on the backend that would hold it. */
export interface HeldWatcher {
  readonly backend: KnownBackend;
  /** Bytes of a tensor's data that came to be, or a negative number for one that went. */
  changed(bytes: number): void;
  /** Bytes that a kernel holds until its output is there. */
  workspace(bytes: number): void;
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
  readonly #bytes = new WeakMap<DataId, number>();
  watcher: HeldWatcher | undefined;

  #hold(dataId: DataId, shape: readonly number[], dtype: core.DataType): void {
    // The bytes of a complex tensor are those of its parts; those of strings are not looked at.
    const counted = dtype !== 'complex64' && dtype !== 'string';
    const bytes = counted ? core.util.bytesPerElement(dtype) * productOf(shape) : 0;
    this.#bytes.set(dataId, bytes);
    this.watcher?.changed(bytes);
  }

  override write(...args: Parameters<MathBackendCPU['write']>): DataId {
    const dataId = super.write(...args);
    this.#hold(dataId, args[1], args[2]);
    return dataId;
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const gone = super.disposeData(dataId, force);
    const bytes = gone ? this.#bytes.get(dataId) : undefined;
    if (bytes === undefined) return gone;
    this.#bytes.delete(dataId);
    this.watcher?.changed(-bytes);
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

  /** Another tensor with the same values, or with as few. */
  copyOf(tensor: core.TensorInfo): core.TensorInfo {
    if (!this.hasValues(tensor)) return this.shapeOnly(tensor);
    return this.makeTensorInfo(tensor.shape, tensor.dtype, this.readSync(tensor.dataId));
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
  const { dtype } = attrs as core.CastAttrs;
  if (input === undefined || [input.dtype, dtype].includes('complex64')) return false;
  // The cpu backend reads the same numbers as another type where none of them is lost.
  return input.dtype === dtype || !core.util.hasEncodingLoss(input.dtype, dtype);
}

/** The input that the wasm backend copies, where others go on with the same data. */
function copiedInput(
  { inputs, attrs }: Parameters<core.KernelFunc>[0],
  kernel: string,
): core.TensorInfo | undefined {
  const [input] = tensorsIn(inputs);
  const typed = kernel === 'Cast' && input?.dtype !== (attrs as unknown as core.CastAttrs).dtype;
  if (kernel === 'Reshape' || typed || !sharesData(kernel, inputs, attrs)) return undefined;
  return input?.dtype === 'complex64' || input?.dtype === 'string' ? undefined : input;
}

/** Sizes that user code computed wrongly are told where they come to be, and not by who reads them. */
function checkedKernel(config: core.KernelConfig): core.KernelFunc {
  const kernel = metaKernel(config);
  return (params) => {
    const result = kernel(params);
    for (const { shape } of tensorsIn(result)) refuseImpossibleResult(config.kernelName, shape);
    return result;
  };
}

/** The kernel of the cpu backend where there are values to compute with, else what it would give. */
function metaKernel({ kernelName, kernelFunc }: core.KernelConfig): core.KernelFunc {
  return (params) => {
    const { inputs, attrs } = params;
    const backend = params.backend as MetaBackend;
    const copied =
      backend.watcher?.backend === 'wasm' ? copiedInput(params, kernelName) : undefined;
    if (copied !== undefined) return backend.copyOf(copied);
    const known = tensorsIn(inputs).every((tensor) => backend.hasValues(tensor));
    if (known && isCheap(kernelName, inputs, attrs)) return kernelFunc(params);
    if (backend.watcher?.backend !== 'wasm' || kernelName === 'Reshape') {
      if (sharesData(kernelName, inputs, attrs)) return kernelFunc(params);
    }
    const rule = inferenceOf(kernelName);
    if (rule === undefined) throw new ValueKernelError(kernelName);
    const outputs = rule(inputs, attrs).map((output) => backend.shapeOnly(output));
    const { watcher } = backend;
    watcher?.workspace(workspaceBytes(watcher.backend, kernelName, inputs, attrs));
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
    core.registerKernel({ ...kernel, backendName: 'meta', kernelFunc: checkedKernel(kernel) });
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

/** Whether another tensor holds the same data. */
export function isShared({ dataId }: core.Tensor): boolean {
  if (device === undefined) throw new Error('the meta device is not installed');
  return device.refCount(dataId) > 1;
}

/** Whether a tensor on the meta device has values, and not a shape and a type alone. */
export function hasValues(tensor: core.Tensor): boolean {
  if (device === undefined) throw new Error('the meta device is not installed');
  return device.hasValues(tensor);
}

/** Runs `run` while `watcher` is told of what tensors on the meta device would hold. */
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
