/** Ways of wires without points that lie on a line between their neighbours. */
import type { Point } from './picture';

/** Adds a point to a way, and takes out the one before if that lies between its neighbours. */
function extend(way: Point[], x: number, y: number): void {
  const last = way.at(-1);
  if (last?.x === x && last.y === y) return;
  const before = way.at(-2);
  if (last !== undefined && before !== undefined && isBetween(before, last, x, y)) way.pop();
  way.push({ x, y });
}

function isBetween(a: Point, b: Point, x: number, y: number): boolean {
  const vertical = a.x === b.x && b.x === x && (b.y - a.y) * (y - b.y) >= 0;
  return vertical || (a.y === b.y && b.y === y && (b.x - a.x) * (x - b.x) >= 0);
}

/** The way through all the points. */
export function wayThrough(points: readonly Point[]): readonly Point[] {
  if (points.length < 2) return points;
  const way: Point[] = [];
  for (const { x, y } of points) extend(way, x, y);
  return way;
}
