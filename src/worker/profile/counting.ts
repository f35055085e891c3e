/** One step that is counted and not timed: what each kernel computes, moves and makes, and who holds what. */
import { heldKinds, type Held } from '../../protocol/profile';
import { kernelFlops } from '../kernels/kernelFlops';
import { kernelMacs } from '../kernels/kernelMacs';
import { core } from '../tfjs/library';
import { tensorsIn } from '../tfjs/metaDevice';
import type { KernelCounter } from './hooks';

type HeldKind = (typeof heldKinds)[number];

/** What one kernel did. */
export interface KernelFacts {
  readonly owner: number;
  readonly phase: number;
  readonly macs: number;
  readonly flops: number;
  readonly bytes: number;
  readonly allocatedBytes: number;
  readonly liveBytes: number;
}

interface Buffer {
  readonly bytes: number;
  owner: number;
  kind: HeldKind;
  /** How many tensors' data it is. */
  users: number;
}

interface Made extends Omit<Buffer, 'users'> {
  readonly dataId: object;
}

/** Kernels whose output is their input's data where the backend gives it another name all the same. */
const sharing: ReadonlySet<string> = new Set(['Reshape', 'Identity', 'ExpandDims', 'Cast']);

const kindOfPhase = ['activations', 'gradients', 'optimizer'] as const;

function bytesOf({ shape, dtype }: core.TensorInfo): number {
  if (dtype === 'string') return 0;
  return core.util.sizeFromShape(shape) * core.util.bytesPerElement(dtype);
}

function sum(values: readonly core.TensorInfo[]): number {
  return values.reduce((total, tensor) => total + bytesOf(tensor), 0);
}

/** The input whose data the output is, where nothing is computed. */
function sharedInput(
  kernel: string,
  [input]: readonly core.TensorInfo[],
  [output]: readonly core.TensorInfo[],
): core.TensorInfo | undefined {
  return sharing.has(kernel) && input?.dtype === output?.dtype ? input : undefined;
}

export class StepCounter implements KernelCounter {
  readonly facts: KernelFacts[] = [];
  readonly #buffers = new Map<object, Buffer>();
  #live = 0;
  #pending: Made[] | undefined;
  #before = 0;
  #allocated = 0;
  #peak = 0;
  #peakKernel = -1;
  /** Buffers that came and, as a second entry, went, in order: what was held at the peak is found in it. */
  readonly #changes: Buffer[] = [];
  #changesToPeak = 0;

  /** Something that is held before the step begins. */
  hold(dataId: object, bytes: number, owner: number, kind: HeldKind): void {
    if (this.#buffers.has(dataId)) return;
    const held = { bytes, owner, kind, users: 1 };
    this.#buffers.set(dataId, held);
    this.#changes.push(held);
    this.#changesToPeak = this.#changes.length;
    this.#live += bytes;
    this.#peak = this.#before = this.#live;
  }

  /** What was made in the step and turned out to be a variable's new value. */
  kept(dataId: object, owner: number, kind: HeldKind): void {
    const buffer = this.#buffers.get(dataId);
    if (buffer === undefined) return;
    buffer.owner = owner;
    buffer.kind = kind;
  }

  begins(): void {
    this.#pending = [];
  }

  made(dataId: object, bytes: number, owner: number, phase: number): void {
    const made = { dataId, bytes, owner, kind: kindOfPhase[phase] ?? 'activations' };
    if (this.#pending === undefined) this.#add(made);
    else this.#pending.push(made);
  }

  /** What a kernel makes, once it is known whether that is the data of its input under another name. */
  #settle(input: core.TensorInfo | undefined): void {
    const pending = this.#pending ?? [];
    this.#pending = undefined;
    const shared = input && this.#buffers.get(input.dataId);
    for (const made of pending) {
      if (shared?.bytes !== made.bytes) this.#add(made);
      else {
        shared.users++;
        this.#buffers.set(made.dataId, shared);
      }
    }
  }

  #add({ dataId, bytes, owner, kind }: Made): void {
    const made = { bytes, owner, kind, users: 1 };
    this.#buffers.set(dataId, made);
    this.#changes.push(made);
    this.#live += bytes;
    this.#allocated += bytes;
    if (this.#live <= this.#peak) return;
    this.#peak = this.#live;
    // The kernel that is running has not been counted yet.
    this.#peakKernel = this.facts.length;
    this.#changesToPeak = this.#changes.length;
  }

  gone(dataId: object): void {
    // Made for the time of the kernel alone.
    this.#pending = this.#pending?.filter((made) => made.dataId !== dataId);
    const buffer = this.#buffers.get(dataId);
    if (buffer === undefined) return;
    this.#buffers.delete(dataId);
    buffer.users--;
    if (buffer.users > 0) return;
    this.#live -= buffer.bytes;
    this.#changes.push(buffer);
  }

  ran(
    { kernelName = '', inputs, attrs }: Parameters<KernelCounter['ran']>[0],
    result: unknown,
    owner: number,
    phase: number,
  ): void {
    const read = tensorsIn(inputs);
    const outputs = tensorsIn(result);
    this.#settle(sharedInput(kernelName, read, outputs));
    this.facts.push({
      owner,
      phase,
      macs: kernelMacs(kernelName, inputs, outputs, attrs),
      flops: kernelFlops(kernelName, inputs, outputs, attrs),
      bytes: sum(read) + sum(outputs),
      allocatedBytes: this.#allocated,
      liveBytes: this.#live,
    });
    this.#allocated = 0;
  }

  /** Held before the step: weights, slots, the batch. */
  get beforeBytes(): number {
    return this.#before;
  }

  get peak(): { readonly bytes: number; readonly kernel: number } {
    const last = this.facts.length - 1;
    return { bytes: this.#peak, kernel: Math.min(this.#peakKernel, last) };
  }

  #heldAtPeak(): ReadonlySet<Buffer> {
    const held = new Set<Buffer>();
    for (const buffer of this.#changes.slice(0, this.#changesToPeak))
      if (!held.delete(buffer)) held.add(buffer);
    return held;
  }

  /** Who held what at the peak, the largest first. */
  holders(ownerOf: (index: number) => Held['owner']): Held[] {
    const sums = new Map<string, Held>();
    for (const { owner, kind, bytes } of this.#heldAtPeak()) {
      const known = sums.get(`${owner} ${kind}`);
      sums.set(`${owner} ${kind}`, {
        owner: ownerOf(owner),
        kind,
        bytes: bytes + (known?.bytes ?? 0),
      });
    }
    return [...sums.values()].filter(({ bytes }) => bytes > 0).sort((a, b) => b.bytes - a.bytes);
  }
}
