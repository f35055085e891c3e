/** Boxes from near: every shape and word of them, as boxParts.ts makes them for SVG. */
import { metrics } from '../../../src/layout/metrics';
import type { Box, GroupBox, LayerBox } from '../../../src/layout/picture';
import type { Detail } from '../../state/levelOfDetail';
import {
  badgePlaces,
  bandPath,
  closedRadius,
  groupRadius,
  haloGap,
  layerRadius,
  signs,
  textRoom,
  type BadgePlace,
} from '../boxShape';
import { boxClasses } from '../boxClasses';
import { meterRadius, meterRect } from '../../../src/layout/heat';
import type { Palette } from './palette';
import { paintPath, paintText, roundRect, strokePath, type Context } from './pen';

const { textPadding, chevronWidth, headerHeight } = metrics;

export class BoxPainter {
  readonly #context: Context;
  readonly #palette: Palette;
  readonly #signs = new Map<string, Path2D>();

  constructor(context: Context, palette: Palette) {
    this.#context = context;
    this.#palette = palette;
  }

  /** What lies under the wires: the ground of an open group. */
  ground(box: GroupBox): void {
    const paint = this.#palette.shape(`ground ${boxClasses(box)}`, 'frame');
    paintPath(this.#context, roundRect(box, groupRadius), paint);
  }

  /** @param marks further classes, such as `is-selected`. */
  box(box: Box, detail: Detail, marks = ''): void {
    const classes = `box ${this.#palette.heating.classesOf(box)} ${marks}`;
    this.#context.save();
    this.#context.translate(box.x, box.y);
    if (box.type === 'layer') this.#layer(box, classes, detail);
    else if (box.open) this.#header(box, classes, detail);
    else this.#closed(box, classes, detail);
    this.#context.restore();
  }

  #layer(box: LayerBox, classes: string, level: Detail): void {
    const { width, height, title, failed } = box;
    const detail = this.#detail(box);
    const paint = this.#palette.shape(classes, 'frame');
    paintPath(this.#context, roundRect({ x: 0, y: 0, width, height }, layerRadius(box)), paint);
    this.#meter(box, classes);
    const baseline = height / 2 + 4;
    const free = textRoom(box);
    if (detail === '') this.#text(classes, 'title', title, free / 2, baseline, 'center');
    else this.#text(classes, 'title', title, textPadding, baseline);
    if (level === 'near')
      this.#text(classes, 'detail', detail, free - textPadding, baseline, 'right');
    for (const badge of badgePlaces(box)) this.#badge(badge);
    if (failed) this.#cross(width);
  }

  #header(box: GroupBox, classes: string, level: Detail): void {
    const { width, title } = box;
    const detail = this.#detail(box);
    const band = new Path2D(bandPath(width));
    paintPath(this.#context, band, this.#palette.shape(classes, 'band'));
    this.#text(classes, 'title', title, textPadding + chevronWidth, 16);
    if (level === 'near') this.#text(classes, 'detail', detail, width - textPadding, 16, 'right');
    this.#chevron(signs.chevronOpen);
  }

  #closed(box: GroupBox, classes: string, level: Detail): void {
    const { title } = box;
    const detail = this.#detail(box);
    const [under, frame] = closedRects(box);
    paintPath(this.#context, roundRect(under, closedRadius), this.#palette.shape(classes, 'under'));
    paintPath(this.#context, roundRect(frame, closedRadius), this.#palette.shape(classes, 'frame'));
    this.#meter(box, classes);
    const left = textPadding + chevronWidth;
    this.#text(classes, 'title', title, left, 18);
    if (level === 'near') this.#text(classes, 'detail', detail, left, 32);
    for (const badge of badgePlaces(box)) this.#badge(badge);
    this.#chevron(signs.chevronClosed);
  }

  #detail(box: Box): string {
    return this.#palette.heating.detail(box);
  }

  #meter(box: Box, classes: string): void {
    const heat = this.#palette.heating.heat(box);
    if (heat === undefined) return;
    const bar = roundRect(meterRect(box, heat.level), meterRadius);
    paintPath(this.#context, bar, this.#palette.shape(classes, 'meter'));
  }

  #badge({ kind, text, width, at }: BadgePlace): void {
    const context = this.#context;
    const classes = `badge skip-${kind}`;
    context.translate(at.x, at.y);
    const pill = roundRect({ x: 0, y: 0, width, height: 16 }, 8);
    paintPath(context, pill, this.#palette.shape(classes, 'pill'));
    paintPath(context, this.#sign(signs.badgeArc), this.#palette.shape(classes, 'arc'));
    this.#text(classes, 'count', text, 15, 12);
    context.translate(-at.x, -at.y);
  }

  #cross(x: number): void {
    const context = this.#context;
    context.translate(x, 0);
    const disc = new Path2D();
    disc.arc(0, 0, 7, 0, 2 * Math.PI);
    paintPath(context, disc, this.#palette.shape('cross', 'disc'));
    strokePath(context, this.#sign(signs.cross), this.#palette.shape('cross', 'stroke'));
    context.translate(-x, 0);
  }

  #chevron(sign: string): void {
    strokePath(this.#context, this.#sign(sign), this.#palette.shape('toggle', 'chevron'));
  }

  #text(
    classes: string,
    part: 'title' | 'detail' | 'count',
    words: string,
    x: number,
    y: number,
    align: CanvasTextAlign = 'left',
  ): void {
    paintText(this.#context, this.#palette.text(classes, part), words, x, y, align);
  }

  #sign(data: string): Path2D {
    const path = this.#signs.get(data) ?? new Path2D(data);
    this.#signs.set(data, path);
    return path;
  }
}

/** The pile that a closed group looks like: the sheet under it, and the upper one. */
function closedRects({ width, height }: GroupBox) {
  return [
    { x: 4, y: 4, width: width - 8, height: height - 4 },
    { x: 0, y: 0, width, height: height - 4 },
  ] as const;
}

/** A line around a box, `gap` pixels outside of it; absolute. */
export function outlineOf(box: Box, gap = 0): Path2D {
  const { x, y, width } = box;
  // The upper sheet of a pile ends above its lower one.
  const height = box.type === 'group' && !box.open && gap === 0 ? box.height - 4 : box.height;
  return roundRect(
    { x: x - gap, y: y - gap, width: width + 2 * gap, height: height + 2 * gap },
    radiusOf(box) + gap,
  );
}

/** The ring of the focus: of an open group around its header, which is what has the focus. */
export function focusOutline(box: Box): Path2D {
  const isOpen = box.type === 'group' && box.open;
  return outlineOf(isOpen ? { ...box, height: headerHeight } : box, haloGap);
}

function radiusOf(box: Box): number {
  if (box.type === 'layer') return layerRadius(box);
  return box.open ? groupRadius : closedRadius;
}
