/** A step that is run with hooks and without, and what they say of it. */
import type { KernelEvent, StepPart } from '../../protocol/profile';
import { profilePhases, stepParts } from '../../protocol/profile';
import type { FusedKernels } from '../backends/backend';
import type { GpuDispatch, GpuTimer } from '../backends/webgpu/gpuTimer';
import type { BuiltModel } from '../inspect';
import { core } from '../tfjs/library';
import { Charges } from './charges';
import type { KernelFacts, StepCounter } from './counting';
import { foldedWeights } from './foldedInto';
import { StepHooks } from './hooks';
import { Owners } from './owners';
import type { Step } from './step';
import { slotOwners, weightOwners } from './variables';
import { StepWatcher } from './watcher';

/** One hooked step: its charges by owner and phase. */
export interface Sample {
  readonly ms: number;
  readonly times: Float64Array;
  /** Of each kernel on the device's own clock, where it has one. */
  readonly gpu?: GpuTimes;
}

/** A hooked step with its kernels. */
export interface LoggedSample extends Sample {
  readonly starts: Float64Array;
  readonly durations: Float64Array;
  /** Which kernels of whom ran: the same for steps whose kernels can be compared one by one. */
  readonly signature: number;
}

export function isLogged(sample: Sample): sample is LoggedSample {
  return 'signature' in sample;
}

/** By kernel, milliseconds since the device's first one of the step. */
export interface GpuTimes {
  readonly starts: Float64Array;
  readonly durations: Float64Array;
}

export const phaseCount = profilePhases.length;

/** A kernel of TensorFlow.js may dispatch several programs. */
function gpuTimes(dispatches: readonly GpuDispatch[], kernels: number): GpuTimes {
  const starts = new Float64Array(kernels).fill(-1);
  const durations = new Float64Array(kernels);
  for (const { owner, startMs, ms } of dispatches) {
    if (typeof owner !== 'number' || owner >= kernels) continue;
    if (starts[owner] === -1) starts[owner] = startMs;
    durations[owner] = (durations[owner] ?? 0) + ms;
  }
  return { starts: starts.map((start) => Math.max(0, start)), durations };
}

/** What is measured, and on what. */
export interface Measured {
  readonly built: BuiltModel;
  readonly step: Step;
  readonly timer: GpuTimer | undefined;
  readonly fused: FusedKernels | undefined;
}

export class StepMeasurement {
  readonly owners: Owners;
  readonly #charges = new Charges();
  readonly #watcher: StepWatcher;
  readonly #timed: StepHooks;
  #samples: Sample[] = [];
  /** Owner of each weight, by its variable's name. */
  readonly #weights: ReadonlyMap<string, number>;

  readonly built: BuiltModel;
  readonly step: Step;
  readonly fused: FusedKernels | undefined;
  readonly #timer: GpuTimer | undefined;

  constructor({ built, step, timer, fused }: Measured) {
    this.built = built;
    this.step = step;
    this.fused = fused;
    this.#timer = timer;
    this.owners = new Owners(built.graph);
    this.#watcher = new StepWatcher(this.owners, built.ids, this.#charges);
    this.#weights = weightOwners(built, this.owners);
    this.#timed = this.#hooks();
    this.#timed.install();
  }

  /** Takes the hooks out of TensorFlow.js. */
  dispose(): void {
    this.#timed.remove();
  }

  get samples(): readonly Sample[] {
    return this.#samples;
  }

  /** Milliseconds of a step that nobody watches. */
  readonly plain = async (): Promise<number> => {
    const start = performance.now();
    await this.step.run();
    return performance.now() - start;
  };

  /**
   * A step that is watched. Its kernels are not noted where the device has no clock to tell their times: layers have theirs
   * from the changes of owner, which are fewer.
   */
  readonly hooked = async (): Promise<number> => {
    const sample =
      this.#timer === undefined ? this.#sampleOf(await this.#watch(false)) : await this.logged();
    this.#samples.push(sample);
    return sample.ms;
  };

  /** A step whose kernels are noted; no sample of this measurement yet. */
  async logged(): Promise<LoggedSample> {
    this.#timer?.start();
    let dispatches: readonly GpuDispatch[] | undefined;
    let ms: number;
    try {
      ms = await this.#watch(true);
    } finally {
      dispatches = await this.#timer?.stop();
    }
    return this.#loggedOf(ms, dispatches);
  }

  /** @returns milliseconds of a watched step. */
  async #watch(logs: boolean): Promise<number> {
    try {
      this.#timed.start(logs);
      this.#begin();
      await this.step.run();
      return this.#charges.stop();
    } finally {
      this.#timed.stop();
    }
  }

  /** Runs a step that is counted. @returns its times, which counting has made longer. */
  async count(counter: StepCounter): Promise<LoggedSample> {
    this.#holdBefore(counter);
    const hooks = this.#hooks(counter);
    hooks.install();
    try {
      hooks.start(true);
      this.#begin();
      await this.step.run();
      const sample = this.#loggedOf(this.#charges.stop(), undefined);
      this.#eachVariable(({ dataId }, owner, kind) => counter.kept(dataId, owner, kind));
      return sample;
    } finally {
      hooks.stop();
      hooks.remove();
    }
  }

  /** The kernels that ran last, with what they did. */
  events(facts: readonly KernelFacts[], { starts, durations, gpu }: LoggedSample): KernelEvent[] {
    const { log } = this.#charges;
    return facts.map((fact, at) => ({
      kernel: this.#charges.nameOf(log.kernels[at] ?? 0),
      owner: this.ownerOf(fact.owner),
      phase: profilePhases[fact.phase] ?? 'forward',
      startMs: starts[at] ?? 0,
      ms: durations[at] ?? 0,
      ...((log.iterations[at] ?? -1) < 0 ? {} : { iteration: log.iterations[at] ?? 0 }),
      ...(gpu === undefined
        ? {}
        : { gpu: { startMs: gpu.starts[at] ?? 0, ms: gpu.durations[at] ?? 0 } }),
      macs: fact.macs,
      bytes: fact.bytes,
      liveBytes: fact.liveBytes,
    }));
  }

  /** An owner as a profile names it: nodes by their place behind the parts. */
  ownerOf = (index: number): number | StepPart => {
    const { part } = this.owners.at(index);
    return part ?? index - stepParts.length;
  };

  forgetSamples(): void {
    this.#samples = [];
  }

  /** Keeps the samples at some places, and no others. */
  keepSamples(places: readonly number[]): void {
    const kept = new Set(places);
    this.#samples = this.#samples.filter((_, at) => kept.has(at));
  }

  #begin(): void {
    this.#watcher.begin();
    this.#charges.start(this.owners.part('other'));
  }

  #slots(): ReadonlyMap<string, number> {
    return slotOwners(this.step.optimizer, this.#weights, this.owners.part('optimizer'));
  }

  #hooks(counter?: StepCounter): StepHooks {
    return new StepHooks({
      watcher: this.#watcher,
      charges: this.#charges,
      layers: [...this.built.firstNodes.keys()],
      ownersOfVariables: () => new Map([...this.#weights, ...this.#slots()]),
      optimizer: this.step.optimizer,
      ...(counter === undefined ? {} : { counter }),
      ...(this.#timer === undefined ? {} : { timer: this.#timer }),
    });
  }

  #sampleOf(ms: number): Sample {
    const times = new Float64Array(this.owners.list.length * phaseCount);
    for (let at = 0; at < times.length; at++)
      times[at] = this.#charges.timeOf(Math.floor(at / phaseCount), at % phaseCount);
    return { ms, times };
  }

  #loggedOf(ms: number, dispatches: readonly GpuDispatch[] | undefined): LoggedSample {
    const { log } = this.#charges;
    return {
      ...this.#sampleOf(ms),
      starts: log.starts.slice(0, log.count),
      durations: log.durations.slice(0, log.count),
      signature: log.signature,
      ...(dispatches === undefined ? {} : { gpu: gpuTimes(dispatches, log.count) }),
    };
  }

  /** Weights, slots and the batch, which are there before the step. */
  #holdBefore(counter: StepCounter): void {
    const other = this.owners.part('other');
    const bytes = ({ size, dtype }: core.Tensor): number => size * core.util.bytesPerElement(dtype);
    for (const tensor of this.step.given)
      counter.hold(tensor.dataId, bytes(tensor), other, 'inputs');
    this.#eachVariable((variable, owner, kind) =>
      counter.hold(variable.dataId, bytes(variable), owner, kind),
    );
    for (const { owner, bytes: made } of foldedWeights(this))
      counter.hold({}, made, owner, 'weights');
  }

  #eachVariable(
    tell: (variable: core.Variable, owner: number, kind: 'weights' | 'optimizer') => void,
  ): void {
    const slots = this.#slots();
    const other = this.owners.part('other');
    for (const [name, variable] of Object.entries(core.engine().registeredVariables)) {
      const owner = this.#weights.get(name) ?? slots.get(name) ?? other;
      tell(variable, owner, slots.has(name) ? 'optimizer' : 'weights');
    }
  }
}
