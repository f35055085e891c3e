/** What tensors hold over a step, and who holds what at the peak. */
import { heldKinds, type Held, type Profile, type StepPart } from '../../protocol/profile';

export interface MemoryPoint {
  /** Since the step began: the end of the kernel. */
  readonly ms: number;
  readonly liveBytes: number;
  /** Index in the profile's events; -1 for before the first. */
  readonly event: number;
}

function pointsOf({ events, memory }: Profile): MemoryPoint[] {
  return [
    { ms: 0, liveBytes: memory.beforeBytes, event: -1 },
    ...events.map(({ startMs, ms, liveBytes }, event) => ({ ms: startMs + ms, liveBytes, event })),
  ];
}

function most(points: readonly MemoryPoint[]): MemoryPoint[] {
  const [first] = points;
  if (first === undefined) return [];
  return [points.reduce((best, p) => (p.liveBytes > best.liveBytes ? p : best), first)];
}

/**
 * The bytes that are live after each kernel. With `mostPoints` the step is cut into that many stretches of
 * equally many kernels, and of each the point that holds the most stays, so that no peak is lost.
 */
export function memoryTimeline(profile: Profile, mostPoints = Infinity): MemoryPoint[] {
  const points = pointsOf(profile);
  if (points.length <= mostPoints) return points;
  const width = points.length / mostPoints;
  return Array.from({ length: mostPoints }, (_, i) =>
    most(points.slice(Math.floor(i * width), Math.floor((i + 1) * width))),
  ).flat();
}

export type HeldKind = Held['kind'];

export interface Holder {
  /** Of a node, its id; else the part of the step. */
  readonly owner: { readonly node: string } | { readonly part: StepPart };
  readonly label: string;
  readonly bytes: number;
  readonly byKind: Readonly<Partial<Record<HeldKind, number>>>;
}

export interface PeakHolders {
  /** Who holds the most first. */
  readonly holders: readonly Holder[];
  readonly byKind: Readonly<Partial<Record<HeldKind, number>>>;
  /** What is held at the peak and nobody is known to hold. */
  readonly unknownBytes: number;
}

function kindSums(held: readonly Held[]): Partial<Record<HeldKind, number>> {
  const sums = new Map<HeldKind, number>();
  for (const { kind, bytes } of held) sums.set(kind, (sums.get(kind) ?? 0) + bytes);
  const kinds = heldKinds.filter((kind) => sums.has(kind));
  return Object.fromEntries(kinds.map((kind) => [kind, sums.get(kind) ?? 0]));
}

function total(held: readonly Held[]): number {
  return held.reduce((sum, { bytes }) => sum + bytes, 0);
}

function holder(owner: number | StepPart, held: readonly Held[], profile: Profile): Holder {
  const sums = { bytes: total(held), byKind: kindSums(held) };
  if (typeof owner === 'string') return { owner: { part: owner }, label: owner, ...sums };
  const node = profile.nodes[owner];
  return { owner: { node: node?.id ?? '' }, label: node?.name ?? '', ...sums };
}

/** Who holds how much at the peak, by node and by kind. */
export function peakHolders(profile: Profile): PeakHolders {
  const { holders, peakBytes } = profile.memory;
  const byOwner = new Map<number | StepPart, Held[]>();
  for (const held of holders) {
    const known = byOwner.get(held.owner);
    if (known === undefined) byOwner.set(held.owner, [held]);
    else known.push(held);
  }
  return {
    holders: [...byOwner]
      .map(([owner, held]) => holder(owner, held, profile))
      .sort((a, b) => b.bytes - a.bytes),
    byKind: kindSums(holders),
    unknownBytes: Math.max(0, peakBytes - total(holders)),
  };
}
