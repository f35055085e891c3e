/** Draws the way from one picture to the next, unless the user asked for less motion. */
import type { Picture } from '../../src/layout/picture';
import { isWorthWatching, shiftBetween, tween } from '../state/tween';
import type { Size, Viewport } from '../state/viewport';

const transitionMs = 180;

/** A picture in the window that it is seen through. */
export interface Seen {
  readonly picture: Picture;
  readonly viewport: Viewport;
}

export class Transition {
  readonly #draw: (picture: Picture) => void;
  readonly #still = window.matchMedia('(prefers-reduced-motion: reduce)');
  #frame: number | undefined;

  constructor(draw: (picture: Picture) => void) {
    this.#draw = draw;
  }

  /** Draws the start of the way, and the new picture at its end. @returns false where there is no way to be seen. */
  run(before: Seen, after: Seen, view: Size): boolean {
    this.stop();
    const viewports = { before: before.viewport, after: after.viewport };
    if (this.#still.matches || !isWorthWatching(before.picture, after.picture, viewports, view))
      return false;
    const shift = shiftBetween(before.viewport, after.viewport);
    const at = tween(before.picture, after.picture, shift);
    const start = performance.now();
    const step = (now: number): void => {
      const progress = Math.min(1, Math.max(0, (now - start) / transitionMs));
      this.#frame = progress < 1 ? requestAnimationFrame(step) : undefined;
      this.#draw(at(progress));
    };
    step(start);
    return true;
  }

  stop(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }
}
