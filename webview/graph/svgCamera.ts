/** The viewport of an SVG: written into it at rest, and a transform of its layer while it moves. */
import { farZoom } from '../state/levelOfDetail';
import type { Viewport } from '../state/viewport';
import { Motion } from './motion';
import { round } from './svg';

/** A layer that is magnified by more looks blurred: it is painted anew on the way. */
const mostStretch = 1.5;

/**
 * To change a transform within an SVG lays out all of its texts and paints it all, in every frame. So while moves follow
 * one another the whole SVG is a layer, which the browser moves and stretches without either.
 */
export class SvgCamera {
  readonly #root: SVGSVGElement;
  readonly #scene: SVGGElement;
  readonly #motion = new Motion(() => this.settle());
  #painted: Viewport = { x: 0, y: 0, zoom: 1 };
  #viewport = this.#painted;

  constructor(root: SVGSVGElement, scene: SVGGElement) {
    this.#root = root;
    this.#scene = scene;
  }

  set(viewport: Viewport): void {
    this.#viewport = viewport;
    const stretch = viewport.zoom / this.#painted.zoom;
    if (!this.#motion.moves()) this.#paint();
    else if (stretch > mostStretch || stretch < 1 / mostStretch) this.#paint();
    else this.#stretch(stretch);
  }

  /** Ends a move: everything is painted where it is. */
  settle(): void {
    this.#motion.stop();
    this.#root.classList.remove('moving');
    this.#paint();
  }

  #paint(): void {
    const { x, y, zoom } = this.#viewport;
    this.#painted = { x: round(x), y: round(y), zoom };
    this.#root.style.removeProperty('transform');
    this.#scene.setAttribute(
      'transform',
      `translate(${this.#painted.x} ${this.#painted.y}) scale(${zoom})`,
    );
    this.#root.classList.toggle('far', zoom < farZoom);
  }

  #stretch(by: number): void {
    const { x, y } = this.#viewport;
    const [dx, dy] = [x - this.#painted.x * by, y - this.#painted.y * by];
    this.#root.classList.add('moving');
    this.#root.style.transform = `translate(${dx}px, ${dy}px) scale(${by})`;
  }
}
