/** Which tensors hold random numbers: masks that are made of them are part of what a model does. */
import type { core } from './library';

/** Random numbers are drawn evenly from `low` to `high`. */
export type Range = readonly [low: number, high: number];

const random = new WeakSet<core.Tensor>();
const ranges = new WeakMap<core.Tensor, Range>();
let drawing = 0;
let drawnFrom: Range | undefined;

/** Whether random numbers went into making a tensor directly. */
export function isRandom(tensor: core.Tensor): boolean {
  return random.has(tensor);
}

/** What a random tensor is drawn from, where that is one even distribution. */
export function rangeOf(tensor: core.Tensor): Range | undefined {
  return ranges.get(tensor);
}

/** Called for every tensor that is made. */
export function noteTensor(tensor: core.Tensor): void {
  if (drawing === 0) return;
  random.add(tensor);
  if (drawnFrom !== undefined) ranges.set(tensor, drawnFrom);
}

/** What `make` gives, where every tensor that comes to be counts as random. */
export function drawn<T>(make: () => T, from?: Range): T {
  const before = drawnFrom;
  drawing++;
  drawnFrom = from;
  try {
    return make();
  } finally {
    drawing--;
    drawnFrom = before;
  }
}
