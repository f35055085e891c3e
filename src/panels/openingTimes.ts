/** When what an opened designer waits for was there, for the log: one line a page, which the benchmark reads. */
import type { InspectTimings } from '../protocol/designer';

export interface PageBegun {
  readonly begunAt: number;
  readonly readyAt: number;
}

export interface FirstDrawing {
  readonly layoutMs: number;
  readonly drawMs: number;
  /** Milliseconds since the epoch, as all moments here. */
  readonly receivedAt: number;
  readonly laidOutAt: number;
  readonly drawnAt: number;
}

/** Milliseconds since the designer was opened. */
export interface OpeningStages {
  /** VS Code has begun to load the page. */
  readonly pageBegunMs: number;
  /** The page's script has run. */
  readonly pageReadyMs: number;
  /** The model has been read. */
  readonly readMs: number;
  /** The page has the model. */
  readonly receivedMs: number;
  readonly laidOutMs: number;
  readonly drawnMs: number;
  readonly layoutMs: number;
  readonly drawMs: number;
}

export class OpeningTimes {
  readonly #openedAt: number;
  #begunAt: number | undefined;
  #readyAt: number | undefined;
  #readAt: number | undefined;
  #told = false;

  constructor(openedAt: number) {
    this.#openedAt = openedAt;
  }

  pageReady({ begunAt, readyAt }: PageBegun): void {
    this.#begunAt ??= begunAt;
    this.#readyAt ??= readyAt;
  }

  /** A model that was read before the designer was opened was there at once. */
  read(at: number): void {
    this.#readAt ??= at;
  }

  /** The stages at the first picture; undefined at those after it. */
  drawn(
    { layoutMs, drawMs, receivedAt, laidOutAt, drawnAt }: FirstDrawing,
    timings: InspectTimings | undefined,
  ): (OpeningStages & Partial<InspectTimings>) | undefined {
    const [begunAt, readyAt, readAt] = [this.#begunAt, this.#readyAt, this.#readAt];
    if (this.#told || begunAt === undefined || readyAt === undefined || readAt === undefined)
      return undefined;
    this.#told = true;
    const since = (moment: number): number => Math.round(moment - this.#openedAt);
    return {
      pageBegunMs: since(begunAt),
      pageReadyMs: since(readyAt),
      readMs: since(readAt),
      ...timings,
      receivedMs: since(receivedAt),
      layoutMs,
      laidOutMs: since(laidOutAt),
      drawMs,
      drawnMs: since(drawnAt),
    };
  }
}
