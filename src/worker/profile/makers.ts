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

  clear(): void {
    this.#owners.length = 0;
  }

  add({ id }: TapeRecord, owner: number): void {
    if (this.#owners.length === 0) this.#first = id;
    this.#owners[id - this.#first] = owner;
  }

  of({ id }: TapeRecord): number | undefined {
    return this.#owners[id - this.#first];
  }
}

/** Who made the data that kernels of one step gave. */
export class Makers {
  readonly #makers = new Map<object, Maker>();
  /** The one of the last kernel: kernels of one owner follow each other. */
  #last: Maker = { owner: 0, phase: 0 };

  clear(): void {
    this.#makers.clear();
  }

  /** @param result tensors, of which those whose data is known already share that of an input */
  made(result: unknown, owner: number, phase: number): void {
    if (owner !== this.#last.owner || phase !== this.#last.phase) this.#last = { owner, phase };
    if (!Array.isArray(result)) this.#add(result);
    else for (const one of result) this.#add(one);
  }

  of(dataId: object): Maker | undefined {
    return this.#makers.get(dataId);
  }

  #add(tensor: unknown): void {
    if (typeof tensor !== 'object' || tensor === null || !('dataId' in tensor)) return;
    const { dataId } = tensor as { readonly dataId: object };
    if (!this.#makers.has(dataId)) this.#makers.set(dataId, this.#last);
  }
}
