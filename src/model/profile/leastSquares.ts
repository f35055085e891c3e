/** A straight line through measured points, neither falling nor starting below zero. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** `y = constant + slope · x`, both at least 0. */
export interface Line {
  readonly constant: number;
  readonly slope: number;
}

export function lineAt({ constant, slope }: Line, x: number): number {
  return constant + slope * x;
}

interface Sums {
  readonly weight: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly xy: number;
}

/** Each point weighs by 1/y², so that it is the relative errors whose squares are least. */
function sumsOf(points: readonly Point[]): Sums {
  let [weight, x, y, xx, xy] = [0, 0, 0, 0, 0];
  for (const point of points) {
    const w = point.y === 0 ? 1 : 1 / point.y ** 2;
    weight += w;
    x += w * point.x;
    y += w * point.y;
    xx += w * point.x ** 2;
    xy += w * point.x * point.y;
  }
  return { weight, x, y, xx, xy };
}

/** The sum of squared relative errors. */
export function squaredError(points: readonly Point[], at: (x: number) => number): number {
  return points.reduce((sum, { x, y }) => sum + (y === 0 ? at(x) : at(x) / y - 1) ** 2, 0);
}

function free({ weight, x, y, xx, xy }: Sums): Line | undefined {
  const determinant = weight * xx - x * x;
  // All points at one place tell no slope.
  if (determinant <= 1e-12 * weight * xx) return undefined;
  return {
    constant: (xx * y - x * xy) / determinant,
    slope: (weight * xy - x * y) / determinant,
  };
}

/**
 * The line with the least squared relative errors among those with neither a negative constant nor a negative
 * slope: where the free one has either, the best lies on the edge where that is 0 (Lawson and Hanson 1974,
 * "Solving Least Squares Problems", chapter 23). From points at a single x it goes through zero.
 */
export function fitLine(points: readonly Point[]): Line {
  const sums = sumsOf(points);
  const line = free(sums);
  if (line !== undefined && line.constant >= 0 && line.slope >= 0) return line;
  const through = { constant: 0, slope: sums.xx === 0 ? 0 : Math.max(0, sums.xy / sums.xx) };
  if (line === undefined) return through;
  const flat = { constant: sums.weight === 0 ? 0 : Math.max(0, sums.y / sums.weight), slope: 0 };
  const error = (at: Line): number => squaredError(points, (x) => lineAt(at, x));
  return error(through) <= error(flat) ? through : flat;
}
