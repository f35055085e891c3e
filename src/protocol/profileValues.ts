/** The kinds of values that a profile is made of, as its schema checks and describes them. */
import * as v from 'valibot';
import type { Timing } from './profile';

/** What no profile of a real model comes near; more is damage or an attack. */
export const most = {
  nodes: 100_000,
  events: 2_000_000,
  holders: 500_000,
  scopes: 1_000,
  axes: 32,
  inputs: 10_000,
  versions: 100,
  points: 1_000,
  warnings: 1_000,
} as const;

export function text(description: string) {
  return v.pipe(v.string(), v.maxLength(20_000), v.description(description));
}

/** The upper bound keeps Infinity out, which JSON cannot hold. */
export function amount(description: string) {
  return v.pipe(
    v.number(),
    v.minValue(0),
    v.maxValue(Number.MAX_SAFE_INTEGER),
    v.description(description),
  );
}

export function count(description: string) {
  return v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.description(description));
}

export const timingEntries = {
  ms: amount('Milliseconds of one step, the median of the repeats.'),
  spread: amount(
    'Half-width of the 95 % interval of the median relative to it: 1.57 · (interquartile range) / √n / median.',
  ),
};

export const timing = v.object(timingEntries) satisfies v.GenericSchema<unknown, Timing>;
