/** The places of TensorFlow.js where a step is watched; all of them are put back afterwards. */
import type { GpuTimer } from '../backends/webgpu/gpuTimer';
import { core, Layer } from '../tfjs/library';
import { watchRuns, type TapeRecord } from '../tfjs/running';
import { phaseIndex, type Charges } from './charges';
import { layersInside } from './layersInside';
import { Makers } from './makers';
import type { StepWatcher } from './watcher';

type Engine = ReturnType<typeof core.engine>;
type Anything = (this: unknown, ...args: unknown[]) => unknown;

interface KernelCall {
  readonly kernelName?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly attrs?: unknown;
}

interface NamedGradient {
  readonly name: string;
  readonly tensor: core.Tensor;
}

type Gradients = core.NamedTensorMap | readonly NamedGradient[];

/** Told of kernels and of data while a step is counted, and not timed. */
export interface KernelCounter {
  /** A kernel is about to run; what it makes is known when it has run. */
  begins(): void;
  ran(call: KernelCall, result: unknown, owner: number, phase: number): void;
  made(dataId: object, bytes: number, owner: number, phase: number): void;
  gone(dataId: object): void;
}

/** Puts a function in place of an object's own or inherited one, and remembers how it was. */
class Patches {
  readonly #undo: (() => void)[] = [];

  set(object: object, name: string, make: (original: Anything) => Anything): void {
    const own = Object.getOwnPropertyDescriptor(object, name);
    const original: unknown = Reflect.get(object, name);
    if (typeof original !== 'function') throw new Error(`TensorFlow.js has no ${name} to watch`);
    Object.defineProperty(object, name, {
      configurable: true,
      writable: true,
      value: make(original as Anything),
    });
    this.#undo.push(() => {
      if (own === undefined) Reflect.deleteProperty(object, name);
      else Object.defineProperty(object, name, own);
    });
  }

  undo(): void {
    for (const undo of this.#undo.reverse()) undo();
    this.#undo.length = 0;
  }
}

export interface Watched {
  readonly watcher: StepWatcher;
  readonly charges: Charges;
  /** All layers of the model, at every depth. */
  readonly layers: readonly Layer[];
  /** Owners of the variables, by their names: of weights, and of what the optimizer keeps of each. */
  readonly ownersOfVariables: () => ReadonlyMap<string, number>;
  /** Of a training step. */
  readonly optimizer: core.Optimizer | undefined;
  readonly counter?: KernelCounter;
  /** The device's own clock; each dispatch is of a kernel, by its place in the log. */
  readonly timer?: GpuTimer;
}

export class StepHooks {
  readonly #patches = new Patches();
  readonly #watched: Watched;
  readonly #makers = new Makers();
  #active = false;
  #logs = false;
  #inKernel = false;
  /** Owners of weights, gradients and slots while the optimizer runs, by their data. */
  #owners: Map<object, number> | undefined;
  /** The operation that ran last in a function with a gradient of its own. */
  #lastOperation: number | undefined;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  /** Puts the hooks in, which only pass on what they are given until `start`. */
  install(): void {
    const engine = core.engine();
    this.#hookLayers();
    this.#hookKernels(engine);
    this.#hookTape(engine);
    this.#hookReleases(engine);
    this.#hookOptimizer();
    if (this.#watched.counter !== undefined) this.#hookData(engine, this.#watched.counter);
  }

  /**
   * Watches until `stop`. To put hooks in and out instead would make V8 compile everything anew each time.
   * @param logs whether each kernel is noted, which takes the time of two looks at the clock
   */
  start(logs: boolean): void {
    this.#active = true;
    this.#logs = logs;
    this.#makers.clear();
    watchRuns(this.#watched.watcher);
  }

  stop(): void {
    this.#active = false;
    watchRuns(undefined);
  }

  remove(): void {
    this.#patches.undo();
  }

  /** The update of the weights, each charged to its layer. */
  #hookOptimizer(): void {
    const { watcher, optimizer } = this.#watched;
    if (optimizer === undefined) return;
    this.#patches.set(optimizer, 'applyGradients', (original) => (gradients) => {
      if (!this.#active) return original.call(optimizer, gradients);
      this.#owners = this.#ownersOf(gradients as Gradients);
      try {
        return watcher.inPart('optimizer', 'optimizer', () => original.call(optimizer, gradients));
      } finally {
        this.#owners = undefined;
      }
    });
  }

  /** Weights and their gradients, by their data. */
  #ownersOf(gradients: Gradients): Map<object, number> {
    const owners = new Map<object, number>();
    const variables = core.engine().registeredVariables;
    const known = this.#watched.ownersOfVariables();
    for (const [name, owner] of known) {
      const variable = variables[name];
      if (variable !== undefined) owners.set(variable.dataId, owner);
    }
    const named = Array.isArray(gradients)
      ? (gradients as readonly NamedGradient[]).map(({ name, tensor }) => [name, tensor] as const)
      : Object.entries(gradients as core.NamedTensorMap);
    for (const [name, gradient] of named) {
      const owner = known.get(name);
      if (owner !== undefined) owners.set(gradient.dataId, owner);
    }
    return owners;
  }

  #hookLayers(): void {
    const { watcher, layers } = this.#watched;
    const isActive = (): boolean => this.#active;
    const watched = (original: Anything): Anything =>
      function call(this: unknown, ...args) {
        if (!isActive()) return original.apply(this, args);
        return watcher.layer(this as Layer, () => original.apply(this, args));
      };
    this.#patches.set(Layer.prototype, 'apply', watched);
    for (const inside of new Set(layers.flatMap(layersInside)))
      this.#patches.set(inside, 'call', watched);
  }

  #hookKernels(engine: Engine): void {
    const { charges, watcher } = this.#watched;
    this.#patches.set(engine, 'runKernelFunc', (original) => (params) => {
      // A kernel that runs others is one.
      if (!this.#active || this.#inKernel) return original.call(engine, params);
      const call = params as KernelCall;
      const { kernelName } = call;
      if (kernelName === undefined) return this.#customGradient(original, call);
      const { owner, phase } = charges;
      const own =
        this.#owners === undefined
          ? ownerNow(charges, watcher, kernelName)
          : this.#ownerOfUpdate(call);
      charges.switchTo(own, phase);
      if (own !== owner && this.#lastOperation !== undefined) this.#lastOperation = own;
      this.#inKernel = true;
      try {
        const result = this.#logs
          ? this.#logged(original, call, kernelName)
          : original.call(engine, call);
        this.#makers.made(result, own, phase);
        return result;
      } finally {
        this.#inKernel = false;
        // What follows an update belongs to the same weight until another one is read.
        if (this.#owners === undefined) charges.switchTo(owner, phase);
      }
    });
  }

  /** Runs a kernel, and notes when and for whom. */
  #logged(original: Anything, call: KernelCall, name: string): unknown {
    const { charges, counter, timer } = this.#watched;
    counter?.begins();
    if (timer !== undefined) timer.owner = charges.log.count;
    const start = performance.now();
    const result = original.call(core.engine(), call);
    charges.kernel(name, start);
    counter?.ran(call, result, charges.owner, charges.phase);
    return result;
  }

  /** Its kernels are in no tape; its gradient is that of the last operation in it. */
  #customGradient(original: Anything, call: KernelCall): unknown {
    const outer = this.#lastOperation;
    this.#lastOperation ??= this.#watched.charges.owner;
    try {
      return original.call(core.engine(), call);
    } finally {
      this.#lastOperation = outer;
    }
  }

  /** The layer whose weight, gradient or slot the kernel reads; else the one before. */
  #ownerOfUpdate({ inputs }: KernelCall): number {
    for (const input of Object.values(inputs)) {
      if (typeof input !== 'object' || input === null || !('dataId' in input)) continue;
      const owner = this.#owners?.get(input.dataId as object);
      if (owner !== undefined) return owner;
    }
    return this.#watched.charges.owner;
  }

  #hookTape(engine: Engine): void {
    const { charges, watcher } = this.#watched;
    this.#patches.set(engine, 'addTapeNode', (original) => (...args) => {
      original.apply(engine, args);
      if (!this.#active) return;
      const node = (engine.state.activeTape as unknown as TapeRecord[]).at(-1);
      if (node === undefined) return;
      const owner = this.#inKernel ? charges.owner : (this.#lastOperation ?? charges.owner);
      watcher.tape.add(node, owner, charges.iteration);
    });
    this.#patches.set(engine, 'gradients', (original) => (f, ...rest) => {
      if (!this.#active) return original.call(engine, f, ...rest);
      const loss = (): unknown => watcher.inPart('loss', 'forward', f as () => unknown);
      return watcher.inPart('gradients', 'backward', () => original.call(engine, loss, ...rest));
    });
  }

  /** To release data is work for whoever made it, wherever a scope ends. */
  #hookReleases(engine: Engine): void {
    const { charges } = this.#watched;
    this.#patches.set(engine, 'disposeTensor', (original) => (tensor) => {
      const maker =
        this.#active && !this.#inKernel
          ? this.#makers.of((tensor as core.Tensor).dataId)
          : undefined;
      if (maker === undefined) return original.call(engine, tensor);
      const { owner, phase } = charges;
      charges.switchTo(maker.owner, maker.phase);
      const released = original.call(engine, tensor);
      charges.switchTo(owner, phase);
      return released;
    });
  }

  #hookData(engine: Engine, counter: KernelCounter): void {
    const { charges } = this.#watched;
    const { tensorInfo } = engine.state as unknown as { tensorInfo: WeakMap<object, unknown> };
    this.#patches.set(engine, 'trackTensor', (original) => (tensor, backend) => {
      const { dataId, size, dtype } = tensor as core.Tensor;
      const fresh = !tensorInfo.has(dataId);
      original.call(engine, tensor, backend);
      if (!this.#active || !fresh || dtype === 'string') return;
      counter.made(dataId, size * core.util.bytesPerElement(dtype), charges.owner, charges.phase);
    });
    this.#patches.set(engine, 'removeDataId', (original) => (dataId, backend) => {
      if (this.#active) counter.gone(dataId as object);
      return original.call(engine, dataId, backend);
    });
  }
}

/** In the backward pass the tape's node says whose kernel it is, forward the place in the model. */
function ownerNow(charges: Charges, watcher: StepWatcher, kernel: string): number {
  return charges.phase === phaseIndex.forward ? watcher.ownerOfKernel(kernel) : charges.owner;
}
