/** The outline of a wire: a line with round corners that ends within the head of its arrow. */
import { roundedPath } from '../../src/layout/path';
import type { Point } from '../../src/layout/picture';
import { round } from './svg';

/** The arrow's head is as long as this; the line ends in its middle, or its end would stick out. */
const head = { length: 7, half: 3.5 } as const;

/** Path data relative to `origin`, so that a wire that only moved keeps it. */
export function wirePath(points: readonly Point[], origin: Point): string {
  const relative = points.map(({ x, y }) => ({ x: x - origin.x, y: y - origin.y }));
  return roundedPath(withoutHead(relative));
}

/** The triangle at the wire's end, relative to `origin`. */
export function arrowPath(points: readonly Point[], origin: Point): string {
  const tip = points.at(-1);
  const before = points.at(-2);
  if (tip === undefined || before === undefined) return '';
  const base = toward(tip, before, head.length);
  const side = { x: (tip.y - base.y) / head.length, y: (base.x - tip.x) / head.length };
  const corners = [1, -1].map((sign) => ({
    x: base.x + side.x * head.half * sign,
    y: base.y + side.y * head.half * sign,
  }));
  const at = ({ x, y }: Point): string => `${round(x - origin.x)} ${round(y - origin.y)}`;
  return `M${at(tip)}L${corners.map(at).join('L')}Z`;
}

function withoutHead(points: readonly Point[]): readonly Point[] {
  const tip = points.at(-1);
  const before = points.at(-2);
  if (tip === undefined || before === undefined) return points;
  const length = Math.hypot(tip.x - before.x, tip.y - before.y);
  return [...points.slice(0, -1), toward(tip, before, Math.min(head.length / 2, length))];
}

/** The point `reach` away from `from` in the direction of `to`. */
function toward(from: Point, to: Point, reach: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length === 0) return from;
  const share = reach / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
