/** What to show when the window is to be filled by what is selected. */
import type { Rect } from '../../src/layout/picture';
import { boundsOf } from './rects';
import type { Selection, Shown } from './uiState';
import { boxesById, visibleBox } from './words';

/**
 * The rectangle of the selected box, or of the closed group that hides it; of a skip with its fork,
 * its merge and both branches. Undefined where nothing of it is in the picture.
 */
export function selectionRect(
  { picture, index }: Pick<Shown, 'picture' | 'index'>,
  selection: Selection,
): Rect | undefined {
  const boxes = boxesById(picture);
  const skip = selection.type === 'skip' ? index.skips.get(selection.id) : undefined;
  const ids =
    skip === undefined ? [selection.id] : [skip.fork, skip.merge, ...skip.shortcut, ...skip.branch];
  const shown = ids.flatMap((id) => visibleBox(id, boxes, index) ?? []);
  const drawn = picture.wires.filter((wire) => skip !== undefined && wire.skip === skip.id);
  const corners = shown.flatMap(({ x, y, width, height }) => [
    { x, y },
    { x: x + width, y: y + height },
  ]);
  const points = [...corners, ...drawn.flatMap((wire) => wire.points)];
  return points.length === 0 ? undefined : boundsOf(points);
}
