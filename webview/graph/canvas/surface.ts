/** A canvas as sharp as the screen: its pixels are those of the device. */
import type { Rect } from '../../../src/layout/picture';
import type { Size, Viewport } from '../../state/viewport';
import type { Context } from './pen';

/** Browsers give no larger canvas; a window is never so large. Pixels of the device. */
const longestSide = 16_384;

/** Where a picture lies on a surface: a point of it times `scale`, plus an origin in whole pixels. */
export interface Placement {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export class Surface {
  readonly canvas: HTMLCanvasElement;
  readonly context: Context;

  /** @returns undefined where the browser has no 2D canvas to give. */
  static create(className: string): Surface | undefined {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    return context === null ? undefined : new Surface(canvas, context, className);
  }

  private constructor(canvas: HTMLCanvasElement, context: Context, className: string) {
    this.canvas = canvas;
    this.context = context;
    canvas.className = className;
    canvas.setAttribute('aria-hidden', 'true');
  }

  /** Gives it the size of its place on the page; true when it is another one, and empty now. */
  resize({ width, height }: Size, ratio: number): boolean {
    const pixels = (length: number): number => Math.min(longestSide, Math.round(length * ratio));
    const [wide, high] = [pixels(width), pixels(height)];
    if (this.canvas.width === wide && this.canvas.height === high) return false;
    this.canvas.width = wide;
    this.canvas.height = high;
    // Pixel for pixel, also where the screen's density is a fraction and the size was rounded.
    this.canvas.style.width = `${wide / ratio}px`;
    this.canvas.style.height = `${high / ratio}px`;
    return true;
  }

  get isEmpty(): boolean {
    return this.canvas.width === 0 || this.canvas.height === 0;
  }

  clear(): void {
    this.context.resetTransform();
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  /** Moves all that is drawn, by whole pixels; what comes in at the sides is empty. */
  shift(dx: number, dy: number): void {
    const { context, canvas } = this;
    context.resetTransform();
    context.globalAlpha = 1;
    context.globalCompositeOperation = 'copy';
    context.drawImage(canvas, dx, dy);
    context.globalCompositeOperation = 'source-over';
  }

  /** Calls `paint` with pixels of the picture, its strokes kept within `area` of the canvas. */
  within(area: Rect, { scale, x, y }: Placement, paint: (shown: Rect) => void): void {
    const { context } = this;
    context.save();
    context.resetTransform();
    context.beginPath();
    context.rect(area.x, area.y, area.width, area.height);
    context.clip();
    context.clearRect(area.x, area.y, area.width, area.height);
    context.setTransform(scale, 0, 0, scale, x, y);
    paint({
      x: (area.x - x) / scale,
      y: (area.y - y) / scale,
      width: area.width / scale,
      height: area.height / scale,
    });
    context.restore();
  }
}

/** The viewport in whole pixels of the device, so that what is drawn can be moved and stay sharp. */
export function placementOf({ x, y, zoom }: Viewport, ratio: number): Placement {
  return { scale: zoom * ratio, x: Math.round(x * ratio), y: Math.round(y * ratio) };
}

/** The parts of a window that are empty after what it showed has moved by (dx, dy). */
export function uncovered({ width, height }: Size, dx: number, dy: number): Rect[] {
  if (Math.abs(dx) >= width || Math.abs(dy) >= height) return [{ x: 0, y: 0, width, height }];
  const rows = { x: 0, y: dy > 0 ? 0 : height + dy, width, height: Math.abs(dy) };
  const columns = { x: dx > 0 ? 0 : width + dx, y: 0, width: Math.abs(dx), height };
  return [rows, columns].filter((rect) => rect.width > 0 && rect.height > 0);
}
