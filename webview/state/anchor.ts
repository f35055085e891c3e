/** What stays in place when a picture is replaced by the next one. */
import type { Box, Picture, Point, Rect } from '../../src/layout/picture';
import { anchored, isInSight, toScreen, type Size, type Viewport } from './viewport';

/** The viewport for the next picture in which what the user looks at has not moved. */
export function keepPlace(
  viewport: Viewport,
  view: Size,
  before: Picture,
  after: Picture,
  preferred: readonly string[],
): Viewport {
  const now = new Map(after.boxes.map((box) => [box.id, box]));
  const stayed = before.boxes.filter((box) => now.has(box.id));
  const anchor = chooseAnchor(viewport, view, stayed, preferred);
  const next = anchor && now.get(anchor.id);
  return anchor && next ? anchored(viewport, anchorPoint(anchor), anchorPoint(next)) : viewport;
}

function chooseAnchor(
  viewport: Viewport,
  view: Size,
  boxes: readonly Box[],
  preferred: readonly string[],
): Box | undefined {
  for (const id of preferred) {
    const box = boxes.find((candidate) => candidate.id === id);
    if (box !== undefined && isInSight(viewport, box, view)) return box;
  }
  const atomic = boxes.filter((box) => box.type === 'layer' || !box.open);
  return nearestToCentre(viewport, view, atomic.length > 0 ? atomic : boxes);
}

/** A group is held at its header, which does not move when it opens; a layer at its top. */
function anchorPoint(box: Box): Point {
  return { x: box.type === 'group' ? box.x : box.x + box.width / 2, y: box.y };
}

function nearestToCentre(viewport: Viewport, view: Size, boxes: readonly Box[]): Box | undefined {
  let nearest: Box | undefined;
  let least = Infinity;
  for (const box of boxes) {
    const distance = distanceToCentre(toScreen(viewport, box), view);
    if (distance < least) [least, nearest] = [distance, box];
  }
  return nearest;
}

function distanceToCentre({ x, y, width, height }: Rect, view: Size): number {
  return Math.hypot(x + width / 2 - view.width / 2, y + height / 2 - view.height / 2);
}
