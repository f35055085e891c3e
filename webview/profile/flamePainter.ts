/** Draws a flame chart on a canvas: only what is in sight, and one mark for what is narrower than a pixel. */
import { categoryOf } from '../../src/model/category';
import { formatMilliseconds } from '../../src/model/format';
import { Palette } from '../graph/canvas/palette';
import { Surface } from '../graph/canvas/surface';
import { onThemeChange } from '../graph/canvas/themeChange';
import { plainColour } from './charts/colours';
import { fillKey, type ChartBody, type ChartKey } from './charts/framed';
import { CanvasPen, MarkupPen, type ChartPen } from './charts/pens';
import { firstAfter, type Flame, type FlameBar } from './flame';
import type { Span } from './flameWindow';
import { ticksBetween } from './ticks';
import { withoutZeros } from './tickText';

export const rowHeight = 20;
export const axisHeight = 22;
/** CSS pixels. */
const barGap = 1;
const textInset = 5;
const narrowestText = 34;
const tickWidth = 90;

export interface FlamePicture {
  readonly flame: Flame;
  readonly span: Span;
  readonly active: FlameBar | undefined;
  /** What the rest of the page has selected, by the ids of scopes and nodes. */
  readonly selected: string | null;
}

export class FlamePainter {
  readonly #surface: Surface | undefined = Surface.create('flame-canvas');
  readonly #palette = new Palette();
  readonly #container: HTMLElement;
  readonly #observer = new ResizeObserver(() => this.#paint());
  readonly #endTheme: () => void;
  #picture: FlamePicture | undefined;
  #frame: number | undefined;

  constructor(container: HTMLElement) {
    this.#container = container;
    const canvas = this.#surface === undefined ? [] : [this.#surface.canvas];
    container.prepend(...canvas, this.#palette.element);
    this.#surface?.canvas.addEventListener('contextrestored', () => this.#paintSoon());
    this.#observer.observe(container);
    this.#endTheme = onThemeChange(() => {
      this.#palette.forget();
      this.#paintSoon();
    });
  }

  get width(): number {
    return this.#container.clientWidth;
  }

  show(picture: FlamePicture): void {
    this.#picture = picture;
    this.#paintSoon();
  }

  remove(): void {
    this.#observer.disconnect();
    this.#endTheme();
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
  }

  #paintSoon(): void {
    this.#frame ??= requestAnimationFrame(() => this.#paint());
  }

  #paint(): void {
    this.#frame = undefined;
    const [surface, picture] = [this.#surface, this.#picture];
    if (surface === undefined || picture === undefined) return;
    const ratio = window.devicePixelRatio;
    const height = axisHeight + picture.flame.rows.length * rowHeight;
    surface.resize({ width: this.width, height }, ratio);
    surface.clear();
    if (surface.isEmpty) return;
    surface.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#draw(picture, new CanvasPen(surface.context));
  }

  #draw(picture: FlamePicture, pen: ChartPen): void {
    this.#axis(picture, pen);
    for (const row of picture.flame.rows) this.#row(row, picture, pen);
    this.#marks(picture, pen);
  }

  /** What is in sight, as markup; undefined before anything is. */
  svg(): ChartBody | undefined {
    const picture = this.#picture;
    if (picture === undefined) return undefined;
    const pen = new MarkupPen();
    this.#draw(picture, pen);
    const height = axisHeight + picture.flame.rows.length * rowHeight;
    return { width: this.width, height, body: pen.markup };
  }

  /** The colour of a kind of bar, as it is drawn. */
  key(title: string, name: string): ChartKey {
    const { fill, stroke } = this.#palette.shape('flame', `flame-bar ${name}`);
    return fillKey(title, plainColour(fill), plainColour(stroke));
  }

  /** Where a time is, CSS pixels. */
  #x(ms: number, { from, to }: Span): number {
    return ((ms - from) / (to - from)) * this.width;
  }

  #axis({ span, flame }: FlamePicture, pen: ChartPen): void {
    const height = axisHeight + flame.rows.length * rowHeight;
    const line = this.#palette.shape('flame', 'flame-tick');
    const text = this.#palette.text('flame', 'flame-time');
    for (const ms of ticksBetween(span.from, span.to, this.width / tickWidth)) {
      const x = Math.round(this.#x(ms, span));
      pen.fill({ x, y: 0, width: 1, height }, line.fill);
      const words = withoutZeros(formatMilliseconds(ms));
      // The last one has no room for its words where it stands at the edge.
      if (x + tickWidth / 2 < this.width)
        pen.text(words, x + 4, axisHeight / 2, text.fill, text.font);
    }
  }

  #row(row: readonly FlameBar[], { span }: FlamePicture, pen: ChartPen): void {
    let painted = -1;
    for (let at = firstAfter(row, span.from); at < row.length; at++) {
      const bar = row[at];
      if (bar === undefined || bar.startMs > span.to) break;
      const left = Math.max(-2, this.#x(bar.startMs, span));
      const right = Math.min(this.width + 2, this.#x(bar.endMs, span));
      // What ends in a pixel that has its colour already adds nothing to it.
      if (right <= painted) continue;
      const start = Math.max(left, painted);
      this.#bar(bar, start, Math.max(right, start + 1), pen);
      painted = Math.max(right, Math.floor(start) + 1);
    }
  }

  #bar(bar: FlameBar, left: number, right: number, pen: ChartPen): void {
    const y = topOf(bar);
    const wide = right - left > 3;
    const { fill, stroke } = this.#palette.shape('flame', `flame-bar ${barClass(bar)}`);
    const width = right - left - (wide ? barGap : 0);
    const height = rowHeight - barGap;
    // In high contrast a bar is its border; of one that is too narrow for a border that is all there is.
    pen.fill({ x: left, y, width, height }, wide || stroke === '' ? fill : stroke);
    if (wide && stroke !== '')
      pen.frame({ x: left + 0.5, y: y + 0.5, width: width - 1, height: height - 1 }, stroke, 1);
    if (right - left > narrowestText) this.#title(bar, left, right, pen);
  }

  /** As much of the title as there is room for; less than two letters say nothing. */
  #title(bar: FlameBar, left: number, right: number, pen: ChartPen): void {
    const text = this.#palette.text('flame', `flame-title kind-${bar.kind}`);
    const x = Math.max(0, left) + textInset;
    const words = this.#fitted(bar.title, Math.min(right, this.width) - textInset - x, text.font);
    if (words !== '')
      pen.text(words, x, topOf(bar) + (rowHeight - barGap) / 2, text.fill, text.font);
  }

  #fitted(title: string, width: number, font: string): string {
    const context = this.#surface?.context;
    if (context === undefined) return '';
    context.font = font;
    const full = context.measureText(title).width;
    if (full <= width) return title;
    let letters = Math.floor((title.length * width) / full) - 1;
    while (letters > 1 && context.measureText(`${title.slice(0, letters)}…`).width > width)
      letters--;
    return letters < 2 ? '' : `${title.slice(0, letters)}…`;
  }

  #marks({ flame, span, active, selected }: FlamePicture, pen: ChartPen): void {
    if (selected !== null)
      for (const bar of flame.bars)
        if (bar.id === selected) this.#ring(bar, span, 'flame-selected', pen);
    if (active !== undefined) this.#ring(active, span, 'flame-active', pen);
  }

  #ring(bar: FlameBar, span: Span, name: string, pen: ChartPen): void {
    const { stroke, lineWidth } = this.#palette.shape('flame', name);
    const left = Math.max(-4, this.#x(bar.startMs, span));
    const right = Math.min(this.width + 4, this.#x(bar.endMs, span));
    if (right < 0 || left > this.width) return;
    const width = Math.max(1, right - left - 3);
    const rect = { x: left + 1, y: topOf(bar) + 1, width, height: rowHeight - 3 };
    pen.frame(rect, stroke, lineWidth);
  }
}

function topOf({ depth }: FlameBar): number {
  return axisHeight + depth * rowHeight;
}

function barClass({ kind, className, phase }: FlameBar): string {
  return kind === 'node'
    ? `kind-layer category-${categoryOf(className)}`
    : `kind-${kind} phase-${phase}`;
}
