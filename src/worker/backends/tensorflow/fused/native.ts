/** Operations of TensorFlow by their names, on its own ids of tensors, past TensorFlow.js's engine. */
import type {
  TensorMetadata,
  TFEOpAttr,
  TFJSBinding,
} from '@tensorflow/tfjs-node/dist/tfjs_binding';
import { core } from '../../../tfjs/library';
import { engine } from './engine';

/** A tensor of TensorFlow. */
export type Id = number;

interface TensorRecord {
  id: Id;
  values: core.BackendValues | null;
}

/** What tfjs-node's backend keeps to itself. */
interface NodeBackend {
  readonly binding: TFJSBinding;
  readonly isUsingGpuDevice: boolean;
  readonly tensorMap: core.DataStorage<TensorRecord>;
  createOutputTensor(metadata: TensorMetadata): core.Tensor;
  getInputTensorIds(tensors: readonly core.TensorInfo[]): Id[];
  incRef(dataId: object): void;
  refCount(dataId: object): number;
}

/** How a kernel that has no table entry of TensorFlow.js's gets what it does. */
interface Announced {
  readonly run: () => core.Tensor | core.Tensor[];
}

/** Runs one operation of a chain; what it gives is freed when the chain has ended. */
export type Step = (name: string, attributes: readonly TFEOpAttr[], inputs: readonly Id[]) => Id;

export class Native {
  readonly #backend: NodeBackend;
  readonly #binding: TFJSBinding;
  readonly #constants = new Map<string, Id>();
  readonly #kernels = new Set<string>();
  readonly floats: readonly TFEOpAttr[];

  constructor(backend: core.KernelBackend) {
    this.#backend = backend as unknown as NodeBackend;
    this.#binding = this.#backend.binding;
    this.floats = [this.type('T')];
  }

  get onProcessor(): boolean {
    return !this.#backend.isUsingGpuDevice;
  }

  type(name: string): TFEOpAttr {
    return { name, type: this.#binding.TF_ATTR_TYPE, value: this.#binding.TF_FLOAT };
  }

  integerType(name: string): TFEOpAttr {
    return { name, type: this.#binding.TF_ATTR_TYPE, value: this.#binding.TF_INT32 };
  }

  real(name: string, value: number): TFEOpAttr {
    return { name, type: this.#binding.TF_ATTR_FLOAT, value };
  }

  integers(name: string, value: number[]): TFEOpAttr {
    return { name, type: this.#binding.TF_ATTR_INT, value };
  }

  integer(name: string, value: number): TFEOpAttr {
    return { name, type: this.#binding.TF_ATTR_INT, value };
  }

  flag(name: string, value: boolean): TFEOpAttr {
    return { name, type: this.#binding.TF_ATTR_BOOL, value };
  }

  text(name: string, value: string): TFEOpAttr {
    return { name, type: this.#binding.TF_ATTR_STRING, value };
  }

  /** Our build of the binding alone passes it on: see scripts/lib/bindingPatch.mjs. */
  textList(name: string, value: string[]): TFEOpAttr {
    // The types of tfjs-node have lists of numbers alone.
    return { name, type: this.#binding.TF_ATTR_STRING, value: value };
  }

  /** Floats, so many times; as `textList`. */
  typeList(name: string, length: number): TFEOpAttr {
    const value = Array.from({ length }, () => this.#binding.TF_FLOAT);
    return { name, type: this.#binding.TF_ATTR_TYPE, value };
  }

  shapeAttribute(name: string, value: number[]): TFEOpAttr {
    return { name, type: this.#binding.TF_ATTR_SHAPE, value };
  }

  /** Whether the backend is the active one and all are of float32. */
  takes(...tensors: readonly (core.TensorInfo | undefined)[]): boolean {
    const floats = tensors.every((tensor) => tensor?.dtype === 'float32');
    return floats && core.getBackend() === 'tensorflow';
  }

  ids(...tensors: readonly core.TensorInfo[]): Id[] {
    return this.#backend.getInputTensorIds(tensors);
  }

  id(tensor: core.TensorInfo): Id {
    const [id] = this.ids(tensor);
    if (id === undefined) throw new Error('TensorFlow has no such tensor');
    return id;
  }

  free(...ids: readonly Id[]): void {
    for (const id of ids) this.#binding.deleteTensor(id);
  }

  /** @throws Error with TensorFlow's own words. */
  all(
    name: string,
    attributes: readonly TFEOpAttr[],
    inputs: readonly Id[],
    outputs: number,
  ): TensorMetadata[] {
    return this.#binding.executeOp(name, [...attributes], [...inputs], outputs);
  }

  /** The one output of an operation. */
  one(name: string, attributes: readonly TFEOpAttr[], inputs: readonly Id[]): TensorMetadata {
    const [output] = this.all(name, attributes, inputs, 1);
    if (output === undefined) throw new Error(`TensorFlow's ${name} gave nothing`);
    return output;
  }

  /** TensorFlow.js's tensor of one of TensorFlow, which it frees from now on. */
  tensor({ id }: Pick<TensorMetadata, 'id'>, shape: number[]): core.Tensor {
    return this.#backend.createOutputTensor({ id, shape, dtype: this.#binding.TF_FLOAT });
  }

  /** The one output of an operation, as a tensor. */
  run(name: string, attributes: readonly TFEOpAttr[], inputs: readonly Id[]): core.Tensor {
    const output = this.one(name, attributes, inputs);
    return this.tensor(output, output.shape);
  }

  /**
   * Runs what TensorFlow.js has no kernel for as one of its kernels, so that whoever watches its engine sees it.
   * @param inputs what it reads, by name
   */
  kernel<T extends core.Tensor | core.Tensor[]>(
    kernelName: string,
    inputs: Readonly<Record<string, core.Tensor>>,
    run: () => T,
  ): T {
    if (!this.#kernels.has(kernelName)) {
      const kernelFunc: core.KernelFunc = ({ attrs }) => (attrs as unknown as Announced).run();
      core.registerKernel({ kernelName, backendName: 'tensorflow', kernelFunc });
      this.#kernels.add(kernelName);
    }
    const results: T[] = [];
    const announced: Announced = {
      run: () => {
        const result = run();
        results.push(result);
        return result;
      },
    };
    engine().runKernel(kernelName, inputs, announced);
    const [result] = results;
    if (result === undefined) throw new Error(`${kernelName} has not run`);
    return result;
  }

  /** A kernel that TensorFlow.js has, computed otherwise: who replaces it lets `announced` run what is given. */
  instead(
    kernelName: string,
    inputs: Readonly<Record<string, core.Tensor | undefined>>,
    attributes: object,
    run: () => core.Tensor,
  ): core.Tensor {
    return engine().runKernel(kernelName, inputs, { ...attributes, run });
  }

  /** Runs what `instead` was given; nothing where the kernel was called by somebody else. */
  announced(attributes: unknown): core.Tensor | undefined {
    return (attributes as { readonly run?: () => core.Tensor } | undefined)?.run?.();
  }

  /** Several operations, of which the last one's output is the result. */
  chain(shape: number[], build: (step: Step) => Id): core.Tensor {
    const made: Id[] = [];
    try {
      const result = build((name, attributes, inputs) => {
        const { id } = this.one(name, attributes, inputs);
        made.push(id);
        return id;
      });
      made.splice(made.indexOf(result), 1);
      return this.tensor({ id: result }, shape);
    } finally {
      this.free(...made);
    }
  }

  /** Another tensor on the same data. */
  alias({ dataId, dtype }: core.TensorInfo, shape: number[]): core.Tensor {
    this.#backend.incRef(dataId);
    return core.engine().makeTensorFromTensorInfo({ dataId, shape, dtype });
  }

  /** Kept until the end: a tensor of values that are always the same. */
  constant(key: string, make: () => { values: core.TypedArray; shape: number[] }): Id {
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const { values, shape } = make();
    const { TF_FLOAT, TF_INT32 } = this.#binding;
    const dtype = values instanceof Float32Array ? TF_FLOAT : TF_INT32;
    const id = this.#binding.createTensor(shape, dtype, values);
    this.#constants.set(key, id);
    return id;
  }

  shape(shape: readonly number[]): Id {
    const make = () => ({ values: Int32Array.from(shape), shape: [shape.length] });
    return this.constant(`shape ${shape.join()}`, make);
  }

  number(value: number): Id {
    return this.constant(`number ${value}`, () => ({ values: Float32Array.of(value), shape: [] }));
  }

  reshaped(step: Step, id: Id, shape: readonly number[]): Id {
    return step('Reshape', [...this.floats, this.integerType('Tshape')], [id, this.shape(shape)]);
  }

  /** Whether nobody else holds a tensor's data. */
  isOwn({ dataId }: core.TensorInfo): boolean {
    return this.#backend.refCount(dataId) === 1;
  }

  /** Puts another tensor of TensorFlow behind one of TensorFlow.js; the one before is not freed. */
  exchange({ dataId }: core.TensorInfo, id: Id): void {
    const kept = this.#backend.tensorMap.get(dataId);
    kept.id = id;
    kept.values = null;
  }

  dispose(): void {
    for (const kernelName of this.#kernels) core.unregisterKernel(kernelName, 'tensorflow');
    this.#kernels.clear();
    this.free(...this.#constants.values());
    this.#constants.clear();
  }
}
