/** Asks the layout worker for pictures: the newest request alone counts, and none waits for ever. */
import type { Expansion, Picture } from '../../src/layout/picture';
import { parseLayoutAnswer, type LayoutRequest } from '../layoutProtocol';

export interface LaidOut {
  readonly picture: Picture;
  readonly layoutMs: number;
}

/** A newer request took the place of this one; nobody has to be told. */
export class Superseded extends Error {}

interface Pending {
  readonly resolve: (laidOut: LaidOut) => void;
  readonly reject: (error: Error) => void;
}

interface Request {
  readonly packedGraph: Uint8Array;
  readonly expansion: Expansion;
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
 * After an error the worker is ended, and the next request starts a fresh one.
 */
export class LayoutClient {
  readonly #start: () => Promise<WorkerLike>;
  #worker: Promise<WorkerLike> | undefined;
  #sentGraph: Uint8Array | undefined;
  #lastId = 0;
  #running: (Pending & { readonly id: number }) | undefined;
  #waiting: (Pending & { readonly request: Request }) | undefined;

  constructor(start: () => Promise<WorkerLike>) {
    this.#start = start;
  }

  /** @param packedGraph of a graph that was checked; packed, because to clone it takes far longer. */
  layout(packedGraph: Uint8Array, expansion: Expansion): Promise<LaidOut> {
    return new Promise((resolve, reject) => {
      this.#waiting?.reject(new Superseded());
      this.#waiting = { request: { packedGraph, expansion }, resolve, reject };
      if (this.#running === undefined) this.#sendNext();
    });
  }

  /** Starts the worker ahead of the first request. */
  warmUp(): void {
    this.#started().catch(() => undefined);
  }

  #sendNext(): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    this.#waiting = undefined;
    const id = ++this.#lastId;
    this.#running = { id, resolve: waiting.resolve, reject: waiting.reject };
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
    const answer = parseLayoutAnswer(data);
    if (answer === undefined) {
      this.#fail(new Error('The layout sent what is no picture.'));
      return;
    }
    const running = this.#running;
    if (running?.id !== answer.id) return;
    this.#running = undefined;
    const { outcome } = answer;
    if (this.#waiting !== undefined) running.reject(new Superseded());
    else if (outcome.ok) running.resolve(outcome);
    else running.reject(withStack(outcome.message, outcome.stack));
    this.#sendNext();
  }

  /** Ends the worker and rejects whoever waits for it. */
  #fail(error: Error): void {
    const pending = [this.#running, this.#waiting];
    [this.#running, this.#waiting, this.#sentGraph] = [undefined, undefined, undefined];
    this.#worker?.then((worker) => worker.terminate()).catch(() => undefined);
    this.#worker = undefined;
    for (const one of pending) one?.reject(error);
  }
}

function withStack(message: string, stack: string): Error {
  const error = new Error(message);
  error.stack = stack;
  return error;
}

/**
 * Starts a worker from the text of a script: a page of VS Code is not of the origin that its scripts
 * come from, and a browser starts no worker across origins.
 */
export async function startWorker(url: string): Promise<Worker> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The layout could not be loaded (${response.status}).`);
  const blobUrl = URL.createObjectURL(
    new Blob([await response.text()], { type: 'text/javascript' }),
  );
  try {
    return new Worker(blobUrl);
  } finally {
    URL.revokeObjectURL(blobUrl);
  }
}
