/** The bar of a box in a heat map as an element. */
import { meterRadius, meterRect } from '../../src/layout/heat';
import type { Box } from '../../src/layout/picture';
import { svg } from './svg';

export function heatMeter(box: Box, level: number): SVGElement {
  return svg('rect', { class: 'meter', ...meterRect(box, level), rx: meterRadius });
}
