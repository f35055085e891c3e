/** A wire as a path with round corners. */
import { metrics } from './metrics';
import type { Point } from './picture';

function distance(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

/** The point `length` from `from` toward `to`, on a horizontal or vertical line. */
function toward(from: Point, to: Point, length: number): Point {
  const all = distance(from, to) || 1;
  const share = length / all;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

function at({ x, y }: Point): string {
  return `${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100}`;
}

/** SVG path data, also for the canvas's Path2D; corners are quadratic curves. */
export function roundedPath(
  points: readonly Point[],
  radius: number = metrics.cornerRadius,
): string {
  const [first, ...others] = points;
  if (first === undefined) return '';
  let path = `M${at(first)}`;
  others.forEach((corner, index) => {
    const before = points[index] ?? first;
    const after = points[index + 2];
    if (after === undefined) {
      path += `L${at(corner)}`;
      return;
    }
    const room = Math.min(radius, distance(before, corner) / 2, distance(corner, after) / 2);
    const start = toward(corner, before, room);
    path += `L${at(start)}Q${at(corner)} ${at(toward(corner, after, room))}`;
  });
  return path;
}
