/** What the page tells its parts apart from its state. */
import type { Target } from '../graph/renderer';

export interface Hovered {
  readonly target: Target;
  readonly x: number;
  readonly y: number;
}

/** Something to be said to people who do not see the page; the same words twice are said twice. */
export interface Said {
  readonly words: string;
}
