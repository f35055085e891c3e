/**
 * What is set off from the rest, on a canvas over the picture: a few boxes and wires, drawn again
 * with every frame, so that moving the pointer never draws the picture under it.
 */
import type { Box, Rect } from '../../../src/layout/picture';
import { detailAt } from '../../state/levelOfDetail';
import { meet, widened } from '../../state/rects';
import { boxClasses } from '../boxClasses';
import { haloGap } from '../boxShape';
import { noMarks, type Marks } from '../renderer';
import type { Scene, SceneWire } from '../scene';
import { BoxPainter, focusOutline, outlineOf } from './boxPainter';
import type { Palette, ShapePaint } from './palette';
import { strokePath } from './pen';
import type { Placement, Surface } from './surface';
import { WirePainter } from './wirePainter';

/** The box under the pointer, and the one with the focus where its ring is to be seen. */
export interface Attention {
  readonly hovered: string | null;
  readonly focused: string | null;
}

export class MarksView {
  readonly #surface: Surface;
  readonly #palette: Palette;
  readonly #boxes: BoxPainter;
  readonly #wires: WirePainter;
  #scene: Scene | undefined;
  /** What of the picture is in the window. */
  #shown: Rect = { x: 0, y: 0, width: 0, height: 0 };
  #marks = noMarks;
  /** Found when the marks change, and not for every frame. */
  #lit: readonly SceneWire[] | undefined;

  constructor(surface: Surface, palette: Palette) {
    this.#surface = surface;
    this.#palette = palette;
    this.#boxes = new BoxPainter(surface.context, palette);
    this.#wires = new WirePainter(surface.context, palette);
  }

  show(scene: Scene): void {
    this.#scene = scene;
    this.#lit = undefined;
  }

  setMarks(marks: Marks): void {
    this.#marks = marks;
    this.#lit = undefined;
  }

  paint(placement: Placement, zoom: number, attention: Attention): void {
    const { canvas } = this.#surface;
    // An empty canvas costs the compositor as much as a full one.
    canvas.hidden = !this.#hasMarks(attention);
    if (canvas.hidden || this.#scene === undefined || this.#surface.isEmpty) return;
    const area = { x: 0, y: 0, width: canvas.width, height: canvas.height };
    this.#surface.within(area, placement, (shown) => {
      this.#shown = widened(shown, haloGap);
      this.#paintWires(zoom);
      this.#paintBoxes(zoom, attention);
    });
  }

  #hasMarks({ hovered, focused }: Attention): boolean {
    const { wires, skips, branch, ends, cursor, selected, found, foundSkips } = this.#marks;
    const marked = [wires, skips, branch, ends, cursor, found, foundSkips].some(
      ({ size }) => size > 0,
    );
    return marked || [hovered, focused, selected].some((id) => id !== null);
  }

  #paintWires(zoom: number): void {
    this.#lit ??= this.#litWires();
    const shown = this.#lit.filter(({ bounds }) => meet(bounds, this.#shown));
    for (const item of shown) this.#wires.litWire(item, zoom);
    this.#coverByHeaders(shown, zoom);
  }

  /** Wires run behind the headers of the groups that they pass, here too. */
  #coverByHeaders(wires: readonly SceneWire[], zoom: number): void {
    const level = detailAt(zoom);
    if (level === 'far') return;
    const groups = wires.flatMap(({ bounds }) => this.#scene?.visible(bounds).grounds ?? []);
    for (const group of new Set(groups))
      if (meet(group, this.#shown)) this.#boxes.box(group, level);
  }

  #litWires(): SceneWire[] {
    const { wires, skips, foundSkips } = this.#marks;
    const all = wires.size + skips.size + foundSkips.size === 0 ? [] : (this.#scene?.wires ?? []);
    return all.filter(({ wire, skip }) =>
      skip === undefined ? wires.has(wire.id) : skips.has(skip.id) || foundSkips.has(skip.id),
    );
  }

  #paintBoxes(zoom: number, { hovered, focused }: Attention): void {
    const { branch, ends, selected, cursor, found } = this.#marks;
    this.#each(hovered === null ? [] : [hovered], (box) => this.#outline(box, 'is-hovered', zoom));
    this.#each(branch, (box) => this.#outline(box, 'is-branch', zoom));
    this.#each(ends, (box) => this.#outline(box, 'is-end', zoom));
    this.#each(selected === null ? [] : [selected], (box) => this.#select(box, zoom));
    this.#each(found, (box) => this.#halo(box, 'is-found', zoom));
    this.#each(cursor, (box) => this.#halo(box, 'is-cursor', zoom));
    this.#each(focused === null ? [] : [focused], (box) =>
      this.#stroke(focusOutline(box), this.#palette.shape('focus-ring'), zoom),
    );
  }

  #each(ids: Iterable<string>, paint: (box: Box) => void): void {
    for (const id of ids) {
      const box = this.#scene?.boxesById.get(id);
      if (box !== undefined && meet(box, this.#shown)) paint(box);
    }
  }

  /** A selected layer is filled, too; it is drawn anew with its words. */
  #select(box: Box, zoom: number): void {
    const level = detailAt(zoom);
    if (box.type === 'layer' && level !== 'far') this.#boxes.box(box, level, 'is-selected');
    this.#outline(box, 'is-selected', zoom);
  }

  #halo(box: Box, mark: string, zoom: number): void {
    const paint = this.#palette.shape(`box ${boxClasses(box)} ${mark}`, 'halo');
    this.#stroke(outlineOf(box, haloGap), paint, zoom);
  }

  #outline(box: Box, mark: string, zoom: number): void {
    const paint = this.#palette.shape(`box ${boxClasses(box)} ${mark}`, 'frame');
    if (detailAt(zoom) === 'far') this.#frame(box, paint, zoom);
    else this.#stroke(outlineOf(box), paint, zoom);
  }

  /** Without round corners, which nobody sees from afar, where the branch of a skip may be all layers. */
  #frame({ x, y, width, height }: Box, { stroke, lineWidth }: ShapePaint, zoom: number): void {
    const { context } = this.#surface;
    context.strokeStyle = stroke;
    context.lineWidth = lineWidth / zoom;
    context.setLineDash([]);
    context.strokeRect(x, y, width, height);
  }

  /** As wide as in the style sheet, and never thinner on the screen than that. */
  #stroke(path: Path2D, paint: ShapePaint, zoom: number): void {
    const width = Math.max(paint.lineWidth, paint.lineWidth / zoom);
    strokePath(this.#surface.context, path, paint, width);
  }
}
