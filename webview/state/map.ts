/** The geometry of the minimap: the whole picture in a corner of the window. */
import type { Point, Rect } from '../../src/layout/picture';
import { shownArea, type Sight, type Size } from './viewport';

/** At most so large, and never so narrow that the pointer misses it. CSS pixels. */
const largest: Size = { width: 160, height: 220 };
const smallest: Size = { width: 28, height: 28 };

export interface MapScale extends Size {
  /** Pixels of the map for one of the picture; they differ where a picture is very long. */
  readonly x: number;
  readonly y: number;
}

export function mapScale(picture: Size): MapScale {
  const [wide, high] = [Math.max(1, picture.width), Math.max(1, picture.height)];
  const scale = Math.min(largest.width / wide, largest.height / high);
  const x = Math.max(scale, Math.min(1, smallest.width / wide));
  const y = Math.max(scale, Math.min(1, smallest.height / high));
  return { x, y, width: wide * x, height: high * y };
}

/** What the window shows, on the map: cut at the map's edges. */
export function frameOnMap({ viewport, view }: Sight, scale: MapScale): Rect {
  const area = shownArea(viewport, view);
  const within = (value: number, most: number): number => Math.min(most, Math.max(0, value));
  const left = within(area.x * scale.x, scale.width);
  const top = within(area.y * scale.y, scale.height);
  return {
    x: left,
    y: top,
    width: within((area.x + area.width) * scale.x, scale.width) - left,
    height: within((area.y + area.height) * scale.y, scale.height) - top,
  };
}

/** The point of the picture at a point of the map. */
export function pointOnMap({ x, y }: Point, scale: MapScale): Point {
  return { x: x / scale.x, y: y / scale.y };
}
