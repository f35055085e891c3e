/** Pictures on the way from one to the next: what stays moves, what is new grows out of its group. */
import type { Box, Picture, Point, Rect, Wire } from '../../src/layout/picture';
import { boxCount } from '../../src/layout/series/lazyPicture';
import { isInSight, type Size, type Viewport } from './viewport';

/** With more boxes than this a picture is not drawn anew for every frame. */
const mostBoxes = 600;
/** Less than this is not seen as a movement; pixels of the screen. */
const leastMove = 2;

function mix(a: number, b: number, progress: number): number {
  return a + (b - a) * progress;
}

/** Where each box of the new picture was in the old one, in the coordinates of the new. */
type Origins = ReadonlyMap<string, Rect>;

/** The same place within a rectangle as something has within another. */
function mapped(rect: Rect, from: Rect, to: Rect): Rect {
  const [across, down] = [to.width / (from.width || 1), to.height / (from.height || 1)];
  return {
    x: to.x + (rect.x - from.x) * across,
    y: to.y + (rect.y - from.y) * down,
    width: rect.width * across,
    height: rect.height * down,
  };
}

/**
 * @param shift from the old picture's coordinates to the new one's, so that what stays in place on the
 *   screen has one place.
 */
function originsOf(before: Picture, after: Picture, shift: Point): Origins {
  const old = new Map(before.boxes.map((box) => [box.id, box]));
  const now = new Map(after.boxes.map((box) => [box.id, box]));
  const origins = new Map<string, Rect>();
  // Parents come before what they hold.
  for (const box of after.boxes) {
    const known = old.get(box.id);
    const parent = box.parent === null ? undefined : now.get(box.parent);
    const home = parent && origins.get(parent.id);
    if (known !== undefined)
      origins.set(box.id, { ...known, x: known.x + shift.x, y: known.y + shift.y });
    else origins.set(box.id, parent && home ? mapped(box, parent, home) : box);
  }
  return origins;
}

function rectAt(box: Rect, origin: Rect, progress: number): Rect {
  return {
    x: mix(origin.x, box.x, progress),
    y: mix(origin.y, box.y, progress),
    width: mix(origin.width, box.width, progress),
    height: mix(origin.height, box.height, progress),
  };
}

/** How far a point of a box is from its final place. */
function offset(point: Point, final: Rect | undefined, now: Rect | undefined): Point {
  if (final === undefined || now === undefined) return { x: 0, y: 0 };
  const { x, y } = mapped({ ...point, width: 0, height: 0 }, final, now);
  return { x: x - point.x, y: y - point.y };
}

/** A wire hangs on its boxes; between its ends it follows the one more, then the other. */
function wireAt(
  wire: Wire,
  final: ReadonlyMap<string, Rect>,
  now: ReadonlyMap<string, Rect>,
): Wire {
  const [first] = wire.points;
  const last = wire.points.at(-1);
  if (first === undefined || last === undefined) return wire;
  const start = offset(first, final.get(wire.from), now.get(wire.from));
  const end = offset(last, final.get(wire.to), now.get(wire.to));
  const points = wire.points.map(({ x, y }, index): Point => {
    const along = index / (wire.points.length - 1);
    return { x: x + mix(start.x, end.x, along), y: y + mix(start.y, end.y, along) };
  });
  return { ...wire, points };
}

/** Slows down toward the end. */
function eased(progress: number): number {
  return 1 - (1 - progress) ** 3;
}

/**
 * The way from one picture to the next.
 *
 * @param shift from the old picture's coordinates to the new one's.
 * @returns the picture at a share of the way, from 0 to 1; at 1 it is the new one itself.
 */
export function tween(
  before: Picture,
  after: Picture,
  shift: Point,
): (progress: number) => Picture {
  const origins = originsOf(before, after, shift);
  const final = new Map(after.boxes.map((box) => [box.id, box]));
  return (progress) => {
    if (progress >= 1) return after;
    const share = eased(Math.max(0, progress));
    const boxes = after.boxes.map((box): Box => ({
      ...box,
      ...rectAt(box, origins.get(box.id) ?? box, share),
    }));
    const now = new Map(boxes.map((box) => [box.id, box]));
    return { ...after, boxes, wires: after.wires.map((wire) => wireAt(wire, final, now)) };
  };
}

/** What in the old picture's coordinates is a point of the new one's, when the window went along. */
export function shiftBetween(before: Viewport, after: Viewport): Point {
  return { x: (before.x - after.x) / after.zoom, y: (before.y - after.y) / after.zoom };
}

/** Whether there is anything to be seen of the way: boxes in the window that move, grow or are new. */
export function isWorthWatching(
  before: Picture,
  after: Picture,
  viewports: { readonly before: Viewport; readonly after: Viewport },
  view: Size,
): boolean {
  if (viewports.before.zoom !== viewports.after.zoom) return false;
  if (Math.max(boxCount(before), boxCount(after)) > mostBoxes) return false;
  const shift = shiftBetween(viewports.before, viewports.after);
  const origins = originsOf(before, after, shift);
  const least = leastMove / viewports.after.zoom;
  return after.boxes.some((box) => {
    const origin = origins.get(box.id) ?? box;
    const moves =
      Math.abs(origin.x - box.x) > least ||
      Math.abs(origin.y - box.y) > least ||
      Math.abs(origin.width - box.width) > least ||
      Math.abs(origin.height - box.height) > least;
    return moves && isInSight(viewports.after, box, view);
  });
}
