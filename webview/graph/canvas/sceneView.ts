/** The picture without its marks on one canvas. Moving it draws only what comes into the window. */
import type { Rect } from '../../../src/layout/picture';
import { detailAt, type Detail } from '../../state/levelOfDetail';
import type { HeatOf } from '../../../src/layout/heat';
import type { Traced } from '../../state/trace';
import type { Scene, Visible } from '../scene';
import { BoxPainter } from './boxPainter';
import { FarPainter } from './farPainter';
import type { Palette } from './palette';
import { uncovered, type Placement, type Surface } from './surface';
import { WirePainter } from './wirePainter';

/** How much of what is not traced shows; styles/graph.css has the same share. */
const dimmed = 0.25;

interface Part extends Pick<Visible, 'wires' | 'boxes' | 'grounds'> {
  readonly alpha: number;
}

export class SceneView {
  readonly #surface: Surface;
  readonly #boxes: BoxPainter;
  readonly #wires: WirePainter;
  readonly #far: FarPainter;
  readonly #palette: Palette;
  #scene: Scene | undefined;
  #traced: Traced | null = null;
  /** What the canvas shows; undefined when it has to be drawn anew. */
  #drawn: Placement | undefined;

  constructor(surface: Surface, palette: Palette) {
    this.#surface = surface;
    this.#palette = palette;
    const { context } = surface;
    this.#boxes = new BoxPainter(context, palette);
    this.#wires = new WirePainter(context, palette);
    this.#far = new FarPainter(context, palette);
  }

  show(scene: Scene): void {
    this.#scene = scene;
    this.#drawn = undefined;
  }

  setTraced(traced: Traced | null): void {
    if (traced === this.#traced) return;
    this.#traced = traced;
    this.#drawn = undefined;
  }

  /** Colours the boxes by what they cost, or by their family for null. */
  setHeat(heatOf: HeatOf | null): void {
    const { heating } = this.#palette;
    if (heatOf === heating.of) return;
    const another = (heatOf === null) !== (heating.of === null);
    heating.of = heatOf;
    if (another) this.#palette.forget();
    this.#far.forget();
    this.#drawn = undefined;
  }

  /** After a change of the theme, of the size, or the loss of what was drawn. */
  invalidate(): void {
    this.#drawn = undefined;
  }

  /** @param zoom of the viewport, which decides how much detail is drawn. */
  paint(placement: Placement, zoom: number): void {
    const { width, height } = this.#surface.canvas;
    if (this.#scene === undefined || this.#surface.isEmpty) return;
    for (const area of this.#areas(placement, { width, height }))
      this.#surface.within(area, placement, (shown) => this.#paintArea(shown, zoom));
    this.#drawn = placement;
  }

  /** What has to be drawn: everything, or what comes in when what is there is moved. */
  #areas(placement: Placement, size: { width: number; height: number }): Rect[] {
    const drawn = this.#drawn;
    if (drawn?.scale !== placement.scale) return [{ x: 0, y: 0, ...size }];
    const [dx, dy] = [placement.x - drawn.x, placement.y - drawn.y];
    if (dx === 0 && dy === 0) return [];
    const areas = uncovered(size, dx, dy);
    const [first] = areas;
    const whole = first?.width === size.width && first.height === size.height;
    if (!whole) this.#surface.shift(dx, dy);
    return areas;
  }

  #paintArea(area: Rect, zoom: number): void {
    const visible = this.#scene?.visible(area);
    if (visible === undefined) return;
    const parts = partsOf(visible, this.#traced);
    const { context } = this.#surface;
    const each = (paint: (part: Part) => void): void => {
      for (const part of parts) {
        context.globalAlpha = part.alpha;
        paint(part);
      }
    };
    // In every layer what is dimmed lies under what is traced.
    const level = detailAt(zoom);
    each((part) => this.#paintGrounds(part, zoom, level));
    each((part) => this.#paintWires(part, zoom, level));
    each((part) => this.#paintBoxes(part, zoom, level));
    context.globalAlpha = 1;
  }

  #paintGrounds({ grounds }: Part, zoom: number, level: Detail): void {
    if (level === 'far') this.#far.grounds(grounds, zoom);
    else for (const box of grounds) this.#boxes.ground(box);
  }

  #paintWires({ wires }: Part, zoom: number, level: Detail): void {
    if (level === 'far') this.#far.wires(wires, zoom);
    else for (const wire of wires) this.#wires.wire(wire);
  }

  #paintBoxes({ boxes }: Part, zoom: number, level: Detail): void {
    if (level === 'far') this.#far.boxes(boxes, zoom);
    else for (const box of boxes) this.#boxes.box(box, level);
  }
}

function partsOf(visible: Visible, traced: Traced | null): Part[] {
  if (traced === null) return [{ ...visible, alpha: 1 }];
  const side = (clear: boolean): Omit<Part, 'alpha'> => ({
    grounds: visible.grounds.filter(({ id }) => traced.boxes.has(id) === clear),
    wires: visible.wires.filter(({ wire }) => traced.wires.has(wire.id) === clear),
    boxes: visible.boxes.filter(({ id }) => traced.boxes.has(id) === clear),
  });
  return [
    { ...side(false), alpha: dimmed },
    { ...side(true), alpha: 1 },
  ];
}
