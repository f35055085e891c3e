/** Draws a picture on a canvas: for pictures of more boxes than the page can hold as elements. */
import type { Picture, Point } from '../../../src/layout/picture';
import { toScreen, type Viewport } from '../../state/viewport';
import type { GraphRenderer, Marks, Target } from '../renderer';
import { Scene } from '../scene';
import { MarksView } from './marksView';
import { Palette } from './palette';
import { SceneView } from './sceneView';
import { placementOf, Surface } from './surface';
import { onThemeChange } from './themeChange';
import { TreeView } from './treeView';

/** A skip is caught within so many pixels of its line: of the picture, and on the screen at least. */
const skipReach = { picture: 7, screen: 5 } as const;

export class CanvasRenderer implements GraphRenderer {
  readonly element = document.createElement('div');
  readonly #surfaces: readonly Surface[];
  readonly #palette = new Palette();
  readonly #sceneView: SceneView;
  readonly #marksView: MarksView;
  readonly #tree = new TreeView();
  #scene: Scene | undefined;
  #viewport: Viewport = { x: 0, y: 0, zoom: 1 };
  #hovered: string | null = null;
  #frame: number | undefined;

  /** @returns undefined where the browser has no 2D canvas to give. */
  static create(): CanvasRenderer | undefined {
    const [scene, marks] = [Surface.create('scene-canvas'), Surface.create('marks-canvas')];
    return scene && marks && new CanvasRenderer(scene, marks);
  }

  private constructor(scene: Surface, marks: Surface) {
    this.#surfaces = [scene, marks];
    this.#sceneView = new SceneView(scene, this.#palette);
    this.#marksView = new MarksView(marks, this.#palette);
    this.element.className = 'graph canvas-graph';
    this.element.append(scene.canvas, marks.canvas, this.#palette.element, this.#tree.element);
    this.#listen(scene.canvas);
  }

  draw(picture: Picture, labelOf: (boxId: string) => string): void {
    const scene = new Scene(picture);
    this.#scene = scene;
    this.#hovered = null;
    this.#sceneView.show(scene);
    this.#marksView.show(scene);
    this.#tree.show(picture, labelOf);
    this.#paintSoon();
  }

  setViewport(viewport: Viewport): void {
    this.#viewport = viewport;
    this.#paintSoon();
  }

  setMarks(marks: Marks): void {
    this.#sceneView.setTraced(marks.traced);
    this.#sceneView.setHeat(marks.heatOf);
    this.#marksView.setMarks(marks);
    this.#tree.mark(marks.selected, marks.focusable);
    this.#paintSoon();
  }

  targetOf(event: Event): Target | null {
    if (this.#scene === undefined || !(event instanceof MouseEvent)) return null;
    const { zoom } = this.#viewport;
    const reach = Math.max(skipReach.picture, skipReach.screen / zoom);
    return this.#scene.targetAt(this.#pointOf(event), reach);
  }

  focus(boxId: string): void {
    this.#tree.focus(boxId);
    this.#paintSoon();
  }

  focused(): string | null {
    return this.#tree.focused;
  }

  #listen(canvas: HTMLCanvasElement): void {
    const anew = (): void => this.#paintAnew();
    const { element } = this;
    new ResizeObserver(anew).observe(element);
    // The browser took the canvas's memory, and gave it back empty.
    canvas.addEventListener('contextrestored', anew);
    onThemeChange(() => {
      this.#palette.forget();
      anew();
    });
    element.addEventListener('pointermove', (event) => this.#hover(this.targetOf(event)));
    element.addEventListener('pointerleave', () => this.#hover(null));
    for (const type of ['focusin', 'focusout'] as const)
      element.addEventListener(type, () => this.#paintSoon());
  }

  #hover(target: Target | null): void {
    this.element.classList.toggle('over-target', target !== null);
    const hovered = target === null || target.type === 'skip' ? null : target.id;
    if (hovered === this.#hovered) return;
    this.#hovered = hovered;
    this.#paintSoon();
  }

  #pointOf({ clientX, clientY }: MouseEvent): Point {
    const { left, top } = this.element.getBoundingClientRect();
    const { x, y, zoom } = this.#viewport;
    return { x: (clientX - left - x) / zoom, y: (clientY - top - y) / zoom };
  }

  #paintAnew(): void {
    this.#sceneView.invalidate();
    this.#paintSoon();
  }

  /** Everything that changes before the next frame is drawn by it at once. */
  #paintSoon(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#paint();
    });
  }

  #paint(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    const ratio = window.devicePixelRatio;
    // Resized here and not before, so that no frame shows an empty canvas.
    const resized = this.#surfaces.map((surface) => surface.resize({ width, height }, ratio));
    if (resized.includes(true)) this.#sceneView.invalidate();
    const placement = placementOf(this.#viewport, ratio);
    const { zoom } = this.#viewport;
    this.#sceneView.paint(placement, zoom);
    this.#tree.updateSoon();
    const focused = this.#tree.ringed;
    this.#marksView.paint(placement, zoom, { hovered: this.#hovered, focused });
    this.#placeFocus();
  }

  #placeFocus(): void {
    const id = this.#tree.focused;
    const box = id === null ? undefined : this.#scene?.boxesById.get(id);
    if (box !== undefined) this.#tree.place(box.id, toScreen(this.#viewport, box));
  }
}
