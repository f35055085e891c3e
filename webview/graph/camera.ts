/** Where the window stands over the picture: moved by gestures and commands, and in time by a glide. */
import type { Point, Rect } from '../../src/layout/picture';
import {
  between,
  centredOn,
  clampZoom,
  fitAll,
  fitRect,
  isInSight,
  keepInSight,
  panBy,
  reveal,
  zoomAround,
  type Size,
  type Viewport,
} from '../state/viewport';

const glideMs = 160;

export class Camera {
  #viewport: Viewport = { x: 0, y: 0, zoom: 1 };
  #picture: Size = { width: 0, height: 0 };
  #frame: number | undefined;
  /** What a glide brings into the window. */
  #revealed: Rect | undefined;
  #movedByUser = false;
  /** Of the window, when it was moved last. */
  #size: Size = { width: 0, height: 0 };
  #pageWidth = window.innerWidth;
  readonly #moved: (viewport: Viewport) => void;
  readonly #viewSize: () => Size;
  readonly #still = window.matchMedia('(prefers-reduced-motion: reduce)');

  constructor(viewSize: () => Size, moved: (viewport: Viewport) => void) {
    this.#viewSize = viewSize;
    this.#moved = moved;
  }

  get viewport(): Viewport {
    return this.#viewport;
  }

  get view(): Size {
    return this.#viewSize();
  }

  setPicture(size: Size): void {
    this.#picture = size;
  }

  /** Whether the user moved the window since `attend`. */
  get movedByUser(): boolean {
    return this.#movedByUser;
  }

  /** From now on it is watched whether the user moves the window. */
  attend(): void {
    this.#movedByUser = false;
  }

  /** Moves at once, never so far that the picture is lost. */
  set(viewport: Viewport): void {
    this.#stop();
    this.#size = this.view;
    this.#apply(viewport);
  }

  pan(dx: number, dy: number): void {
    this.#movedByUser = true;
    this.set(panBy(this.#viewport, dx, dy));
  }

  /**
   * The window got another size, and its top moved down by `down`: what it shows stays in place, or in the
   * middle where the page has another width. What is selected is not lost where the window became smaller, as
   * when the inspector opens over it.
   */
  resized(down: number, selected?: Rect): void {
    const revealed = this.#revealed ?? this.#covered(selected);
    const isOfPage = window.innerWidth !== this.#pageWidth;
    this.#pageWidth = window.innerWidth;
    const right = isOfPage ? (this.view.width - this.#size.width) / 2 : 0;
    this.set(panBy(this.#viewport, right, -down));
    if (revealed !== undefined) this.reveal(revealed);
  }

  /** Zooms around a point of the screen; around the middle without one. */
  zoom(factor: number, at = { x: this.view.width / 2, y: this.view.height / 2 }): void {
    this.#movedByUser = true;
    this.set(zoomAround(this.#viewport, at, factor));
  }

  fit(): void {
    this.#movedByUser = true;
    this.glide(fitAll(this.#picture, this.view));
  }

  /** Makes a part of the picture as large as the window allows. */
  fitTo(rect: Rect): void {
    this.#movedByUser = true;
    this.glide(fitRect(rect, this.view));
  }

  /** Moves a point of the picture into the middle of the window, at once: a drag on the map asks for it. */
  centreOn(point: Point): void {
    this.#movedByUser = true;
    this.set(centredOn(point, this.#viewport.zoom, this.view));
  }

  /** Life size, with what is in the middle kept there. */
  actualSize(): void {
    this.zoom(1 / clampZoom(this.#viewport.zoom));
  }

  reveal(rect: Rect): void {
    this.glide(reveal(this.#viewport, rect, this.view));
    if (this.#frame !== undefined) this.#revealed = rect;
  }

  /** Moves in a short time, or at once where the user asked for less motion. */
  glide(to: Viewport): void {
    this.#stop();
    const from = this.#viewport;
    const target = keepInSight(to, this.#picture, this.view);
    if (this.#still.matches || sameViewport(from, target)) {
      this.#apply(target);
      return;
    }
    const start = performance.now();
    const step = (now: number): void => {
      const progress = Math.min(1, Math.max(0, (now - start) / glideMs));
      this.#apply(between(from, target, 1 - (1 - progress) ** 3));
      if (progress < 1) this.#frame = requestAnimationFrame(step);
      else this.#stop();
    };
    this.#frame = requestAnimationFrame(step);
  }

  /** A part of the picture that was in sight of a larger window. */
  #covered(rect: Rect | undefined): Rect | undefined {
    const { width, height } = this.view;
    const smaller = height < this.#size.height || width < this.#size.width;
    return smaller && rect && isInSight(this.#viewport, rect, this.#size) ? rect : undefined;
  }

  #apply(viewport: Viewport): void {
    this.#viewport = keepInSight(viewport, this.#picture, this.view);
    this.#moved(this.#viewport);
  }

  #stop(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    this.#revealed = undefined;
  }
}

function sameViewport(a: Viewport, b: Viewport): boolean {
  return a.x === b.x && a.y === b.y && a.zoom === b.zoom;
}
