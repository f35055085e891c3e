/** Draws a flame chart on a canvas: only what is in sight, and one mark for what is narrower than a pixel. */
import { categoryOf } from '../../src/model/category';
import { formatMilliseconds } from '../../src/model/format';
import { Palette } from '../graph/canvas/palette';
import { Surface } from '../graph/canvas/surface';
import { onThemeChange } from '../graph/canvas/themeChange';
import { firstAfter, type Flame, type FlameBar } from './flame';
import type { Span } from './flameWindow';
import { ticksBetween } from './ticks';

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
    this.#axis(picture, height);
    for (const row of picture.flame.rows) this.#row(row, picture);
    this.#marks(picture);
  }

  /** Where a time is, CSS pixels. */
  #x(ms: number, { from, to }: Span): number {
    return ((ms - from) / (to - from)) * this.width;
  }

  #axis({ span }: FlamePicture, height: number): void {
    const context = this.#surface?.context;
    if (context === undefined) return;
    const line = this.#palette.shape('flame', 'flame-tick');
    const text = this.#palette.text('flame', 'flame-time');
    context.font = text.font;
    context.textBaseline = 'middle';
    for (const ms of ticksBetween(span.from, span.to, this.width / tickWidth)) {
      const x = Math.round(this.#x(ms, span));
      context.fillStyle = line.fill;
      context.fillRect(x, 0, 1, height);
      context.fillStyle = text.fill;
      context.fillText(formatMilliseconds(ms), x + 4, axisHeight / 2);
    }
  }

  #row(row: readonly FlameBar[], { span }: FlamePicture): void {
    let painted = -1;
    for (let at = firstAfter(row, span.from); at < row.length; at++) {
      const bar = row[at];
      if (bar === undefined || bar.startMs > span.to) break;
      const left = Math.max(-2, this.#x(bar.startMs, span));
      const right = Math.min(this.width + 2, this.#x(bar.endMs, span));
      // What ends in a pixel that has its colour already adds nothing to it.
      if (right <= painted) continue;
      const start = Math.max(left, painted);
      this.#bar(bar, start, Math.max(right, start + 1));
      painted = Math.max(right, Math.floor(start) + 1);
    }
  }

  #bar(bar: FlameBar, left: number, right: number): void {
    const context = this.#surface?.context;
    if (context === undefined) return;
    const top = topOf(bar);
    const wide = right - left > 3;
    const { fill, stroke } = this.#palette.shape('flame', `flame-bar ${barClass(bar)}`);
    const width = right - left - (wide ? barGap : 0);
    // In high contrast a bar is its border; of one that is too narrow for a border that is all there is.
    context.fillStyle = wide || stroke === '' ? fill : stroke;
    context.fillRect(left, top, width, rowHeight - barGap);
    if (wide && stroke !== '') {
      context.strokeStyle = stroke;
      context.lineWidth = 1;
      context.strokeRect(left + 0.5, top + 0.5, width - 1, rowHeight - barGap - 1);
    }
    if (right - left > narrowestText) this.#title(bar, left, right);
  }

  #title(bar: FlameBar, left: number, right: number): void {
    const context = this.#surface?.context;
    if (context === undefined) return;
    const text = this.#palette.text('flame', `flame-title kind-${bar.kind}`);
    context.save();
    context.beginPath();
    context.rect(left, topOf(bar), right - left - 3, rowHeight);
    context.clip();
    context.font = text.font;
    context.fillStyle = text.fill;
    context.textBaseline = 'middle';
    context.fillText(
      bar.title,
      Math.max(0, left) + textInset,
      topOf(bar) + (rowHeight - barGap) / 2,
    );
    context.restore();
  }

  #marks({ flame, span, active, selected }: FlamePicture): void {
    if (selected !== null)
      for (const bar of flame.bars)
        if (bar.id === selected) this.#ring(bar, span, 'flame-selected');
    if (active !== undefined) this.#ring(active, span, 'flame-active');
  }

  #ring(bar: FlameBar, span: Span, name: string): void {
    const context = this.#surface?.context;
    if (context === undefined) return;
    const { stroke, lineWidth } = this.#palette.shape('flame', name);
    const left = Math.max(-4, this.#x(bar.startMs, span));
    const right = Math.min(this.width + 4, this.#x(bar.endMs, span));
    if (right < 0 || left > this.width) return;
    context.strokeStyle = stroke;
    context.lineWidth = lineWidth;
    context.strokeRect(left + 1, topOf(bar) + 1, Math.max(1, right - left - 3), rowHeight - 3);
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
