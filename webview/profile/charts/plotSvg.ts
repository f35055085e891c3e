/** A chart of lines as SVG, as it is on the screen: the same window, the same ticks. */
import uPlot from 'uplot';
import { element, textElement } from '../../../src/layout/markup';
import { textWidth } from '../../../src/layout/textWidth';
import type { ChartColours } from './colours';
import { lineKey, type ChartBody, type ChartKey } from './framed';
import { markInset, markLine } from './marks';
import { dash, ticksOf, type Plot, type PlotLine, type PlotMark } from './plot';

/** Where a value is, CSS pixels from the corner of the chart, and where the plot lies. */
interface Places {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function placesOf(chart: uPlot): Places {
  const ratio = uPlot.pxRatio;
  const { left, top, width, height } = chart.bbox;
  const tenths = (value: number): number => Math.round(value * 10) / 10;
  return {
    x: (value) => tenths(chart.valToPos(value, 'x', true) / ratio),
    y: (value) => tenths(chart.valToPos(value, 'y', true) / ratio),
    left: left / ratio,
    top: top / ratio,
    right: (left + width) / ratio,
    bottom: (top + height) / ratio,
  };
}

function xTicks(chart: uPlot, places: Places, { line, muted }: ChartColours): string[] {
  const { x, left, right, top, bottom } = places;
  const inside = ticksOf(chart, 0).filter(({ value }) => x(value) >= left && x(value) <= right);
  return inside.map(
    ({ value, text }) =>
      element('path', { d: `M${x(value)} ${top}V${bottom}`, stroke: line }) +
      textElement(text, { x: x(value), y: bottom + 14, fill: muted, 'text-anchor': 'middle' }),
  );
}

function yTicks(chart: uPlot, places: Places, { line, muted }: ChartColours): string[] {
  const { y, left, right } = places;
  return ticksOf(chart, 1).map(
    ({ value, text }) =>
      element('path', { d: `M${left} ${y(value)}H${right}`, stroke: line }) +
      textElement(text, { x: left - 8, y: y(value), fill: muted, 'text-anchor': 'end' }),
  );
}

function labels({ x, y }: Plot, places: Places, { muted }: ChartColours, height: number): string[] {
  const middle = { x: (places.left + places.right) / 2, y: (places.top + places.bottom) / 2 };
  const turned = `translate(8 ${middle.y}) rotate(-90)`;
  const words = { fill: muted, 'text-anchor': 'middle' };
  return [
    textElement(x.label, { ...words, x: middle.x, y: height - 6 }),
    element('g', { transform: turned }, textElement(y.label, { ...words, y: 0 })),
  ];
}

/** The points in sight; steps go sideways before they go up or down. */
function lineMarkup(at: number, line: PlotLine, plot: Plot, places: Places, stroke: string) {
  const [xs, values] = [plot.data[0], plot.data[at + 1] ?? []];
  const points = [...xs].flatMap((x, i) => {
    const value = values[i];
    return value === null || value === undefined ? [] : [[places.x(x), places.y(value)] as const];
  });
  const [first, ...rest] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return '';
  const way = rest.map(([x, y]) => (line.stepped ? `H${x}V${y}` : `L${x} ${y}`)).join('');
  const d = `M${first[0]} ${first[1]}${way}`;
  const area = `${d}V${places.bottom}H${first[0]}Z`;
  const dots = line.points
    ? points.map(([cx, cy]) => element('circle', { cx, cy, r: 3.5, fill: stroke }))
    : [];
  return [
    line.filled ? element('path', { d: area, fill: stroke, 'fill-opacity': 0.22 }) : '',
    element('path', {
      d,
      fill: 'none',
      stroke,
      'stroke-width': line.points ? 2 : 1.5,
      'stroke-dasharray': line.dashed ? dash.join(' ') : undefined,
    }),
    ...dots,
  ].join('');
}

/** First all lines, since those of one mark may cross the words of another. */
function marksMarkup(marks: readonly PlotMark[], places: Places, colours: ChartColours): string[] {
  const inSight = marks.filter(
    ({ x }) => places.x(x) >= places.left && places.x(x) <= places.right,
  );
  return [
    ...inSight.map((mark) => lineOfMark(mark, places, colours)),
    ...inSight.map((mark) => wordsOfMark(mark, places, colours)),
  ];
}

function lineOfMark({ x, quiet }: PlotMark, places: Places, colours: ChartColours): string {
  const stroke = quiet ? colours.muted : colours.mark;
  const d = `M${places.x(x)} ${places.top}V${places.bottom}`;
  return element('path', { d, stroke, 'stroke-dasharray': '4 3' });
}

function wordsOfMark(mark: PlotMark, places: Places, colours: ChartColours): string {
  const x = places.x(mark.x);
  const width = textWidth(mark.words, 11);
  const left = x + width + 2 * markInset > places.right ? x - markInset - width : x + markInset;
  const top = places.top + 3 + markLine * mark.line;
  return (
    element('rect', { x: left - 2, y: top, width: width + 4, height: 13, fill: colours.ground }) +
    textElement(mark.words, { x: left, y: top + 6, fill: colours.text })
  );
}

/** What is in sight of a chart that uPlot has drawn. */
export function plotSvg(chart: uPlot, plot: Plot, colours: ChartColours): ChartBody {
  const places = placesOf(chart);
  const { width, height } = chart;
  const { left, top, right, bottom } = places;
  const clip = { x: left, y: top, width: right - left, height: bottom - top };
  const window = `${clip.x} ${clip.y} ${clip.width} ${clip.height}`;
  const lines = plot.lines.map((line, at) =>
    lineMarkup(at, line, plot, places, colours[line.colour]),
  );
  const body = element(
    'g',
    { 'font-size': 11 },
    ...xTicks(chart, places, colours),
    ...yTicks(chart, places, colours),
    ...labels(plot, places, colours, height),
    element('svg', { ...clip, viewBox: window }, ...lines),
    ...marksMarkup(plot.marks, places, colours),
  );
  return { width, height, body };
}

export function plotKeys({ lines }: Plot, colours: ChartColours): ChartKey[] {
  return lines.map(({ title, colour, dashed }) =>
    lineKey(title, colours[colour], dashed ? dash.join(' ') : undefined),
  );
}
