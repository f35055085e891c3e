/** Asks the layout worker for pictures: the newest request alone counts, and none waits for ever. */
import type { LayoutProgress } from '../../src/layout/blocks';
import type { Expansion, Picture } from '../../src/layout/picture';
import { boxWords } from '../../src/layout/pictureWords';
import { elkPort } from '../elkPort';
import { t } from '../l10n';
import {
  parseLayoutMessage,
  received,
  type LayoutAnswer,
  type LayoutRequest,
  type LayoutSetUp,
} from '../layoutProtocol';

export interface LaidOut {
  readonly picture: Picture;
  readonly layoutMs: number;
}

/** A newer request took the place of this one; nobody has to be told. */
export class Superseded extends Error {}

/** Somebody did not want to wait for it. */
export class Cancelled extends Error {}

/**
 * How long a newer request waits for the one that runs. A layout that is done by then leaves a worker
 * that knows its pieces; one that is not would keep the user waiting for what nobody wants any more.
 */
const patienceMs = 300;

interface Pending {
  readonly resolve: (laidOut: LaidOut) => void;
  readonly reject: (error: Error) => void;
}

interface Request {
  readonly packedGraph: Uint8Array;
  readonly expansion: Expansion;
}

interface Running extends Pending {
  readonly id: number;
  readonly startedAt: number;
}

/** The part of Worker that is used, so that tests can play it. */
export interface WorkerLike {
  postMessage(message: unknown): void;
  terminate(): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

/**
 * One request is with the worker at a time; while it runs, only the latest of the others is kept.
 * After an error, a cancellation, or a request that takes too long for the one that follows it, the
 * worker is ended, and the next request starts a fresh one.
 */
export class LayoutClient {
  readonly #start: () => Promise<WorkerLike>;
  readonly #onProgress: (progress: LayoutProgress | null) => void;
  #worker: Promise<WorkerLike> | undefined;
  #sentGraph: Uint8Array | undefined;
  #lastId = 0;
  #running: Running | undefined;
  #waiting: (Pending & { readonly request: Request }) | undefined;
  #ahead: (Request & { readonly laidOut: Promise<LaidOut> }) | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;

  /** @param onProgress is told of layouts that take long, and null when one of them has ended. */
  constructor(
    start: () => Promise<WorkerLike>,
    onProgress: (progress: LayoutProgress | null) => void = () => undefined,
  ) {
    this.#start = start;
    this.#onProgress = onProgress;
  }

  /**
   * Starts what will most likely be asked for once the graph is unpacked and checked on the page, which takes
   * about as long. A picture of bytes that turn out to be no graph is asked for by nobody.
   */
  prepare(packedGraph: Uint8Array, expansion: Expansion): void {
    const laidOut = this.#request(packedGraph, expansion);
    this.#ahead = { packedGraph, expansion, laidOut };
    // Who asks for it is told.
    laidOut.catch(() => undefined);
  }

  /** @param packedGraph of a graph that was checked; packed, because to clone it takes far longer. */
  layout(packedGraph: Uint8Array, expansion: Expansion): Promise<LaidOut> {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    return ahead?.packedGraph === packedGraph && ahead.expansion === expansion
      ? ahead.laidOut
      : this.#request(packedGraph, expansion);
  }

  #request(packedGraph: Uint8Array, expansion: Expansion): Promise<LaidOut> {
    return new Promise((resolve, reject) => {
      this.#waiting?.reject(new Superseded());
      this.#waiting = { request: { packedGraph, expansion }, resolve, reject };
      if (this.#running === undefined) this.#sendNext();
      else this.#limit(this.#running);
    });
  }

  /** Ends whatever is being laid out; who waits for it is told that it was cancelled. */
  cancel(): void {
    if (this.#running !== undefined) this.#fail(new Cancelled());
  }

  /** Starts the worker ahead of the first request. */
  warmUp(): void {
    this.#started().catch(() => undefined);
  }

  /** Ends the running request once it has had its time. */
  #limit(running: Running): void {
    clearTimeout(this.#patience);
    const end = (): void => {
      if (this.#running !== running || this.#waiting === undefined) return;
      this.#endWorker();
      running.reject(new Superseded());
      this.#sendNext();
    };
    this.#patience = setTimeout(end, running.startedAt + patienceMs - performance.now());
  }

  #sendNext(): void {
    this.#running = undefined;
    this.#onProgress(null);
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    this.#waiting = undefined;
    const id = ++this.#lastId;
    const { resolve, reject } = waiting;
    this.#running = { id, startedAt: performance.now(), resolve, reject };
    this.#started().then(
      (worker) => this.#send(worker, id, waiting.request),
      (error: unknown) => this.#fail(error instanceof Error ? error : new Error(String(error))),
    );
  }

  #send(worker: WorkerLike, id: number, { packedGraph, expansion }: Request): void {
    if (this.#running?.id !== id) return;
    const known = this.#sentGraph === packedGraph;
    const request: LayoutRequest = known ? { id, expansion } : { id, packedGraph, expansion };
    this.#sentGraph = packedGraph;
    worker.postMessage(request);
  }

  #started(): Promise<WorkerLike> {
    this.#worker ??= this.#start().then((worker) => {
      worker.onmessage = ({ data }) => this.#receive(data);
      worker.onerror = (event) => this.#fail(new Error(event.message || 'The layout stopped.'));
      worker.onmessageerror = () => this.#fail(new Error('The layout sent what cannot be read.'));
      return worker;
    });
    return this.#worker;
  }

  #receive(data: unknown): void {
    const message = parseLayoutMessage(data);
    if (message === undefined) this.#fail(new Error('The layout sent what is no picture.'));
    else if (this.#running?.id !== message.id) return;
    else if ('outcome' in message) this.#finish(this.#running, message);
    else this.#onProgress(message.progress);
  }

  #finish(running: Running, { outcome }: LayoutAnswer): void {
    if (this.#waiting !== undefined) running.reject(new Superseded());
    else if (outcome.ok)
      running.resolve({ picture: received(outcome.picture), layoutMs: outcome.layoutMs });
    else running.reject(withStack(outcome.message, outcome.stack));
    this.#sendNext();
  }

  /** Ends the worker and rejects whoever waits for it. */
  #fail(error: Error): void {
    const pending = [this.#running, this.#waiting];
    this.#waiting = undefined;
    this.#endWorker();
    this.#sendNext();
    for (const one of pending) one?.reject(error);
  }

  /** What an ended worker still says is not heard. */
  #endWorker(): void {
    clearTimeout(this.#patience);
    const ended = this.#worker;
    [this.#worker, this.#sentGraph] = [undefined, undefined];
    ended
      ?.then((worker) => {
        worker.onmessage = worker.onerror = worker.onmessageerror = null;
        worker.terminate();
      })
      .catch(() => undefined);
  }
}

function withStack(message: string, stack: string): Error {
  const error = new Error(message);
  error.stack = stack;
  return error;
}

/** Where the page has its scripts. */
export interface LayoutScripts {
  /** The text of the layout's worker. */
  readonly worker: string;
  readonly elkUrl: string;
}

/**
 * Starts the worker from the text of its script: a page of VS Code is not of the origin that its scripts come
 * from, and a browser starts no worker across origins.
 */
export function startWorker({ worker: script, elkUrl }: LayoutScripts): Promise<Worker> {
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  try {
    const worker = new Worker(url);
    const setUp: LayoutSetUp = { elkPort: elkPort(elkUrl), words: boxWords(t) };
    worker.postMessage(setUp, [setUp.elkPort]);
    return Promise.resolve(worker);
  } finally {
    URL.revokeObjectURL(url);
  }
}
