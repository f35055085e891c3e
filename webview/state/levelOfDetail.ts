/** How much of a box is drawn, by how large it is on the screen. */

/** `far`: blocks of colour and skips; `middle`: titles too; `near`: everything. */
export type Detail = 'far' | 'middle' | 'near';

/** Below this a title of 12 px is no longer told from a line. */
export const farZoom = 0.35;
/** Below this a detail of 11 px cannot be read, and to draw it costs as much as the title. */
const middleZoom = 0.55;

export function detailAt(zoom: number): Detail {
  if (zoom < farZoom) return 'far';
  return zoom < middleZoom ? 'middle' : 'near';
}

/** Whether a wire of this extent (pixels of the picture) is more than a dot on the screen. */
export function isSeen(
  { width, height }: { width: number; height: number },
  zoom: number,
): boolean {
  return Math.max(width, height) * zoom >= leastWire;
}

/** Shorter wires lie between two boxes that touch on the screen. Pixels of the screen. */
const leastWire = 4;
