/**
 * What draws a picture. The page knows no more of it than this, so that another renderer (a canvas
 * for very large graphs) can take the place of the SVG one.
 */
import type { Picture } from '../../src/layout/picture';
import type { HeatOf } from '../../src/layout/heat';
import type { Traced } from '../state/trace';
import type { Viewport } from '../state/viewport';

/** What lies under the pointer. */
export interface Target {
  readonly type: 'box' | 'toggle' | 'skip';
  readonly id: string;
}

/** What is set off from the rest, by the ids of boxes and skips in the picture. */
export interface Marks {
  readonly selected: string | null;
  /** Boxes that the editor's cursor points at. */
  readonly cursor: ReadonlySet<string>;
  /** Skips that are shown with their ends: the selected one, and the one under the pointer. */
  readonly skips: ReadonlySet<string>;
  /** The boxes at the ends of these skips and on their shortcuts. */
  readonly ends: ReadonlySet<string>;
  /** The boxes on the residual branches of these skips. */
  readonly branch: ReadonlySet<string>;
  /** Wires of the selected box and of the residual branches. */
  readonly wires: ReadonlySet<string>;
  /** Boxes and skips that the search found; closed groups for what is found in them. */
  readonly found: ReadonlySet<string>;
  readonly foundSkips: ReadonlySet<string>;
  /** How strongly boxes are coloured by what they cost; null where the family gives the colour. */
  readonly heatOf: HeatOf | null;
  /** The one box that the Tab key leads to. */
  readonly focusable: string | null;
  /** What stays clear, while the rest is dimmed; null when nothing is traced. */
  readonly traced: Traced | null;
}

export const noMarks: Marks = {
  selected: null,
  cursor: new Set(),
  skips: new Set(),
  ends: new Set(),
  branch: new Set(),
  wires: new Set(),
  found: new Set(),
  foundSkips: new Set(),
  heatOf: null,
  focusable: null,
  traced: null,
};

export interface GraphRenderer {
  /** The element that takes the pointer's and the keyboard's events. */
  readonly element: HTMLElement | SVGElement;
  /**
   * Draws a picture, touching only what differs from the one before.
   * @param labelOf what a screen reader says of a box; may be asked for later, until the next picture.
   */
  draw(picture: Picture, labelOf: (boxId: string) => string): void;
  setViewport(viewport: Viewport): void;
  setMarks(marks: Marks): void;
  targetOf(event: Event): Target | null;
  /** Gives a box the keyboard's focus. */
  focus(boxId: string): void;
  /** The box that has it. */
  focused(): string | null;
}
