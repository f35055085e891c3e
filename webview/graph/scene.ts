/** A picture made quick to ask: what an area shows, and what lies at a point. Without a DOM. */
import { metrics } from '../../src/layout/metrics';
import type { Box, DrawnSkip, GroupBox, Picture, Point, Rect } from '../../src/layout/picture';
import { covers, widened } from '../state/rects';
import { boxesById, type BoxLookup } from '../state/words';
import type { Area } from './area';
import { boxArea, wireArea, type SceneWire } from './sceneAreas';
import type { Target } from './renderer';

export type { SceneWire };

/** What meets an area, each list in the order in which it is drawn. */
export interface Visible {
  /** Open groups, outer ones first: their grounds lie under everything. */
  readonly grounds: readonly GroupBox[];
  /** Wires of skips after the others. */
  readonly wires: readonly SceneWire[];
  readonly boxes: readonly Box[];
}

/** Halos and arrow heads reach so far over the edges of what they belong to. */
const overhang = 8;
/** The square at a group's corner that opens and closes it; as large as WCAG 2.2 asks for (2.5.8). */
const toggleSize = 24;

export class Scene {
  readonly boxesById: BoxLookup;
  /** Made when they are asked for the first time: who sees a part of a picture needs no lists of all. */
  #wires: readonly SceneWire[] | undefined;
  #all: Visible | undefined;
  readonly #boxArea: () => Area<Box>;
  readonly #wireArea: () => Area<SceneWire>;
  readonly #whole: Rect;

  constructor(readonly picture: Picture) {
    this.boxesById = boxesById(picture);
    this.#boxArea = once(() => boxArea(picture));
    this.#wireArea = once(() => wireArea(picture));
    this.#whole = { x: 0, y: 0, width: picture.width, height: picture.height };
  }

  /** Those of skips come last. */
  get wires(): readonly SceneWire[] {
    return (this.#wires ??= skipsLast(this.#wireArea().all()));
  }

  /** What has to be drawn for `area`, pixels of the picture. */
  visible(area: Rect): Visible {
    const wide = widened(area, overhang);
    if (covers(wide, this.#whole))
      return (this.#all ??= visibleOf(this.#boxArea().all(), this.wires));
    return visibleOf(this.#boxesIn(wide), this.#wiresIn(wide));
  }

  /** The box at a point of the picture, or else the skip that passes within `reach` pixels of it. */
  targetAt(point: Point, reach: number): Target | null {
    const at = { ...point, width: 0, height: 0 };
    const box = this.#boxesIn(at).findLast((candidate) => isSolidAt(candidate, point));
    if (box !== undefined) return { type: isToggle(box, point) ? 'toggle' : 'box', id: box.id };
    const skip = this.#skipNear(point, reach);
    return skip === undefined ? null : { type: 'skip', id: skip.id };
  }

  #boxesIn(area: Rect): Box[] {
    return this.#boxArea().within(area);
  }

  #wiresIn(area: Rect): SceneWire[] {
    return skipsLast(this.#wireArea().within(area));
  }

  #skipNear(point: Point, reach: number): DrawnSkip | undefined {
    const around = widened({ ...point, width: 0, height: 0 }, reach);
    let nearest: DrawnSkip | undefined;
    let least = reach;
    for (const { wire, skip } of this.#wiresIn(around)) {
      if (skip === undefined) continue;
      const away = distanceToLine(wire.points, point);
      if (away <= least) [least, nearest] = [away, skip];
    }
    return nearest;
  }
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function skipsLast(wires: readonly SceneWire[]): SceneWire[] {
  return [...wires.filter(({ skip }) => !skip), ...wires.filter(({ skip }) => skip)];
}

function visibleOf(boxes: readonly Box[], wires: readonly SceneWire[]): Visible {
  return { grounds: boxes.filter(isOpenGroup), wires, boxes };
}

function isOpenGroup(box: Box): box is GroupBox {
  return box.type === 'group' && box.open;
}

/** The ground of an open group lets the pointer through; its header does not. */
function isSolidAt(box: Box, { y }: Point): boolean {
  return !isOpenGroup(box) || y <= box.y + metrics.headerHeight;
}

function isToggle(box: Box, { x, y }: Point): boolean {
  return box.type === 'group' && x <= box.x + toggleSize && y <= box.y + toggleSize;
}

function distanceToLine(points: readonly Point[], point: Point): number {
  let least = Infinity;
  points.forEach((end, place) => {
    const start = points[place - 1];
    if (start !== undefined) least = Math.min(least, distanceToSegment(start, end, point));
  });
  return least;
}

function distanceToSegment(start: Point, end: Point, { x, y }: Point): number {
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : ((x - start.x) * dx + (y - start.y) * dy) / squared;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(x - start.x - dx * share, y - start.y - dy * share);
}
