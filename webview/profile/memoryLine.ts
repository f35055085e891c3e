/** Bytes that tensors hold over a step, as columns of a chart. */
import { memoryTimeline } from '../../src/model/profile/memoryTimeline';
import type { Held, Profile } from '../../src/protocol/profile';
import { partTitles } from './words';

export interface MemoryLine {
  readonly ms: readonly number[];
  readonly bytes: readonly number[];
}

/** Of more there is nothing to see: two for each pixel of a wide screen. */
const mostPoints = 8000;

export function memoryLine(profile: Profile): MemoryLine {
  const points = memoryTimeline(profile, mostPoints);
  return { ms: points.map(({ ms }) => ms), bytes: points.map(({ liveBytes }) => liveBytes) };
}

/** When the most is held, milliseconds since the step began. */
export function peakMs({ events, memory }: Profile): number {
  const event = events[memory.peakEvent];
  return event === undefined ? 0 : event.startMs + event.ms;
}

/** The index of the kernel that ran last at a time; undefined before the first has run. */
export function eventIndexAt({ events }: Profile, ms: number): number | undefined {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const event = events[middle];
    if (event !== undefined && event.startMs + event.ms <= ms + 1e-9) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? undefined : low - 1;
}

/** The layer's name, or what a part of the step is called. */
export function ownerName({ nodes }: Profile, owner: Held['owner']): string {
  return typeof owner === 'number' ? (nodes[owner]?.name ?? '') : partTitles[owner];
}
