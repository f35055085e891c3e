/** Which rectangles meet an area. The only place that knows the library that finds them. */
import Flatbush from 'flatbush';
import type { Rect } from '../../src/layout/picture';

export interface SpatialIndex {
  /** Places in the list of the rectangles that meet `area`, ascending. */
  search(area: Rect): number[];
}

export function spatialIndex(rects: readonly Rect[]): SpatialIndex {
  // Flatbush refuses to be made for nothing.
  if (rects.length === 0) return { search: () => [] };
  const index = new Flatbush(rects.length);
  for (const { x, y, width, height } of rects) index.add(x, y, x + width, y + height);
  index.finish();
  return {
    search: ({ x, y, width, height }) =>
      index.search(x, y, x + width, y + height).sort((a, b) => a - b),
  };
}
