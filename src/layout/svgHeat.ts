/** Heat maps in an exported picture: colours of the boxes, their bars, and the legend. */
import {
  detailOfBox,
  heatLevels,
  heatOfBox,
  heatShares,
  meterRadius,
  meterRect,
  type Heat,
  type HeatLegend,
  type HeatMap,
} from './heat';
import { element, textElement } from './markup';
import { metrics } from './metrics';
import type { Box } from './picture';
import { textWidth } from './textWidth';
import type { Theme } from './theme';

/** As much of a heat map as is drawn. */
export type DrawnHeat = Pick<HeatMap, 'heatOf' | 'legend'>;

function parts(color: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}

/** @param share of `color`; the rest is `ground`. Both are written `#rrggbb`. */
function mix(color: string, ground: string, share: number): string {
  const under = parts(ground);
  const mixed = parts(color).map((part, at) => part * share + (under[at] ?? 0) * (1 - share));
  return `#${mixed.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

interface HeatColors {
  readonly fill: string;
  readonly stroke: string;
}

/** As in the designer: text on a box stays readable, so the fill is never the full colour. */
function colorsAt(level: number, { heat, background }: Theme): HeatColors {
  const share = heatShares[level] ?? 1;
  return { fill: mix(heat, background, 0.38 * share), stroke: mix(heat, background, 0.55) };
}

/** How a heat map draws one box. */
export interface BoxHeat extends HeatColors {
  /** Stands in place of shape and parameters. */
  readonly detail: string;
  /** The bar, to be drawn above the box. */
  readonly meter: string;
}

function meterOf(box: Box, { level }: Heat, { heat }: Theme): string {
  const { x, y, width, height } = meterRect(box, level);
  const at = { x: box.x + x, y: box.y + y, width, height };
  return element('rect', { ...at, rx: meterRadius, fill: heat });
}

/** Undefined outside of heat maps, and for a box that has none of what is measured. */
export function boxHeat(box: Box, drawn: DrawnHeat | undefined, theme: Theme): BoxHeat | undefined {
  const heat = heatOfBox(box, drawn?.heatOf);
  if (heat === undefined) return undefined;
  return {
    ...colorsAt(heat.level, theme),
    detail: detailOfBox(box, drawn?.heatOf),
    meter: meterOf(box, heat, theme),
  };
}

const stepWidth = 18;
const gap = 8;

/** One step of the scale, with the bar that its boxes have. */
function step(level: number, x: number, theme: Theme): string {
  const { fill, stroke } = colorsAt(level, theme);
  const frame = element('rect', { x, y: 5, width: stepWidth, height: 14, fill, stroke });
  const width = ((stepWidth - 2) * (level + 1)) / heatLevels;
  return frame + element('rect', { x: x + 1, y: 15, width, height: 3, fill: theme.heat });
}

interface LegendPart {
  readonly markup: string;
  readonly width: number;
}

function words(text: string, x: number, theme: Theme): LegendPart {
  const markup = textElement(text, { class: 'd', x, y: 12, fill: theme.dimText });
  return { markup, width: textWidth(text, metrics.detailSize) };
}

/** The least value, the steps, the largest value, and what is measured; from `left` on. */
export function drawHeatLegend(legend: HeatLegend, left: number, theme: Theme): LegendPart {
  if (typeof legend === 'string') return words(legend, left, theme);
  const least = words(legend.least, left, theme);
  const scale = left + least.width + gap;
  const levels = Array.from({ length: heatLevels }, (_, level) =>
    step(level, scale + level * stepWidth, theme),
  );
  const end = scale + heatLevels * stepWidth + gap;
  const most = words(`${legend.most} · ${legend.unit}`, end, theme);
  return {
    markup: least.markup + levels.join('') + most.markup,
    width: end + most.width - left,
  };
}
