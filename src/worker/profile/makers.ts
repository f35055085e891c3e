/** Whose a record of the gradient tape is, and who made a tensor's data: who pays for what becomes of them. */
import type { TapeRecord } from '../tfjs/running';

/** Who made data, and in which phase. */
export interface Maker {
  readonly owner: number;
  readonly phase: number;
}

/** Owners of the records of one step's tape. TensorFlow.js numbers records in their order, and never anew. */
export class TapeOwners {
  #first = 0;
  readonly #owners: number[] = [];
  /** In which time step of a recurrent layer each was made; -1 outside of one. */
  readonly #iterations: number[] = [];

  clear(): void {
    this.#owners.length = 0;
    this.#iterations.length = 0;
  }

  add({ id }: TapeRecord, owner: number, iteration: number): void {
    if (this.#owners.length === 0) this.#first = id;
    this.#owners[id - this.#first] = owner;
    this.#iterations[id - this.#first] = iteration;
  }

  of({ id }: TapeRecord): number | undefined {
    return this.#owners[id - this.#first];
  }

  iterationOf({ id }: TapeRecord): number {
    return this.#iterations[id - this.#first] ?? -1;
  }
}

/** A step's own maker of data, so that one of an earlier step is known to be old. */
interface Mark extends Maker {
  readonly step: number;
}

const mark = Symbol('maker');

interface Marked {
  [mark]?: Mark;
}

/**
 * Who made the data that kernels of one step gave. It stands on the data's identity itself: a map would keep thousands
 * of them alive behind the step, which the garbage collector pays for, and with them the backend's own tables.
 */
export class Makers {
  #step = 0;
  /** The one of the last kernel: kernels of one owner follow each other. */
  #last: Mark = { owner: 0, phase: 0, step: 0 };

  /** What was made until now is of nobody any more. */
  clear(): void {
    this.#step++;
  }

  /** @param result tensors, of which those whose data is known already share that of an input */
  made(result: unknown, owner: number, phase: number): void {
    const last = this.#last;
    if (owner !== last.owner || phase !== last.phase || last.step !== this.#step)
      this.#last = { owner, phase, step: this.#step };
    if (!Array.isArray(result)) this.#add(result);
    else for (const one of result) this.#add(one);
  }

  of(dataId: object): Maker | undefined {
    const made = (dataId as Marked)[mark];
    return made?.step === this.#step ? made : undefined;
  }

  #add(tensor: unknown): void {
    if (typeof tensor !== 'object' || tensor === null || !('dataId' in tensor)) return;
    const dataId = tensor.dataId as Marked;
    if (dataId[mark]?.step !== this.#step) dataId[mark] = this.#last;
  }
}
