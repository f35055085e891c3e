/**
 * Where the time of a step goes: from each change of owner to the next, all time is charged to the owner
 * between them, so that the charges add up to the step. Arrays of numbers, because a step has thousands of
 * changes and must not be slowed down by being watched.
 */
import type { ProfilePhase } from '../../protocol/profile';

export const phaseIndex: Readonly<Record<ProfilePhase, number>> = {
  forward: 0,
  backward: 1,
  optimizer: 2,
};

const phases = 3;

function grownInts(array: Int32Array, length: number): Int32Array {
  if (length <= array.length) return array;
  const larger = new Int32Array(2 * length);
  larger.set(array);
  return larger;
}

function grownFloats(array: Float64Array, length: number): Float64Array {
  if (length <= array.length) return array;
  const larger = new Float64Array(2 * length);
  larger.set(array);
  return larger;
}

/** The kernels of one step, in their order. */
class KernelLog {
  count = 0;
  kernels: Int32Array = new Int32Array(4096);
  owners: Int32Array = new Int32Array(4096);
  phases: Int32Array = new Int32Array(4096);
  /** Time step of a recurrent layer; -1 outside of one. */
  iterations: Int32Array = new Int32Array(4096);
  starts: Float64Array = new Float64Array(4096);
  durations: Float64Array = new Float64Array(4096);

  /** FNV-1a over the kernels and their owners and phases. */
  get signature(): number {
    let hash = 0x811c9dc5;
    const add = (value: number): void => {
      hash = Math.imul(hash ^ value, 0x01000193);
    };
    for (let at = 0; at < this.count; at++) {
      add(this.kernels[at] ?? 0);
      add(this.owners[at] ?? 0);
      add(this.phases[at] ?? 0);
    }
    return hash >>> 0;
  }

  clear(): void {
    this.count = 0;
  }

  reserve(): void {
    const length = this.count + 1;
    if (length <= this.kernels.length) return;
    this.kernels = grownInts(this.kernels, length);
    this.owners = grownInts(this.owners, length);
    this.phases = grownInts(this.phases, length);
    this.iterations = grownInts(this.iterations, length);
    this.starts = grownFloats(this.starts, length);
    this.durations = grownFloats(this.durations, length);
  }
}

export class Charges {
  owner = 0;
  phase = 0;
  iteration = -1;
  readonly log = new KernelLog();
  #times: Float64Array = new Float64Array(1024);
  #last = 0;
  #start = 0;
  readonly #names: string[] = [];
  readonly #nameIds = new Map<string, number>();

  /** Begins a step; `owner` has its first moments. */
  start(owner: number): void {
    this.#times.fill(0);
    this.log.clear();
    this.owner = owner;
    this.phase = 0;
    this.iteration = -1;
    this.#start = this.#last = performance.now();
  }

  /** Ends the step. @returns its milliseconds. */
  stop(): number {
    this.#charge(performance.now());
    return this.#last - this.#start;
  }

  switchTo(owner: number, phase: number): void {
    if (owner === this.owner && phase === this.phase) return;
    this.#charge(performance.now());
    this.owner = owner;
    this.phase = phase;
  }

  /** A kernel has run, from `startedAt` on, on the clock of `performance.now()`. */
  kernel(name: string, startedAt: number): void {
    const { log } = this;
    log.reserve();
    const at = log.count++;
    log.kernels[at] = this.#idOf(name);
    log.owners[at] = this.owner;
    log.phases[at] = this.phase;
    log.iterations[at] = this.iteration;
    log.starts[at] = startedAt - this.#start;
    log.durations[at] = performance.now() - startedAt;
  }

  nameOf(id: number): string {
    return this.#names[id] ?? '';
  }

  /** Milliseconds of an owner in a phase of the last step. */
  timeOf(owner: number, phase: number): number {
    return this.#times[owner * phases + phase] ?? 0;
  }

  #idOf(name: string): number {
    const known = this.#nameIds.get(name);
    if (known !== undefined) return known;
    const id = this.#names.push(name) - 1;
    this.#nameIds.set(name, id);
    return id;
  }

  #charge(now: number): void {
    const at = this.owner * phases + this.phase;
    this.#times = grownFloats(this.#times, at + 1);
    this.#times[at] = (this.#times[at] ?? 0) + now - this.#last;
    this.#last = now;
  }
}
