/** What a flame chart is drawn with: a canvas on the page, markup for a file. */
import { element, textElement } from '../../../src/layout/markup';
import type { Rect } from '../../../src/layout/picture';
import type { Context } from '../../graph/canvas/pen';
import { plainColour } from './colours';

export interface ChartPen {
  fill(rect: Rect, colour: string): void;
  frame(rect: Rect, colour: string, lineWidth: number): void;
  /** One line of text around `y`. */
  text(words: string, x: number, y: number, colour: string, font: string): void;
}

export class CanvasPen implements ChartPen {
  constructor(private readonly context: Context) {}

  fill({ x, y, width, height }: Rect, colour: string): void {
    this.context.fillStyle = colour;
    this.context.fillRect(x, y, width, height);
  }

  frame({ x, y, width, height }: Rect, colour: string, lineWidth: number): void {
    this.context.strokeStyle = colour;
    this.context.lineWidth = lineWidth;
    this.context.strokeRect(x, y, width, height);
  }

  text(words: string, x: number, y: number, colour: string, font: string): void {
    this.context.font = font;
    this.context.fillStyle = colour;
    this.context.textBaseline = 'middle';
    this.context.fillText(words, x, y);
  }
}

export class MarkupPen implements ChartPen {
  readonly #parts: string[] = [];

  get markup(): string {
    return this.#parts.join('');
  }

  fill(rect: Rect, colour: string): void {
    this.#parts.push(element('rect', { ...tenths(rect), fill: plainColour(colour) }));
  }

  frame(rect: Rect, colour: string, lineWidth: number): void {
    const stroke = { fill: 'none', stroke: plainColour(colour), 'stroke-width': lineWidth };
    this.#parts.push(element('rect', { ...tenths(rect), ...stroke }));
  }

  text(words: string, x: number, y: number, colour: string, font: string): void {
    const { weight, size } = fontParts(font);
    const style = { fill: plainColour(colour), 'font-size': size, 'font-weight': weight };
    this.#parts.push(textElement(words, { x, y, ...style }));
  }
}

function tenths({ x, y, width, height }: Rect) {
  const rounded = (value: number): number => Math.round(value * 10) / 10;
  return { x: rounded(x), y: rounded(y), width: rounded(width), height: rounded(height) };
}

/** `600 11.5px system-ui`; the family is that of the whole file. */
function fontParts(font: string): { weight: string; size: string } {
  const [weight = '400', size = '11px'] = font.split(' ');
  return { weight, size };
}
