/** A chart as a file of its own: what it is of over it, what its colours stand for, and the chart. */
import { element, textElement } from '../../../src/layout/markup';
import { textWidth } from '../../../src/layout/textWidth';
import type { ChartColours } from './colours';

/** What a colour or a shape stands for. */
export interface ChartKey {
  /** Markup around the origin, at most 18 by 12. */
  readonly swatch: string;
  readonly text: string;
}

/** What is inside of a chart, as markup, CSS pixels. */
export interface ChartBody {
  readonly width: number;
  readonly height: number;
  readonly body: string;
}

export interface ChartPicture extends ChartBody {
  readonly title: string;
  /** What was measured, and how. */
  readonly subtitle: string;
  readonly keys: readonly ChartKey[];
}

const pad = 12;
const headHeight = 46;
const keyHeight = 20;

interface PlacedKey extends ChartKey {
  readonly x: number;
  readonly line: number;
}

/** Keys from left to right, in as many lines as they need. */
function placed(keys: readonly ChartKey[], width: number): PlacedKey[] {
  let [x, line] = [pad, 0];
  return keys.map((key) => {
    const length = 44 + textWidth(key.text, 11);
    if (x > pad && x + length > width - pad) [x, line] = [pad, line + 1];
    const at = { ...key, x, line };
    x += length;
    return at;
  });
}

function keyMarkup({ swatch, text, x, line }: PlacedKey, colours: ChartColours): string {
  const y = headHeight + keyHeight * (line + 0.5);
  const words = { x: x + 24, y, fill: colours.text, 'font-size': 11 };
  return element('g', { transform: `translate(${x + 9} ${y})` }, swatch) + textElement(text, words);
}

/** An SVG with the theme's ground behind it, so that it can stand on any page. */
export function framedSvg(picture: ChartPicture, colours: ChartColours): string {
  const { title, subtitle, keys, width, height, body } = picture;
  const legend = placed(keys, width);
  const lines = legend.reduce((most, { line }) => Math.max(most, line + 1), 0);
  const top = headHeight + lines * keyHeight + 4;
  const size = { width, height: top + height + pad };
  return element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', ...size, 'font-family': colours.family },
    element('rect', { ...size, fill: colours.ground }),
    textElement(title, { x: pad, y: 16, fill: colours.text, 'font-size': 14, 'font-weight': 600 }),
    textElement(subtitle, { x: pad, y: 34, fill: colours.muted, 'font-size': 11 }),
    ...legend.map((key) => keyMarkup(key, colours)),
    element('g', { transform: `translate(0 ${top})` }, body),
  );
}

/** A piece of a line. */
export function lineKey(text: string, stroke: string, dash?: string): ChartKey {
  const line = { d: 'M-9 0H9', fill: 'none', stroke, 'stroke-width': 2, 'stroke-dasharray': dash };
  return { swatch: element('path', line), text };
}

/** A filled piece, with the border that has to tell it where there are no tints. */
export function fillKey(text: string, fill: string, stroke: string): ChartKey {
  const box = { x: -8, y: -5, width: 16, height: 10, fill, stroke: stroke || undefined };
  return { swatch: element('rect', box), text };
}
