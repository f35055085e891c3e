/** The minimap's picture: what the far view shows, drawn once for a picture and a theme. */
import type { Picture } from '../../../src/layout/picture';
import type { MapScale } from '../../state/map';
import { Scene } from '../scene';
import { FarPainter } from './farPainter';
import { Palette } from './palette';
import { Surface } from './surface';
import { onThemeChange } from './themeChange';

export class MapView {
  readonly #surface: Surface | undefined = Surface.create('minimap-canvas');
  readonly #palette = new Palette();
  readonly #stop: () => void;
  #timer: number | undefined;
  #drawn: { readonly picture: Picture; readonly scale: MapScale } | undefined;

  constructor(container: HTMLElement) {
    const canvas = this.#surface === undefined ? [] : [this.#surface.canvas];
    container.prepend(...canvas, this.#palette.element);
    this.#surface?.canvas.addEventListener('contextrestored', () => this.#paintLater());
    this.#stop = onThemeChange(() => {
      this.#palette.forget();
      this.#paintLater();
    });
  }

  draw(picture: Picture, scale: MapScale): void {
    this.#drawn = { picture, scale };
    this.#paintLater();
  }

  remove(): void {
    window.clearTimeout(this.#timer);
    this.#stop();
  }

  /** Nobody looks at the map first: the picture itself is on the screen before it. */
  #paintLater(): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#paint(), 50);
  }

  #paint(): void {
    const [surface, drawn] = [this.#surface, this.#drawn];
    if (surface === undefined || drawn === undefined) return;
    const { picture, scale } = drawn;
    const { width, height } = picture;
    const ratio = window.devicePixelRatio;
    surface.resize(scale, ratio);
    surface.clear();
    if (surface.isEmpty) return;
    const { context } = surface;
    const painter = new FarPainter(context, this.#palette);
    const zoom = Math.min(scale.x, scale.y);
    const { grounds, wires, boxes } = new Scene(picture).visible({ x: 0, y: 0, width, height });
    context.setTransform(scale.x * ratio, 0, 0, scale.y * ratio, 0, 0);
    painter.grounds(grounds, zoom);
    painter.boxes(boxes, zoom);
    painter.wires(
      wires.filter(({ skip }) => skip !== undefined),
      2 * zoom,
    );
  }
}
