/** As much of a session as its keeper asks for. */
import { EventEmitter, type Uri } from './beside/fakeVscode';

export class DesignerSession {
  readonly #changed = new EventEmitter<unknown>();
  readonly onDidChangeState = this.#changed.event;
  readonly state: { entry: string };

  constructor(
    readonly uri: Uri,
    entry: string | undefined,
  ) {
    this.state = { entry: entry ?? '' };
  }

  setEntry(entry: string): void {
    this.state.entry = entry;
  }

  inspect(): void {
    this.#changed.fire(this.state);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
