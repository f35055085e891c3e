/** What happens while a model is being built, in the order in which it happens. */
import type { core, Layer, SymbolicTensor } from '../tfjs/library';
import type { Told } from '../../model/sentence';
import type { FailureCode, ProjectionFix } from '../../protocol/failure';
import { CallTracker, type Call } from './calls';
import { Recorder, type LayerRun, type Operation } from './operations';
import { captureUserStack, type UserStack } from './stack';

/** A layer was made. */
export interface Creation {
  readonly stack: UserStack;
  readonly call: Call | null;
}

/** A layer was applied to symbolic tensors. */
export interface Application {
  readonly layer: Layer;
  readonly inputs: readonly SymbolicTensor[];
  /** Empty when the call threw. */
  readonly outputs: readonly SymbolicTensor[];
  readonly stack: UserStack;
  readonly call: Call | null;
  readonly failed: boolean;
  /** What it threw, when it failed. */
  readonly error?: unknown;
  /** What ran in it, for a layer that had to be run to be known. */
  readonly run?: LayerRun;
}

/** Something that the user should know of a layer that was built all the same. */
export interface Remark {
  readonly code: FailureCode;
  readonly severity: 'error' | 'warning' | 'information';
  readonly words: Told;
  /** What the layer's code threw, which knows its line. */
  readonly thrown?: unknown;
  /** A change of the call that applies the layer. */
  readonly fix?: ProjectionFix;
  /** Where the layer was applied. */
  readonly stack: UserStack;
}

export class Trace {
  readonly calls = new CallTracker();
  readonly recorder = new Recorder(this.calls);
  readonly remarks: Remark[] = [];
  /** Tensors that the entry expression itself made: what a function of tensors is called with. */
  readonly entryTensors = new Set<core.Tensor>();
  #entryStarted = false;
  /** Ids of tensors only grow. */
  #lastTensor = -1;
  #lastBeforeEntry = Infinity;
  readonly applications: Application[] = [];
  readonly creations = new Map<object, Creation>();
  /** Models in the order in which they were finished. */
  readonly models: object[] = [];
  /** The first thing that was stopped on purpose. */
  stopped: Error | undefined;
  /** How much had been applied when the entry expression began; zero without one. */
  #beforeEntry = 0;
  #operationsBeforeEntry = 0;
  readonly #producers = new Map<number, Application>();

  recordCreation(
    layer: object,
    caller: (...args: never[]) => unknown,
    constructors?: ReadonlySet<string>,
  ): void {
    if (this.creations.has(layer)) return;
    const stack = captureUserStack(caller, constructors).read();
    this.creations.set(layer, { stack, call: this.calls.current });
  }

  recordApplication(application: Application): void {
    this.applications.push(application);
    for (const output of application.outputs) this.#producers.set(output.id, application);
  }

  /** The file's own statements are done, and the entry expression begins. */
  startEntry(): void {
    this.#operationsBeforeEntry = this.recorder.top.operations.length;
    this.recorder.failed = undefined;
    this.#lastBeforeEntry = this.#lastTensor;
    this.#beforeEntry = this.applications.length;
    this.#entryStarted = true;
  }

  /** The operations outside of layers that the entry expression ran. */
  get entryOperations(): readonly Operation[] {
    return this.recorder.top.operations.slice(this.#operationsBeforeEntry);
  }

  /** Whether the entry expression runs. */
  get entryStarted(): boolean {
    return this.#entryStarted;
  }

  /** What the entry expression applied, or the file itself where there is none. */
  get current(): readonly Application[] {
    return this.applications.slice(this.#beforeEntry);
  }

  /** A tensor came to be: in no function of the user's while the entry runs, the entry made it. */
  recordTensor(tensor: core.Tensor): void {
    this.#lastTensor = tensor.id;
    if (this.#entryStarted && this.calls.current === null && !this.recorder.insideLayer)
      this.entryTensors.add(tensor);
  }

  /** Whether a tensor came to be while the entry expression ran. */
  isOfEntry(tensor: core.Tensor): boolean {
    return tensor.id > this.#lastBeforeEntry;
  }

  /** The application that made a tensor; none made an input's. */
  producerOf(tensor: SymbolicTensor): Application | undefined {
    return this.#producers.get(tensor.id);
  }
}

let active: Trace | undefined;

/** The trace of the inspection that is running. */
export function activeTrace(): Trace | undefined {
  return active;
}

/** Makes `trace` the one that everything is recorded in; undefined ends recording. */
export function setActiveTrace(trace: Trace | undefined): void {
  active = trace;
}
