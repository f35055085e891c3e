/** Whether the picture is being moved: while it is, the browser keeps it as a layer and moves that, and paints nothing. */

/** After so long without a move the picture is painted where it has come to, as sharp as the screen can. */
const restMs = 150;

/** Tells moves that follow one another from a single one, such as to what was searched for, which needs no layer. */
export class Motion {
  readonly #rest: () => void;
  #timer: number | undefined;

  /** @param rest called when the last move of several, or the only one, is over. */
  constructor(rest: () => void) {
    this.#rest = rest;
  }

  /** A move is made; true where another was made just before it. */
  moves(): boolean {
    const again = this.#timer !== undefined;
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      this.#timer = undefined;
      this.#rest();
    }, restMs);
    return again;
  }

  /** Ends it at once, without a call of `rest`. */
  stop(): void {
    window.clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
