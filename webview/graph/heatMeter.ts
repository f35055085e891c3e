/** The bar at a box's bottom edge that is as long as the box is hot: colour is not the only sign. */
import type { Box, Rect } from '../../src/layout/picture';
import { heatLevels } from '../state/heat';
import { svg } from './svg';

const inset = 6;
const thickness = 3;

/** Where the bar is on its box, and how long. */
export function meterRect({ type, width, height }: Box, level: number): Rect {
  // A closed group stands on the edge of the one below it in the pile.
  const bottom = type === 'group' ? height - 4 : height;
  const length = ((width - 2 * inset) * (level + 1)) / heatLevels;
  return { x: inset, y: bottom - thickness - 1, width: length, height: thickness };
}

export const meterRadius = 1.5;

export function heatMeter(box: Box, level: number): SVGElement {
  return svg('rect', { class: 'meter', ...meterRect(box, level), rx: meterRadius });
}
