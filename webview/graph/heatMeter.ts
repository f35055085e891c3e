/** The bar at a box's bottom edge that is as long as the box is hot: colour is not the only sign. */
import type { Box } from '../../src/layout/picture';
import { heatLevels } from '../state/heat';
import { svg } from './svg';

const inset = 6;
const thickness = 3;

export function heatMeter({ type, width, height }: Box, level: number): SVGElement {
  // A closed group stands on the edge of the one below it in the pile.
  const bottom = type === 'group' ? height - 4 : height;
  const length = ((width - 2 * inset) * (level + 1)) / heatLevels;
  const shape = { x: inset, y: bottom - thickness - 1, width: length, height: thickness, rx: 1.5 };
  return svg('rect', { class: 'meter', ...shape });
}
