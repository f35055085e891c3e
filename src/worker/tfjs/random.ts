/** Which tensors hold random numbers: masks that are made of them are part of what a model does. */
import type { core } from './library';

const random = new WeakSet<core.Tensor>();
let drawing = 0;

/** Whether random numbers went into making a tensor directly. */
export function isRandom(tensor: core.Tensor): boolean {
  return random.has(tensor);
}

/** Called for every tensor that is made. */
export function noteTensor(tensor: core.Tensor): void {
  if (drawing > 0) random.add(tensor);
}

/** What `make` gives, where every tensor that comes to be counts as random. */
export function drawn<T>(make: () => T): T {
  drawing++;
  try {
    return make();
  } finally {
    drawing--;
  }
}
