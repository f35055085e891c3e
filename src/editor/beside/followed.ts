/** For the log: how soon what stands beside the code follows an edit, our part of it and VS Code's. */

interface Change {
  /** The inspection began, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** What is beside the code knew of what was read. */
  readonly knownAt: number;
}

export class Followed {
  readonly #write: (text: string) => void;
  #change: Change | undefined;
  #untold = new Set<string>();

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** Another model was read, by an inspection that began then. */
  known(startedAt: number | undefined): void {
    if (startedAt === undefined) return;
    if (startedAt === this.#change?.startedAt) return;
    this.#change = { startedAt, knownAt: Date.now() };
    this.#untold = new Set(['hints', 'lens']);
  }

  /** VS Code was given `what`, for which it waited `answerMs`: said once an inspection, for the first time that it was new. */
  given(what: 'hints' | 'lens', answerMs: number): void {
    const change = this.#change;
    if (change === undefined || !this.#untold.delete(what)) return;
    const knownMs = change.knownAt - change.startedAt;
    const askedMs = Date.now() - answerMs - change.startedAt;
    this.#write(`${what} ${JSON.stringify({ knownMs, askedMs, answerMs })}`);
  }
}
