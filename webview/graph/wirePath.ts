/** The outline of a wire: straight pieces with round corners, and the head of its arrow. */
import type { Point } from '../../src/layout/picture';
import { metrics } from '../../src/layout/metrics';
import { round } from './svg';

/** The arrow's head is as long as this; the line ends in its middle. */
const head = { length: 7, half: 3.5 } as const;

/** Path data relative to `origin`, so that a wire that only moved keeps it. */
export function wirePath(points: readonly Point[], origin: Point): string {
  const at = (point: Point): string => `${round(point.x - origin.x)} ${round(point.y - origin.y)}`;
  const shortened = withoutHead(points);
  const [first, ...rest] = shortened;
  if (first === undefined) return '';
  const parts = [`M${at(first)}`];
  rest.forEach((point, index) => {
    const before = shortened[index];
    const after = shortened[index + 2];
    if (before === undefined || after === undefined) parts.push(`L${at(point)}`);
    else parts.push(corner(before, point, after, at));
  });
  return parts.join('');
}

function corner(before: Point, point: Point, after: Point, at: (point: Point) => string): string {
  const reach = Math.min(
    metrics.cornerRadius,
    distance(before, point) / 2,
    distance(point, after) / 2,
  );
  return `L${at(towards(point, before, reach))}Q${at(point)} ${at(towards(point, after, reach))}`;
}

/** The triangle at the wire's end, relative to `origin`. */
export function arrowPath(points: readonly Point[], origin: Point): string {
  const tip = points.at(-1);
  const before = points.at(-2);
  if (tip === undefined || before === undefined) return '';
  const base = towards(tip, before, head.length);
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
  const reach = Math.min(head.length / 2, distance(tip, before));
  return [...points.slice(0, -1), towards(tip, before, reach)];
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** The point `reach` away from `from` in the direction of `to`. */
function towards(from: Point, to: Point, reach: number): Point {
  const length = distance(from, to);
  if (length === 0) return from;
  const share = reach / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
