/** Which rectangles meet an area. The only place that knows how they are found. */
import type { Rect } from '../../src/layout/picture';
import { meet } from '../state/rects';

export interface SpatialIndex {
  /** Places in the list of the rectangles that meet `area`, ascending. */
  search(area: Rect): number[];
}

/** Height of one band, pixels: about six layers. */
const band = 256;

export function spatialIndex(rects: readonly Rect[]): SpatialIndex {
  const bands = new Map<number, number[]>();
  rects.forEach((rect, place) => {
    for (const at of bandsOf(rect)) {
      const known = bands.get(at);
      if (known === undefined) bands.set(at, [place]);
      else known.push(place);
    }
  });
  return {
    search(area) {
      const found = new Set<number>();
      for (const at of bandsOf(area))
        for (const place of bands.get(at) ?? []) {
          const rect = rects[place];
          if (rect !== undefined && meet(rect, area)) found.add(place);
        }
      return [...found].sort((a, b) => a - b);
    },
  };
}

function* bandsOf({ y, height }: Rect): Generator<number> {
  const last = Math.floor((y + height) / band);
  for (let at = Math.floor(y / band); at <= last; at++) yield at;
}
