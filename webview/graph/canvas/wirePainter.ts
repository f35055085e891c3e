/** Wires from near: rounded lines with heads; a skip's in its kind's colour and dashes. */
import type { DrawnSkip, Point, Wire } from '../../../src/layout/picture';
import { detailAt } from '../../state/levelOfDetail';
import type { SceneWire } from '../scene';
import { arrowPath, wirePath } from '../wirePath';
import type { Palette } from './palette';
import { strokePath, type Context } from './pen';

interface Outline {
  readonly line: Path2D;
  readonly head: Path2D;
}

const origin: Point = { x: 0, y: 0 };

export class WirePainter {
  readonly #context: Context;
  readonly #palette: Palette;
  /** Made when a wire is first seen, and gone with its picture. */
  readonly #outlines = new WeakMap<Wire, Outline>();

  constructor(context: Context, palette: Palette) {
    this.#context = context;
    this.#palette = palette;
  }

  wire({ wire, skip }: SceneWire): void {
    const classes = wireClasses(skip, false);
    const { line, head } = this.#outlineOf(wire);
    strokePath(this.#context, line, this.#palette.shape(...classes, 'line'));
    this.#head(head, classes);
  }

  /** A wire of the selected box, or of the skip under the pointer; from afar as wide on the screen. */
  litWire({ wire, skip }: SceneWire, zoom: number): void {
    const classes = wireClasses(skip, true);
    const { line, head } = this.#outlineOf(wire);
    const paint = this.#palette.shape(...classes, 'line');
    const isFar = detailAt(zoom) === 'far';
    const shown = isFar ? { ...paint, dash: [], lineWidth: paint.lineWidth / zoom } : paint;
    strokePath(this.#context, line, shown);
    if (!isFar) this.#head(head, classes);
  }

  #head(head: Path2D, classes: [string, ...string[]]): void {
    this.#context.fillStyle = this.#palette.shape(...classes, 'head').fill;
    this.#context.fill(head);
  }

  #outlineOf(wire: Wire): Outline {
    const known = this.#outlines.get(wire);
    if (known !== undefined) return known;
    const line = new Path2D(wirePath(wire.points, origin));
    const head = new Path2D(arrowPath(wire.points, origin));
    this.#outlines.set(wire, { line, head });
    return { line, head };
  }
}

/** The classes of the groups around a wire's parts in the SVG. */
export function wireClasses(skip: DrawnSkip | undefined, lit: boolean): [string, ...string[]] {
  const mark = lit ? ' is-lit' : '';
  return skip === undefined ? [`wire${mark}`] : [`skip skip-${skip.kind}${mark}`, 'wire'];
}
