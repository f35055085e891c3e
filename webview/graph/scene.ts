/** A picture made quick to ask: what an area shows, and what lies at a point. Without a DOM. */
import { metrics } from '../../src/layout/metrics';
import type {
  Box,
  DrawnSkip,
  GroupBox,
  Picture,
  Point,
  Rect,
  Wire,
} from '../../src/layout/picture';
import { boundsOf, covers, widened } from '../state/rects';
import type { Target } from './renderer';
import { spatialIndex, type SpatialIndex } from './spatialIndex';

export interface SceneWire {
  readonly wire: Wire;
  /** The skip that the wire is part of. */
  readonly skip: DrawnSkip | undefined;
  readonly bounds: Rect;
}

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
  readonly wires: readonly SceneWire[];
  readonly boxesById: ReadonlyMap<string, Box>;
  readonly wiresById: ReadonlyMap<string, SceneWire>;
  /** Made when they are asked for the first time: a picture that is seen whole needs none. */
  #boxIndex: SpatialIndex | undefined;
  #wireIndex: SpatialIndex | undefined;
  readonly #all: Visible;
  readonly #whole: Rect;

  constructor(readonly picture: Picture) {
    this.wires = sceneWires(picture);
    this.boxesById = new Map(picture.boxes.map((box) => [box.id, box]));
    this.wiresById = new Map(this.wires.map((item) => [item.wire.id, item]));
    this.#whole = { x: 0, y: 0, width: picture.width, height: picture.height };
    this.#all = visibleOf(picture.boxes, this.wires);
  }

  /** What has to be drawn for `area`, pixels of the picture. */
  visible(area: Rect): Visible {
    const wide = widened(area, overhang);
    if (covers(wide, this.#whole)) return this.#all;
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
    this.#boxIndex ??= spatialIndex(this.picture.boxes);
    return pick(this.picture.boxes, this.#boxIndex.search(area));
  }

  #wiresIn(area: Rect): SceneWire[] {
    this.#wireIndex ??= spatialIndex(this.wires.map(({ bounds }) => bounds));
    return pick(this.wires, this.#wireIndex.search(area));
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

function sceneWires({ wires, skips }: Picture): SceneWire[] {
  const byWire = new Map(skips.flatMap((skip) => skip.wires.map((id) => [id, skip])));
  const all = wires.map((wire) => ({
    wire,
    skip: byWire.get(wire.id),
    bounds: boundsOf(wire.points),
  }));
  const [plain, marked] = [all.filter(({ skip }) => !skip), all.filter(({ skip }) => skip)];
  return [...plain, ...marked];
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

function pick<Item>(items: readonly Item[], places: readonly number[]): Item[] {
  return places.flatMap((place) => items[place] ?? []);
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
