/** Bytes that tensors hold over a step, and who holds them when the most is held. */
import type { Held, Profile } from '../../src/protocol/profile';
import { partTitles } from './words';

/** Columns as a chart takes them. */
export interface MemoryLine {
  readonly ms: readonly number[];
  readonly bytes: readonly number[];
}

/** Of more there is nothing to see: two for each pixel of a wide screen. */
export const mostPoints = 8000;

/** What is held at the ends of kernels; of long steps the least and the most of each stretch. */
export function memoryLine({ events, memory }: Profile, most = mostPoints): MemoryLine {
  const ms = [0];
  const bytes = [memory.beforeBytes];
  const stretch = Math.max(1, Math.ceil((2 * events.length) / most));
  for (let from = 0; from < events.length; from += stretch) {
    const part = events.slice(from, from + stretch);
    for (const event of stretch === 1 ? part : extremes(part)) {
      ms.push(event.startMs + event.ms);
      bytes.push(event.liveBytes);
    }
  }
  return { ms, bytes };
}

type Event = Profile['events'][number];

/** The event after which the least is held and the one after which the most is, in their order. */
function extremes(events: readonly Event[]): readonly Event[] {
  let [least, most] = [events[0], events[0]];
  for (const event of events) {
    if (least === undefined || event.liveBytes < least.liveBytes) least = event;
    if (most === undefined || event.liveBytes > most.liveBytes) most = event;
  }
  const both = [least, most].flatMap((event) => event ?? []);
  return [...new Set(both)].sort((a, b) => a.startMs - b.startMs);
}

/** When the most is held, milliseconds since the step began. */
export function peakMs({ events, memory }: Profile): number {
  const event = events[memory.peakEvent];
  return event === undefined ? 0 : event.startMs + event.ms;
}

/** The kernel that ran last at a time; undefined before the first has run. */
export function eventAt({ events }: Profile, ms: number): Event | undefined {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const event = events[middle];
    if (event !== undefined && event.startMs + event.ms <= ms + 1e-9) low = middle + 1;
    else high = middle;
  }
  return events[low - 1];
}

export interface HolderRow extends Held {
  readonly key: string;
  readonly name: string;
  readonly className: string;
  /** Id of the node; undefined for a part of no layer. */
  readonly id: string | undefined;
  /** Of the peak, from 0 to 1. */
  readonly share: number;
}

export function ownerName({ nodes }: Profile, owner: Held['owner']): string {
  return typeof owner === 'number' ? (nodes[owner]?.name ?? String(owner)) : partTitles[owner];
}

/** The largest first. */
export function holderRows(profile: Profile): HolderRow[] {
  const { memory, nodes } = profile;
  const rows = memory.holders.map((held, at): HolderRow => {
    const node = typeof held.owner === 'number' ? nodes[held.owner] : undefined;
    return {
      ...held,
      key: `${at}`,
      name: ownerName(profile, held.owner),
      className: node?.className ?? '',
      id: node?.id,
      share: memory.peakBytes === 0 ? 0 : held.bytes / memory.peakBytes,
    };
  });
  return rows.sort((a, b) => b.bytes - a.bytes);
}
