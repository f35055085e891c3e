/** The dots of the ground that the graph stands on. */
import type { Viewport } from '../state/viewport';
import { Motion } from './motion';

/** The most pixels between two dots, at the largest zoom: the dots reach so far over the window's edges. */
const mostStep = 96;

/** They stand for a distance of the picture, and never closer than the eye likes. */
function stepOf(zoom: number): number {
  let step = 24 * zoom;
  while (step < 16) step *= 2;
  return step;
}

/**
 * An element that a transform moves: as the background of the window it would be painted anew in every frame of a move,
 * and with it all that lies over it.
 */
export class Dots {
  readonly element = document.createElement('div');
  readonly #motion = new Motion(() => this.element.classList.remove('moving'));
  #step = Number.NaN;

  constructor() {
    this.element.className = 'dots';
    this.element.style.inset = `-${mostStep}px`;
  }

  /** Moves the dots with the picture; they repeat, so they never move further than from one to the next. */
  setViewport({ x, y, zoom }: Viewport): void {
    const { classList, style } = this.element;
    classList.toggle('moving', this.#motion.moves());
    const step = stepOf(zoom);
    if (step !== this.#step) style.backgroundSize = `${step}px ${step}px`;
    this.#step = step;
    style.transform = `translate(${offset(x, step)}px, ${offset(y, step)}px)`;
  }
}

/** In whole pixels of the device, for a dot between two of them would be two pale ones. */
function offset(along: number, step: number): number {
  const ratio = window.devicePixelRatio;
  return Math.round(((along + mostStep) % step) * ratio) / ratio;
}
