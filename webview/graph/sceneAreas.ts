/** A picture's boxes and wires by where they are. */
import type { Box, DrawnSkip, Picture, Rect, Wire } from '../../src/layout/picture';
import {
  boxIn,
  repeatedOf,
  shiftOf,
  skipCopier,
  wireIn,
} from '../../src/layout/series/lazyPicture';
import type { OwnBox, OwnWire, Part } from '../../src/layout/series/repeatedPicture';
import { boundsOf } from '../state/rects';
import { Area } from './area';

export interface SceneWire {
  readonly wire: Wire;
  /** The skip that the wire is part of. */
  readonly skip: DrawnSkip | undefined;
  readonly bounds: Rect;
}

/** A list without repeats as one part. */
function whole(items: readonly unknown[]): Part<never>[] {
  return [{ start: 0, end: items.length, repeat: -1, own: [] }];
}

export function boxArea(picture: Picture): Area<Box> {
  const repeated = repeatedOf(picture);
  const rectOf = (box: Box): Rect => box;
  const copyOf = boxIn;
  if (repeated === undefined) {
    const { boxes: items } = picture;
    return new Area<Box, OwnBox>({
      items,
      parts: whole(items),
      repeats: [],
      more: 0,
      rectOf,
      copyOf,
    });
  }
  const { short, boxes: parts, repeats } = repeated;
  return new Area<Box, OwnBox>({ items: short.boxes, parts, repeats, more: 0, rectOf, copyOf });
}

function sceneWires({ wires, skips }: Picture): SceneWire[] {
  const byWire = new Map(skips.flatMap((skip) => skip.wires.map((id) => [id, skip])));
  return wires.map((wire) => ({
    wire,
    skip: byWire.get(wire.id),
    bounds: boundsOf(wire.points),
  }));
}

export function wireArea(picture: Picture): Area<SceneWire> {
  const repeated = repeatedOf(picture);
  const items = sceneWires(repeated?.short ?? picture);
  const rectOf = ({ bounds }: SceneWire): Rect => bounds;
  const copySkip = repeated && skipCopier(repeated);
  return new Area<SceneWire, OwnWire>({
    items,
    parts: repeated?.wires ?? whole(items),
    repeats: repeated?.repeats ?? [],
    more: 1,
    rectOf,
    copyOf: (copy, { wire, skip, bounds }, own) => ({
      wire: wireIn(copy, wire, own),
      skip: skip && copySkip?.(copy, skip),
      bounds: { ...bounds, y: bounds.y + shiftOf(copy) },
    }),
  });
}
