/** The heading and the legend of an exported picture. */
import type { Drawing } from './drawing';
import { legendOf, type LegendParts } from './legend';
import { element, textElement } from './markup';
import { metrics } from './metrics';
import type { Picture } from './picture';
import type { SvgOptions } from './svg';
import { drawHeatLegend } from './svgHeat';
import { textWidth } from './textWidth';
import type { Theme } from './theme';

export const legendHeight = 36;

const headingHeight = 52;

export function totalsHeight({ totals }: SvgOptions): number {
  return totals === undefined ? 0 : headingHeight;
}

export function drawTotals({ name = '', totals }: SvgOptions, theme: Theme): string {
  if (totals === undefined) return '';
  const x = metrics.margin;
  return [
    textElement(name, { class: 'b', 'font-size': 16, x, y: 22, fill: theme.text }),
    textElement(totals, { class: 't', x, y: 42, fill: theme.dimText }),
  ].join('');
}

interface Entry {
  readonly text: string;
  /** Draws the sign for it at x. */
  readonly sign: (x: number) => string;
}

const signWidth = 20;
const entryGap = 16;

function kindEntries({ skips }: LegendParts, { theme, words }: Drawing): Entry[] {
  return skips.map(([kind]): Entry => {
    const stroke = theme.skips[kind];
    return {
      text: words.kind(kind),
      sign: (x) => element('path', { class: 's', d: `M${x} 12h14`, stroke }),
    };
  });
}

function familyEntries({ families }: LegendParts, { theme, words }: Drawing): Entry[] {
  return families.map(([category]): Entry => {
    const color = theme.categories[category];
    const look = { y: 6, width: 14, height: 12, rx: 3, fill: color, 'fill-opacity': 0.25 };
    return {
      text: words.families[category],
      sign: (x) => element('rect', { ...look, x, stroke: color }),
    };
  });
}

/** One line: the kinds of skips, then the families of layers, or what a heat map's colours mean. */
export function drawLegend(picture: Picture, drawing: Drawing): { markup: string; width: number } {
  const { theme, heat } = drawing;
  let x: number = metrics.margin;
  const parts = legendOf(picture);
  const families = heat === undefined ? familyEntries(parts, drawing) : [];
  const markup = [...kindEntries(parts, drawing), ...families].map(({ text, sign }) => {
    const at = x;
    x += signWidth + textWidth(text, metrics.detailSize) + entryGap;
    const label = { class: 'd', x: at + signWidth, y: 12, fill: theme.dimText };
    return sign(at) + textElement(text, label);
  });
  const scale = heat && drawHeatLegend(heat.legend, x, theme);
  const end = scale === undefined ? x - entryGap : x + scale.width;
  return { markup: markup.join('') + (scale?.markup ?? ''), width: end + metrics.margin };
}
