/** Where the texts of an SVG stand in the PNG that is drawn of it, and whether they do. */
import { metrics } from '../../../src/layout/metrics';
import { textWidth } from '../../../src/layout/textWidth';
import type { Pixels } from '../../support/png';
import { readXml, type XmlElement } from '../../unit/layout/xml';

export interface PlacedText {
  readonly text: string;
  /** The middle of its first letter's left side, and its width, in the SVG's units. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

function number(element: XmlElement, name: string): number {
  return Number(element.attributes.get(name) ?? 0);
}

function placed(element: XmlElement, left: number, top: number): PlacedText {
  const small = element.attributes.get('class')?.includes('d') === true;
  const width = textWidth(element.text, small ? metrics.detailSize : metrics.titleSize);
  const anchor = element.attributes.get('text-anchor');
  const before = anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0;
  const x = left + number(element, 'x') - before;
  return { text: element.text, x, y: top + number(element, 'y') - 4, width };
}

function textsIn(element: XmlElement, left: number, top: number): PlacedText[] {
  const move = /translate\(([\d.]+) ([\d.]+)\)/.exec(element.attributes.get('transform') ?? '');
  const [x, y] = [left + Number(move?.[1] ?? 0), top + Number(move?.[2] ?? 0)];
  const inner = element.children.flatMap((child) => textsIn(child, x, y));
  return element.name === 'text' ? [placed(element, x, y)] : inner;
}

/** Every text of a document of src/layout/svg.ts, with its place. */
export function textsOf(svg: string): PlacedText[] {
  return textsIn(readXml(svg.trim()), 0, 0);
}

/** The share of the pixels of a text's place that differ clearly from the commonest colour there. */
export function inkOf({ width, rgba }: Pixels, text: PlacedText, scale: number): number {
  const colours: number[] = [];
  for (let y = Math.round((text.y - 4) * scale); y < (text.y + 4) * scale; y++)
    for (let x = Math.round(text.x * scale); x < (text.x + text.width) * scale; x++)
      colours.push((rgba[(y * width + x) * 4] ?? 0) + (rgba[(y * width + x) * 4 + 1] ?? 0));
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const [[ground] = [0]] = [...counts].sort(([, a], [, b]) => b - a);
  return colours.filter((colour) => Math.abs(colour - ground) > 80).length / colours.length;
}
