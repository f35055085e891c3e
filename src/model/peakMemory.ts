/** Bytes that a training step holds at most, for any number of examples in a batch. */

/** Bytes that tensors hold at one moment of a training step: so many, and so many for each example. */
export interface HeldBytes {
  readonly fixed: number;
  readonly perExample: number;
}

export const optimizers = ['sgd', 'momentum', 'adam'] as const;
export type OptimizerName = (typeof optimizers)[number];

/** For each optimizer, the moments of a step at which the most is held for some size of the batch. */
export type TrainingMemory = Readonly<Record<OptimizerName, readonly HeldBytes[]>>;

/** Peak bytes of a training step with so many examples. */
export function peakBytes(moments: readonly HeldBytes[], batchSize: number): number {
  return moments.reduce(
    (most, { fixed, perExample }) => Math.max(most, fixed + perExample * batchSize),
    0,
  );
}

/** The moments that hold the most for some size of the batch, at least for one example. */
export class Peaks {
  #moments: HeldBytes[] = [];

  add(moment: HeldBytes): void {
    if (this.#moments.some((other) => isCovered(moment, other))) return;
    this.#moments = [...this.#moments.filter((other) => !isCovered(other, moment)), moment];
  }

  get moments(): readonly HeldBytes[] {
    return this.#moments;
  }
}

function isCovered(moment: HeldBytes, by: HeldBytes): boolean {
  return (
    by.perExample >= moment.perExample &&
    by.fixed + by.perExample >= moment.fixed + moment.perExample
  );
}
