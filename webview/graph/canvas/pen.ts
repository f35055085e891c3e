/** Drawing on a canvas with what a palette gives. */
import type { Rect } from '../../../src/layout/picture';
import type { ShapePaint, TextPaint } from './palette';

export type Context = CanvasRenderingContext2D;

const solid: number[] = [];

/** Fills and strokes a path, each where the paint has a colour. */
export function paintPath(context: Context, path: Path2D, paint: ShapePaint): void {
  if (paint.fill !== '') {
    context.fillStyle = paint.fill;
    context.fill(path);
  }
  strokePath(context, path, paint);
}

/** @param lineWidth in place of the paint's, for lines that stay visible from afar. */
export function strokePath(
  context: Context,
  path: Path2D,
  { stroke, dash, lineWidth: own }: ShapePaint,
  lineWidth = own,
): void {
  if (stroke === '') return;
  context.strokeStyle = stroke;
  context.lineWidth = lineWidth;
  context.setLineDash(dash.length === 0 ? solid : [...dash]);
  context.stroke(path);
}

export function roundRect({ x, y, width, height }: Rect, radius: number): Path2D {
  const path = new Path2D();
  path.roundRect(x, y, width, height, radius);
  return path;
}

export function paintText(
  context: Context,
  { fill, font }: TextPaint,
  text: string,
  x: number,
  y: number,
  align: CanvasTextAlign = 'left',
): void {
  if (text === '') return;
  context.font = font;
  context.fillStyle = fill;
  context.textAlign = align;
  context.fillText(text, x, y);
}
