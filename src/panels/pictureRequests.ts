/** Pictures that the page of a designer was asked for: one at a time, each answered once. */
import type { PictureFormat, PictureRequest } from '../protocol/designer';

/** The contents of a file, or the sentence that says why there is none. */
export type PictureAnswer =
  { readonly content: string | Uint8Array; readonly scale: number } | { readonly problem: string };

interface Waiting {
  readonly request: PictureRequest;
  readonly resolve: (answer: PictureAnswer | undefined) => void;
}

export class PictureRequests {
  #lastId = 0;
  #waiting: Waiting | undefined;

  /** What the page has not answered; it may have been reloaded since it was asked. */
  get open(): PictureRequest | undefined {
    return this.#waiting?.request;
  }

  /** Resolves with undefined where another request takes its place, or the designer is closed. */
  ask(format: PictureFormat, scale: number): Promise<PictureAnswer | undefined> {
    this.cancel();
    const request = { id: ++this.#lastId, format, scale };
    return new Promise((resolve) => (this.#waiting = { request, resolve }));
  }

  /** An answer to an earlier request is none to this one. */
  answer(id: number, answer: PictureAnswer): void {
    if (this.#waiting?.request.id !== id) return;
    this.#waiting.resolve(answer);
    this.#waiting = undefined;
  }

  cancel(): void {
    this.#waiting?.resolve(undefined);
    this.#waiting = undefined;
  }
}
