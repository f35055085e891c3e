/** Follows a step through the model and says to whom each moment belongs. */
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { NodeIds } from '../graph/nodeIds';
import type { Layer } from '../tfjs/library';
import type { RunWatcher, TapeRecord } from '../tfjs/running';
import { phaseIndex, type Charges } from './charges';
import { TapeOwners } from './makers';
import type { Owners } from './owners';

/** The layer that is being run, or a part of the step. */
interface Frame {
  readonly owner: number;
  readonly layer: Layer | undefined;
  readonly children: readonly number[];
  /** Of recorded operations: who is in none of the children belongs to the one before it. */
  readonly recorded?: boolean;
  /** How far the children have been matched to what has run. */
  next: number;
}

/** Kernels that a tape takes apart again, by what is left of them. */
const partsOfFused: ReadonlyMap<string, string> = new Map([
  ['BatchMatMul', '_FusedMatMul'],
  ['Conv2D', 'FusedConv2D'],
  ['DepthwiseConv2dNative', 'FusedDepthwiseConv2D'],
]);

/** Training runs operations that inference did not, and the reverse: so many of these are passed over. */
const lookAhead = 6;

export class StepWatcher implements RunWatcher {
  /** Whose the records of the step's gradient tape are. */
  readonly tape = new TapeOwners();
  #frame: Frame;

  constructor(
    readonly owners: Owners,
    readonly ids: NodeIds,
    readonly charges: Charges,
  ) {
    this.#frame = this.#frameOf(owners.part('other'), undefined);
  }

  /** The owner of what runs now. */
  get owner(): number {
    return this.#frame.owner;
  }

  /** Before a step: nothing of it has run. */
  begin(): void {
    this.tape.clear();
    this.#frame = this.#frameOf(this.owners.part('other'), undefined);
  }

  /** Runs a part of the step, which is in no time step of a layer. */
  inPart<T>(
    part: 'loss' | 'gradients' | 'optimizer' | 'other',
    phase: keyof typeof phaseIndex,
    run: () => T,
  ): T {
    const frame = this.#frameOf(this.owners.part(part), undefined);
    return this.iteration(-1, () => this.#within(frame, phaseIndex[phase], run));
  }

  operations<T>(run: () => T): T {
    const { owner } = this.#frame;
    const frame = { owner, layer: undefined, recorded: true, children: this.owners.top, next: 0 };
    return this.#within(frame, this.charges.phase, run);
  }

  node<T>(output: SymbolicTensor, run: () => T): T {
    const owner = this.#ownerOf(output);
    // A model that is inside of a wrapper has nodes that the graph does not draw.
    if (owner === undefined) return this.layer(output.sourceLayer, run);
    return this.#within(this.#frameOf(owner, output.sourceLayer), this.charges.phase, run);
  }

  iteration<T>(index: number, run: () => T): T {
    const before = this.charges.iteration;
    this.charges.iteration = index;
    try {
      return run();
    } finally {
      this.charges.iteration = before;
    }
  }

  /** A layer is applied to tensors, or called by the layer around it. */
  layer<T>(layer: Layer, run: () => T): T {
    const { owner, layer: running, children } = this.#frame;
    // The node has said so already.
    if (layer === running || owner < 0) return run();
    const known = this.#match(
      children,
      (index) => this.owners.at(index).name === layer.name,
      children.length,
    );
    const inner = known ?? this.owners.inner(owner, layer.name, layer.getClassName());
    return this.#within(this.#frameOf(inner, layer), this.charges.phase, run);
  }

  /**
   * What the tape does with a record, its gradient before all, is work for the kernel that it is of, until the tape turns
   * to the next one; the rest is the tape's own.
   */
  tapeRecord(record: TapeRecord | undefined): void {
    const { charges, tape } = this;
    const owner = record && tape.of(record);
    charges.switchTo(owner ?? this.owners.part('gradients'), phaseIndex.backward);
    charges.iteration = record === undefined ? -1 : tape.iterationOf(record);
  }

  /** Who a kernel belongs to that runs now: the operation in a layer of the user's own, or the layer. */
  ownerOfKernel(kernel: string): number {
    const { owner, children } = this.#frame;
    if (children.length === 0) return owner;
    const names = [kernel, partsOfFused.get(kernel)];
    const isIt = (index: number): boolean => {
      const { name, className } = this.owners.at(index);
      // A layer has a name of its own, an operation that of its kernel.
      return name === className && names.includes(className);
    };
    return this.#match(children, isIt, lookAhead) ?? this.#ownerOfUnmatched();
  }

  /** The graph does not draw each kernel: those that reshape, say. */
  #ownerOfUnmatched(): number {
    const { owner, children, recorded, next } = this.#frame;
    return recorded === true ? (children[Math.max(0, next - 1)] ?? owner) : owner;
  }

  /** The first child from where we are that fits; the search goes on behind it. */
  #match(
    children: readonly number[],
    fits: (index: number) => boolean,
    most: number,
  ): number | undefined {
    const frame = this.#frame;
    const end = Math.min(children.length, frame.next + most);
    for (let at = frame.next; at < end; at++) {
      const index = children[at];
      if (index === undefined || !fits(index)) continue;
      frame.next = at + 1;
      return index;
    }
    return undefined;
  }

  #ownerOf(output: SymbolicTensor): number | undefined {
    const ids = this.ids.of(output);
    if (ids.length < 2) return ids[0] === undefined ? undefined : this.owners.indexOf(ids[0]);
    // A model that is applied twice has its nodes twice.
    const prefix = `${this.owners.at(this.#frame.owner).id}/`;
    const id = ids.find((one) => one.startsWith(prefix)) ?? ids[0];
    return id === undefined ? undefined : this.owners.indexOf(id);
  }

  #frameOf(owner: number, layer: Layer | undefined): Frame {
    return { owner, layer, children: this.owners.at(owner).children, next: 0 };
  }

  #within<T>(frame: Frame, phase: number, run: () => T): T {
    const { charges } = this;
    const before = this.#frame;
    const [owner, phaseBefore] = [charges.owner, charges.phase];
    this.#frame = frame;
    charges.switchTo(frame.owner, phase);
    try {
      return run();
    } finally {
      this.#frame = before;
      charges.switchTo(owner, phaseBefore);
    }
  }
}
