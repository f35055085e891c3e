/** The dots of the ground that the graph stands on. */
import type { Viewport } from '../state/viewport';

/** They stand for a distance of the picture, and never closer than the eye likes. */
function stepOf(zoom: number): number {
  let step = 24 * zoom;
  while (step < 16) step *= 2;
  return step;
}

/** Moves the dots with the picture. */
export function moveDots({ style }: HTMLElement, { x, y, zoom }: Viewport): void {
  const step = stepOf(zoom);
  style.backgroundPosition = `${x}px ${y}px`;
  style.backgroundSize = `${step}px ${step}px`;
}
