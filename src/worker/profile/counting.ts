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
  readonly owner: number;
  readonly kind: HeldKind;
}

const kindOfPhase = ['activations', 'gradients', 'optimizer'] as const;

function bytesOf({ shape, dtype }: core.TensorInfo): number {
  if (dtype === 'string') return 0;
  return core.util.sizeFromShape(shape) * core.util.bytesPerElement(dtype);
}

function sum(values: readonly core.TensorInfo[]): number {
  return values.reduce((total, tensor) => total + bytesOf(tensor), 0);
}

export class StepCounter implements KernelCounter {
  readonly facts: KernelFacts[] = [];
  readonly #buffers = new Map<object, Buffer>();
  #live = 0;
  #before = 0;
  #allocated = 0;
  #peak = 0;
  #peakKernel = 0;
  #beforePeak: readonly Buffer[] = [];
  /** The kernel whose holders are wanted; known from a step before. */
  readonly #snapshotAt: number | undefined;

  constructor(snapshotAt?: number) {
    this.#snapshotAt = snapshotAt;
  }

  /** Something that is held before the step begins. */
  hold(dataId: object, bytes: number, owner: number, kind: HeldKind): void {
    if (this.#buffers.has(dataId)) return;
    this.#buffers.set(dataId, { bytes, owner, kind });
    this.#live += bytes;
    this.#peak = this.#before = this.#live;
  }

  made(dataId: object, bytes: number, owner: number, phase: number): void {
    const kind = kindOfPhase[phase] ?? 'activations';
    this.#buffers.set(dataId, { bytes, owner, kind });
    this.#live += bytes;
    this.#allocated += bytes;
    if (this.#live <= this.#peak) return;
    this.#peak = this.#live;
    // The kernel that is running has not been counted yet.
    this.#peakKernel = this.facts.length;
    if (this.#peakKernel === this.#snapshotAt) this.#beforePeak = [...this.#buffers.values()];
  }

  gone(dataId: object): void {
    const buffer = this.#buffers.get(dataId);
    if (buffer === undefined) return;
    this.#buffers.delete(dataId);
    this.#live -= buffer.bytes;
  }

  ran(
    { kernelName = '', inputs, attrs }: Parameters<KernelCounter['ran']>[0],
    result: unknown,
    owner: number,
    phase: number,
  ): void {
    const read = tensorsIn(inputs);
    const outputs = tensorsIn(result);
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
    const last = Math.max(0, this.facts.length - 1);
    return { bytes: this.#peak, kernel: Math.min(this.#peakKernel, last) };
  }

  /** Who held what at the peak, the largest first. */
  holders(ownerOf: (index: number) => Held['owner']): Held[] {
    const sums = new Map<string, Held>();
    for (const { owner, kind, bytes } of this.#beforePeak) {
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
