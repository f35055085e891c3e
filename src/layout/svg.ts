/** A picture as a document of its own, for export and for the command line. */
import { drawBoxes, drawGroupFrames } from './svgBoxes';
import { drawLegend, drawTotals, legendHeight, totalsHeight } from './svgLegend';
import { drawWires, markers } from './svgWires';
import type { Drawing } from './drawing';
import { englishSvgWords, type SvgWords } from './pictureWords';
import type { DrawnHeat } from './svgHeat';
import { element, titleElement } from './markup';
import { fontFamily, metrics } from './metrics';
import type { Picture } from './picture';
import { themes, type ThemeName } from './theme';

export interface SvgOptions {
  /** Name of the model: the document's title, and a heading together with `totals`. */
  readonly name?: string;
  /** Under the heading: `25.6 M parameters · 4.09 GMACs · 16 skips`. */
  readonly totals?: string;
  /** Colours the boxes by what they cost in place of their families. */
  readonly heat?: DrawnHeat;
  /** What the colours mean. */
  readonly legend?: boolean;
  /** Without a ground of its own, for where another one is of the same theme. */
  readonly transparent?: boolean;
  /** English where there are none. */
  readonly words?: SvgWords;
}

function style(): string {
  const { titleSize, detailSize } = metrics;
  return element(
    'style',
    {},
    `text{font-family:${fontFamily.replaceAll("'", '&apos;')}}`,
    `.t{font-size:${titleSize}px}.d{font-size:${detailSize}px}.b{font-weight:600}`,
    '.w{fill:none;stroke-width:1.25}.s{fill:none;stroke-width:2.5}',
  );
}

function description({ boxes, skips }: Picture, words: SvgWords): string {
  const layers = boxes.filter((box) => box.type === 'layer').length;
  const groups = boxes.length - layers;
  return words.contents(layers, groups, skips.length);
}

/** An SVG 1.1 document; every string of the model in it is escaped. */
export function toSvg(picture: Picture, theme: ThemeName, options: SvgOptions = {}): string {
  const { heat, words = englishSvgWords } = options;
  const colors = themes[theme];
  const drawing: Drawing = { theme: colors, words, heat };
  const top = totalsHeight(options);
  const legend = options.legend === true ? drawLegend(picture, drawing) : undefined;
  const width = Math.max(picture.width, legend?.width ?? 0, 2 * metrics.margin);
  const height = top + picture.height + (legend === undefined ? 0 : legendHeight);
  const left = Math.floor((width - picture.width) / 2);
  const name = options.name ?? words.network;
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': `${name}: ${description(picture, words)}`,
    },
    titleElement(name),
    style(),
    element('defs', {}, ...markers(picture, colors)),
    options.transparent === true ? '' : element('rect', { width, height, fill: colors.background }),
    drawTotals(options, colors),
    element(
      'g',
      { transform: `translate(${left} ${top})` },
      drawGroupFrames(picture, colors),
      drawWires(picture, drawing),
      drawBoxes(picture, drawing),
    ),
    legend === undefined
      ? ''
      : element('g', { transform: `translate(0 ${top + picture.height})` }, legend.markup),
  );
}
