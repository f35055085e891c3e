/** SVG for pictures that the page holds as elements, a canvas for larger ones. */
import type { Picture } from '../../src/layout/picture';
import { boxCount } from '../../src/layout/series/lazyPicture';
import type { Viewport } from '../state/viewport';
import { CanvasRenderer } from './canvas/canvasRenderer';
import { noMarks, type GraphRenderer, type Marks, type Target } from './renderer';
import { SvgRenderer } from './svgRenderer';

/** Up to so many boxes are drawn as SVG; measured, see docs/decisions/0005-renderer.md. */
const mostSvgBoxes = 600;

const nothing: Picture = { width: 0, height: 0, boxes: [], wires: [], skips: [] };

export class AdaptiveRenderer implements GraphRenderer {
  readonly element = document.createElement('div');
  readonly #svg = new SvgRenderer();
  /** Null where the browser has no canvas to give. */
  #canvas: CanvasRenderer | null | undefined;
  #active: GraphRenderer = this.#svg;
  #viewport: Viewport = { x: 0, y: 0, zoom: 1 };
  #marks = noMarks;

  constructor() {
    this.element.className = 'graph-host';
    this.element.append(this.#svg.element);
  }

  draw(picture: Picture, labelOf: (boxId: string) => string): void {
    this.#activate(this.#rendererFor(picture));
    this.#active.draw(picture, labelOf);
  }

  setViewport(viewport: Viewport): void {
    this.#viewport = viewport;
    this.#active.setViewport(viewport);
  }

  setMarks(marks: Marks): void {
    this.#marks = marks;
    this.#active.setMarks(marks);
  }

  targetOf(event: Event): Target | null {
    return this.#active.targetOf(event);
  }

  focus(boxId: string): void {
    this.#active.focus(boxId);
  }

  focused(): string | null {
    return this.#active.focused();
  }

  #rendererFor(picture: Picture): GraphRenderer {
    if (boxCount(picture) <= mostSvgBoxes) return this.#svg;
    this.#canvas ??= CanvasRenderer.create() ?? null;
    return this.#canvas ?? this.#svg;
  }

  #activate(renderer: GraphRenderer): void {
    if (renderer === this.#active) return;
    // The other one gives its memory back.
    this.#active.setMarks(noMarks);
    this.#active.draw(nothing, () => '');
    this.#active = renderer;
    this.element.replaceChildren(renderer.element);
    renderer.setViewport(this.#viewport);
    renderer.setMarks(this.#marks);
  }
}
