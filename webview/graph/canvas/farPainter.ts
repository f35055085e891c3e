/**
 * A picture from afar: blocks of colour, and skips as lines that keep their width on the screen.
 * Everything is a rectangle that is parallel to the axes, filled colour by colour: a path for each of
 * twenty thousand boxes would take many times as long.
 */
import { metrics } from '../../../src/layout/metrics';
import type { Box, GroupBox, Point, Rect } from '../../../src/layout/picture';
import { isSeen } from '../../state/levelOfDetail';
import { boxClasses } from '../boxClasses';
import type { SceneWire } from '../scene';
import type { Palette } from './palette';
import type { Context } from './pen';
import { wireClasses } from './wirePainter';

/** Width of a skip's line on the screen, pixels. */
const skipWidth = 2;
/** A line that is thinner on the screen is drawn so thin and no thinner. */
const leastWidth = 0.6;

export class FarPainter {
  readonly #context: Context;
  readonly #palette: Palette;
  /** Lists that are drawn frame after frame are the same ones while all of a picture is in sight. */
  #boxGroups = new WeakMap<readonly Box[], Map<string, Box[]>>();
  readonly #wireGroups = new WeakMap<readonly SceneWire[], Map<string, SceneWire[]>>();

  constructor(context: Context, palette: Palette) {
    this.#context = context;
    this.#palette = palette;
  }

  /** After a change of the classes of boxes. */
  forget(): void {
    this.#boxGroups = new WeakMap();
  }

  grounds(boxes: readonly GroupBox[], zoom: number): void {
    for (const box of boxes) {
      const paint = this.#palette.shape('graph far', `ground ${boxClasses(box)}`, 'frame');
      this.#fill(paint.fill, [box]);
      this.#frame(paint.stroke, box, Math.max(1, 1 / zoom));
    }
  }

  boxes(boxes: readonly Box[], zoom: number): void {
    const frame = Math.max(1, 0.75 / zoom);
    const { classesOf, aroundClass } = this.#palette.heating;
    for (const [classes, same] of grouped(this.#boxGroups, boxes, classesOf)) {
      const [first] = same;
      if (first === undefined) continue;
      const part = first.type === 'group' && first.open ? 'band' : 'frame';
      const paint = this.#palette.shape(`graph far${aroundClass}`, `box ${classes}`, part);
      this.#fill(paint.fill, same.map(blockOf));
      if (first.type === 'group' && paint.stroke !== '')
        for (const box of same) this.#frame(paint.stroke, blockOf(box), frame);
    }
  }

  wires(wires: readonly SceneWire[], zoom: number): void {
    for (const same of grouped(this.#wireGroups, wires, kindOf).values()) {
      const skip = same[0]?.skip;
      const paint = this.#palette.shape('graph far', ...wireClasses(skip, false), 'line');
      const width = skip ? skipWidth / zoom : Math.max(paint.lineWidth, leastWidth / zoom);
      this.#context.fillStyle = paint.stroke;
      for (const { wire, bounds } of same) if (isSeen(bounds, zoom)) this.#line(wire.points, width);
    }
  }

  #line(points: readonly Point[], width: number): void {
    for (let place = 1; place < points.length; place++) {
      const [start, end] = [points[place - 1], points[place]];
      if (start === undefined || end === undefined) continue;
      const x = Math.min(start.x, end.x) - width / 2;
      const y = Math.min(start.y, end.y) - width / 2;
      const [dx, dy] = [Math.abs(end.x - start.x), Math.abs(end.y - start.y)];
      this.#context.fillRect(x, y, dx + width, dy + width);
    }
  }

  #fill(colour: string, rects: readonly Rect[]): void {
    if (colour === '') return;
    this.#context.fillStyle = colour;
    for (const { x, y, width, height } of rects) this.#context.fillRect(x, y, width, height);
  }

  #frame(colour: string, { x, y, width, height }: Rect, lineWidth: number): void {
    this.#context.strokeStyle = colour;
    this.#context.lineWidth = lineWidth;
    this.#context.setLineDash([]);
    this.#context.strokeRect(x, y, width, height);
  }
}

/** Of an open group only its header lies over the wires. */
function blockOf(box: Box): Rect {
  if (box.type === 'layer' || !box.open) return box;
  const { x, y, width } = box;
  return { x, y, width, height: metrics.headerHeight };
}

function kindOf({ skip }: SceneWire): string {
  return skip?.kind ?? '';
}

/** The items of a list by their key, remembered for the list. */
function grouped<Item>(
  known: WeakMap<readonly Item[], Map<string, Item[]>>,
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const before = known.get(items);
  if (before !== undefined) return before;
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  known.set(items, groups);
  return groups;
}
