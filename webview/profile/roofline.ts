/** Layers under the roofs of their device: how much they compute for a byte, and how fast. */
import { pointIn, type RoofPoint } from '../../src/model/profile/roofline';
import type { PhaseCost, Profile, ProfilePhase, Roofs } from '../../src/protocol/profile';
import type { ProfileIndex } from './profileIndex';

export const roofPhases = ['forward', 'backward'] as const satisfies readonly ProfilePhase[];

export interface PlottedPoint {
  /** Unique among the points. */
  readonly key: string;
  /** Id of the node in the profile. */
  readonly id: string;
  readonly name: string;
  readonly className: string;
  readonly phase: ProfilePhase;
  readonly cost: PhaseCost;
  /** Floating-point operations for a byte. */
  readonly intensity: number;
  /** Floating-point operations a second. */
  readonly rate: number;
  readonly against: RoofPoint;
}

/** A picture of more points is a blot; the table has them all. */
export const mostPoints = 1500;

/** Of every layer and phase that computes anything, the longest first. */
export function plottedPoints(now: ProfileIndex): PlottedPoint[] {
  const points = now.profile.nodes
    .filter(({ parent }) => parent === undefined)
    .flatMap((node) => {
      const costs = now.costWithin(node);
      return roofPhases.flatMap((phase): PlottedPoint[] => {
        const cost = costs[phase];
        const against = pointIn(now.profile, cost);
        if (against === undefined || cost.flops <= 0 || cost.bytes <= 0) return [];
        const { id, name, className } = node;
        return [
          {
            key: `${phase} ${id}`,
            id,
            name,
            className,
            phase,
            cost,
            intensity: cost.flops / cost.bytes,
            rate: (cost.flops / cost.ms) * 1000,
            against,
          },
        ];
      });
    });
  return points.sort((a, b) => b.cost.ms - a.cost.ms);
}

/** A MAC is two floating-point operations: one multiplication and one addition. */
export function peakRate({ macsPerSecond }: Roofs): number {
  return 2 * macsPerSecond;
}

/** What the device allows at an intensity, floating-point operations a second. */
export function roofAt(intensity: number, roofs: Roofs): number {
  return Math.min(peakRate(roofs), intensity * roofs.bytesPerSecond);
}

/** Where both roofs meet, floating-point operations for a byte. */
export function ridge(roofs: Roofs): number {
  return peakRate(roofs) / roofs.bytesPerSecond;
}

/** From and to, both positive. */
export type Range = readonly [number, number];

export interface RoofAxes {
  readonly intensity: Range;
  readonly rate: Range;
}

function around(values: readonly number[]): Range {
  const [least, most] = values.reduce<Range>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, 0],
  );
  return [10 ** Math.floor(Math.log10(least) - 0.1), 10 ** Math.ceil(Math.log10(most) + 0.1)];
}

/** Whole powers of ten that hold all points and where the roofs meet. */
export function axesOf(points: readonly PlottedPoint[], roofs: Roofs): RoofAxes {
  return {
    intensity: around([...points.map(({ intensity }) => intensity), ridge(roofs)]),
    rate: around([...points.map(({ rate }) => rate), peakRate(roofs)]),
  };
}

/** Where a value is on a logarithmic axis, from 0 to 1. */
export function logPosition(value: number, [from, to]: Range): number {
  return Math.log(value / from) / Math.log(to / from);
}

export function hasRoofs(profile: Profile): profile is Profile & { readonly roofs: Roofs } {
  return profile.roofs !== undefined;
}
