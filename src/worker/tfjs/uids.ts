/**
 * Stands in for tfjs-layers' `backend/state` in the worker's bundle (see scripts/lib/workerPlugins.mjs), whose
 * counters cannot be reset. A long-lived worker must name the layers of each inspection as a new
 * process would: `conv2d_Conv2D1` first. The names of weights are kept here as well, which tfjs-layers would
 * gather from all inspections.
 */

const counters = new Map<string, number>();
let nextTensorId = 0;

/** An id that no other symbolic tensor of this process has. */
export function getNextUniqueTensorId(): number {
  return nextTensorId++;
}

/** `prefix` with the next number of that prefix, from 1. */
export function getUid(prefix = ''): string {
  const next = (counters.get(prefix) ?? 0) + 1;
  counters.set(prefix, next);
  return `${prefix}${next}`;
}

/** Starts the numbers of all prefixes again. */
export function resetUids(): void {
  counters.clear();
}

/** How often each name of a weight was asked for; tfjs-layers keeps them here. */
export const weightNames = new Map<string, number>();

/** Makes the names of all weights free again; only where their variables are gone, whose names are unique. */
export function forgetWeightNames(): void {
  weightNames.clear();
}
