/**
 * What is set off from the rest, on a canvas over the picture: a few boxes and wires, drawn again
 * with every frame, so that moving the pointer never draws the picture under it.
 */
import type { Box } from '../../../src/layout/picture';
import { detailAt } from '../../state/levelOfDetail';
import { noMarks, type Marks } from '../renderer';
import type { Scene } from '../scene';
import { BoxPainter, haloOf, outlineOf } from './boxPainter';
import { boxClasses } from '../boxClasses';
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
  #marks = noMarks;

  constructor(surface: Surface, palette: Palette) {
    this.#surface = surface;
    this.#palette = palette;
    this.#boxes = new BoxPainter(surface.context, palette);
    this.#wires = new WirePainter(surface.context, palette);
  }

  show(scene: Scene): void {
    this.#scene = scene;
  }

  setMarks(marks: Marks): void {
    this.#marks = marks;
  }

  paint(placement: Placement, zoom: number, attention: Attention): void {
    const { canvas } = this.#surface;
    if (this.#scene === undefined || this.#surface.isEmpty) return;
    const area = { x: 0, y: 0, width: canvas.width, height: canvas.height };
    this.#surface.within(area, placement, () => {
      this.#paintWires();
      this.#paintBoxes(zoom, attention);
    });
  }

  #paintWires(): void {
    const { wires, skips } = this.#marks;
    for (const item of this.#scene?.wires ?? none)
      if (wires.has(item.wire.id) || (item.skip !== undefined && skips.has(item.skip.id)))
        this.#wires.wire(item, true);
  }

  #paintBoxes(zoom: number, { hovered, focused }: Attention): void {
    const { branch, ends, selected, cursor } = this.#marks;
    this.#each(hovered === null ? [] : [hovered], (box) => this.#outline(box, 'is-hovered', zoom));
    this.#each(branch, (box) => this.#outline(box, 'is-branch', zoom));
    this.#each(ends, (box) => this.#outline(box, 'is-end', zoom));
    this.#each(selected === null ? [] : [selected], (box) => this.#select(box, zoom));
    this.#each(cursor, (box) => {
      const paint = this.#palette.shape(`box ${boxClasses(box)} is-cursor`, 'halo');
      this.#halo(box, paint, zoom);
    });
    this.#each(focused === null ? [] : [focused], (box) =>
      this.#halo(box, this.#palette.shape('focus-ring'), zoom),
    );
  }

  #each(ids: Iterable<string>, paint: (box: Box) => void): void {
    for (const id of ids) {
      const box = this.#scene?.boxesById.get(id);
      if (box !== undefined) paint(box);
    }
  }

  /** A selected layer is filled, too; it is drawn anew with its words. */
  #select(box: Box, zoom: number): void {
    const level = detailAt(zoom);
    if (box.type === 'layer' && level !== 'far') this.#boxes.box(box, level, 'is-selected');
    this.#outline(box, 'is-selected', zoom);
  }

  #outline(box: Box, mark: string, zoom: number): void {
    const paint = this.#palette.shape(`box ${boxClasses(box)} ${mark}`, 'frame');
    this.#stroke(outlineOf(box), paint, zoom);
  }

  #halo(box: Box, paint: ShapePaint, zoom: number): void {
    this.#stroke(haloOf(box), paint, zoom);
  }

  /** As wide as in the style sheet, and never thinner on the screen than that. */
  #stroke(path: Path2D, paint: ShapePaint, zoom: number): void {
    const width = Math.max(paint.lineWidth, paint.lineWidth / zoom);
    strokePath(this.#surface.context, path, paint, width);
  }
}

const none: readonly never[] = [];
