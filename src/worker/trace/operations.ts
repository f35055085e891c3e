/** What runs on tensors: kernels of tfjs, and layers that are applied to tensors, in their order. */
import type { Told } from '../../model/sentence';
import { DesignerStop, isInstance, reasonOf } from '../errors';
import { kernelMacs } from '../kernels/kernelMacs';
import { core, type Layer } from '../tfjs/library';
import { tensorsIn } from '../tfjs/metaDevice';
import type { Call } from './calls';
import { noteMask } from './masks';
import { captureUserStack, type UserStack } from './stack';

interface Ran {
  readonly inputs: readonly core.Tensor[];
  readonly outputs: readonly core.Tensor[];
  readonly stack: UserStack;
  readonly call: Call | null;
  readonly macs: number;
}

export interface KernelOperation extends Ran {
  readonly type: 'kernel';
  readonly kernel: string;
  readonly attrs: core.NamedAttrMap | undefined;
  /** The inputs by the names, or in the lists, that the kernel wants. */
  readonly named: core.NamedTensorMap;
  /** True for the one that threw: it has inputs and no outputs. */
  readonly failed?: boolean;
}

/** A layer that was applied to tensors; what ran in it is its own recording. */
export interface LayerOperation extends Ran {
  readonly type: 'layer';
  readonly layer: Layer;
  readonly inside: Recording;
}

export type Operation = KernelOperation | LayerOperation;

/** Nobody reads a picture of so many operations, and code without end must not fill the memory. */
const mostOperations = 50_000;

type CustomFunction = Parameters<ReturnType<typeof core.engine>['customGrad']>[0];

/** Operations that ran in a function that brings its own gradient: `tf.customGrad`, fused products. */
export interface CustomGradient {
  readonly run: CustomFunction;
  readonly inputs: readonly (core.Tensor | core.GradSaveFunc)[];
  readonly outputs: readonly core.Tensor[];
  /** Indexes of its operations in the recording: from `start` up to, and without, `end`. */
  readonly start: number;
  readonly end: number;
}

/** A tensor was let go when so many operations had run. */
export interface Disposal {
  readonly after: number;
  readonly tensor: number;
}

/** The operations of one stretch of code, those inside of layers apart. */
export class Recording {
  readonly operations: Operation[] = [];
  readonly customGradients: CustomGradient[] = [];
  readonly disposals: Disposal[] = [];
  /** What the code was given, where that is a layer's `call`. */
  readonly given: readonly core.Tensor[];
  macs = 0;
  /** Whether there were more operations than are kept; all of them are counted. */
  overflowed = false;

  constructor(given: readonly core.Tensor[] = []) {
    this.given = given;
  }

  add(operation: Operation): void {
    this.macs += operation.macs;
    if (this.operations.length < mostOperations) this.operations.push(operation);
    else this.overflowed = true;
  }

  addDisposal(tensor: core.Tensor): void {
    if (this.disposals.length < mostOperations)
      this.disposals.push({ after: this.operations.length, tensor: tensor.id });
  }

  /** A part of it, in the same order. */
  only(part: ReadonlySet<Operation>): Recording {
    const kept = new Recording();
    for (const operation of this.operations) if (part.has(operation)) kept.add(operation);
    return kept;
  }
}

/** An operation, or a layer applied to tensors, that refused the shapes that it was given. */
export interface FailedOperation {
  /** The kernel, or the layer's class. */
  readonly type: string;
  readonly layer: boolean;
  readonly inputs: readonly core.Tensor[];
  /** Along which tensors are joined. */
  readonly axis?: number;
  /** What ran before it. */
  readonly recording: Recording;
  /** Its own words. */
  readonly reason: Told;
}

const aboutShapes = /shape|dimension|ndim|axis|axes|incompatible|rank|broadcast/i;

/** What a layer's `call` did when it ran on the meta device, for one example. */
export interface LayerRun {
  readonly recording: Recording;
  readonly inputs: readonly core.Tensor[];
  readonly outputs: readonly core.Tensor[];
  /** How often the recorded operations run: the time steps of a recurrent layer. */
  readonly times: number;
  /** Whether it takes its one input alone and fails on a list of one. */
  readonly bare: boolean;
}

function failedKernel(
  { type, inputs }: Pick<FailedOperation, 'type' | 'inputs'>,
  call: Call | null,
): KernelOperation {
  return {
    type: 'kernel',
    kernel: type,
    attrs: undefined,
    named: {},
    inputs,
    outputs: [],
    stack: captureUserStack(),
    call,
    macs: 0,
    failed: true,
  };
}

/** Keeps the recording that operations go to at the moment. */
export class Recorder {
  readonly top = new Recording();
  #current = this.top;
  /** By what was thrown. */
  readonly #failures = new WeakMap<object, FailedOperation>();
  readonly #known = new WeakSet<object>();
  /** The last operation outside of layers that threw. */
  failed: KernelOperation | undefined;

  constructor(readonly calls: { readonly current: Call | null }) {}

  /** Whether a layer's own code is running. */
  get insideLayer(): boolean {
    return this.#current !== this.top;
  }

  get current(): Recording {
    return this.#current;
  }

  add(operation: Operation): void {
    this.#current.add(operation);
  }

  /** An operation threw: the innermost, which comes first, is the one to tell of. */
  fail(thrown: unknown, operation: Omit<FailedOperation, 'recording' | 'reason'>): void {
    if (!isInstance(thrown, Error) || isInstance(thrown, DesignerStop)) return;
    if (this.#known.has(thrown)) return;
    this.#known.add(thrown);
    if (!this.insideLayer) this.failed = failedKernel(operation, this.calls.current);
    if (!aboutShapes.test(thrown.message)) return;
    const reason = reasonOf(thrown);
    this.#failures.set(thrown, { ...operation, recording: this.#current, reason });
  }

  /** The operation that threw something, when it did so because of shapes. */
  failureOf(thrown: unknown): FailedOperation | undefined {
    return isInstance(thrown, Error) ? this.#failures.get(thrown) : undefined;
  }

  /** Runs `run` with a recording of its own. */
  into<T>(recording: Recording, run: () => T): T {
    const before = this.#current;
    this.#current = recording;
    try {
      return run();
    } finally {
      this.#current = before;
    }
  }
}

export function isTensor(value: unknown): value is core.Tensor {
  return value instanceof core.Tensor;
}

/** The tensors in a tensor, a list or an object. */
export function tensorList(value: unknown): core.Tensor[] {
  return tensorsIn(value).filter(isTensor);
}

interface Recipient {
  readonly recorder: Recorder;
  readonly calls: { readonly current: Call | null };
}

type RunKernel = ReturnType<typeof core.engine>['runKernel'];

/** Tells of every tensor that is made; installed once for the life of the process. */
export function hookTensors(made: (tensor: core.Tensor) => void): void {
  const engine = core.engine();
  const original = engine.trackTensor.bind(engine);
  engine.trackTensor = (tensor, backend) => {
    original(tensor, backend);
    made(tensor);
  };
}

function axisOf(attrs: unknown): { readonly axis: number } | undefined {
  const axis: unknown =
    typeof attrs === 'object' && attrs !== null ? Reflect.get(attrs, 'axis') : undefined;
  return typeof axis === 'number' ? { axis } : undefined;
}

/** Runs an operation, and remembers what it was given when it throws. */
function noted<T>(
  recorder: Recorder,
  type: string,
  inputs: unknown,
  attrs: unknown,
  run: () => T,
): T {
  try {
    return run();
  } catch (error) {
    recorder.fail(error, { type, layer: false, inputs: tensorList(inputs), ...axisOf(attrs) });
    throw error;
  }
}

/** Records every kernel that runs; installed once for the life of the process. */
export function hookKernels(recipient: () => Recipient | undefined): void {
  const engine = core.engine();
  const original = engine.runKernel.bind(engine);
  function runKernel(...args: Parameters<RunKernel>): unknown {
    const to = recipient();
    if (to === undefined) return original(...args);
    const [kernel, inputs, attrs] = args;
    const result = noted(to.recorder, kernel, inputs, attrs, () => original(...args));
    const outputs = tensorList(result);
    const given = tensorList(inputs);
    noteMask(kernel, given, outputs);
    to.recorder.add({
      type: 'kernel',
      kernel,
      attrs,
      named: inputs,
      inputs: given,
      outputs,
      stack: captureUserStack(runKernel),
      call: to.calls.current,
      macs: kernelMacs(kernel, inputs, outputs, attrs),
    });
    return result;
  }
  engine.runKernel = runKernel as RunKernel;
}
