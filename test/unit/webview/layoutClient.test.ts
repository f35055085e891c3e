/** What the page does with a layout worker that is slow, wrong, or not wanted any more. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LayoutProgress } from '../../../src/layout/blocks';
import type { LayoutRequest } from '../../../webview/layoutProtocol';
import {
  Cancelled,
  LayoutClient,
  Superseded,
  type WorkerLike,
} from '../../../webview/graph/layoutClient';

const picture = { width: 1, height: 1, boxes: [], wires: [], skips: [] };
const graph = new Uint8Array([1]);

class FakeWorker implements WorkerLike {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  onmessageerror: ((event: MessageEvent) => void) | null = null;
  readonly requests: LayoutRequest[] = [];
  ended = false;

  postMessage(message: LayoutRequest): void {
    this.requests.push(message);
  }

  terminate(): void {
    this.ended = true;
  }

  say(data: unknown): void {
    this.onmessage?.({ data } as MessageEvent);
  }

  finish(): void {
    const id = this.requests.at(-1)?.id;
    this.say({ id, outcome: { ok: true, picture, layoutMs: 1 } });
  }
}

const workers: FakeWorker[] = [];
const told: (LayoutProgress | null)[] = [];

function makeClient(): LayoutClient {
  const start = (): Promise<FakeWorker> => {
    const worker = new FakeWorker();
    workers.push(worker);
    return Promise.resolve(worker);
  };
  return new LayoutClient(start, (progress) => told.push(progress));
}

/** Lets promises settle. */
async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

beforeEach(() => {
  vi.useFakeTimers();
  workers.length = told.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a layout that takes long', () => {
  it('is told of by what is done of all, until it has ended', async () => {
    const client = makeClient();
    const laidOut = client.layout(graph, {});
    await settle();
    workers[0]?.say({ id: 1, progress: { done: 20, of: 50 } });
    expect(told.at(-1)).toEqual({ done: 20, of: 50 });
    workers[0]?.finish();
    expect((await laidOut).picture).toEqual(picture);
    expect(told.at(-1)).toBeNull();
  });

  it('ends with its worker when it is cancelled, and the next one has a fresh worker', async () => {
    const client = makeClient();
    const laidOut = expect(client.layout(graph, {})).rejects.toBeInstanceOf(Cancelled);
    await settle();
    workers[0]?.say({ id: 1, progress: { done: 20, of: 50 } });
    client.cancel();
    await laidOut;
    await settle();
    expect(workers[0]?.ended).toBe(true);
    expect(told.at(-1)).toBeNull();
    const next = client.layout(graph, {});
    await settle();
    expect(workers[1]?.requests[0]?.packedGraph).toBe(graph);
    workers[1]?.finish();
    expect((await next).picture).toEqual(picture);
  });

  it('gives way to a newer one after a while', async () => {
    const client = makeClient();
    const first = expect(client.layout(graph, {})).rejects.toBeInstanceOf(Superseded);
    await vi.advanceTimersByTimeAsync(1000);
    const second = client.layout(graph, { a: true });
    await settle();
    await first;
    expect(workers.map(({ ended }) => ended)).toEqual([true, false]);
    expect(workers[1]?.requests).toMatchObject([{ expansion: { a: true }, packedGraph: graph }]);
    workers[0]?.say({ id: 2, outcome: { ok: false, message: 'late', stack: '' } });
    workers[1]?.finish();
    expect((await second).picture).toEqual(picture);
  });
});

describe('a layout that is soon done', () => {
  it('keeps its worker when a newer one comes', async () => {
    const client = makeClient();
    const first = expect(client.layout(graph, {})).rejects.toBeInstanceOf(Superseded);
    await vi.advanceTimersByTimeAsync(10);
    const second = client.layout(graph, { a: true });
    await vi.advanceTimersByTimeAsync(100);
    workers[0]?.finish();
    await first;
    await settle();
    workers[0]?.finish();
    expect((await second).picture).toEqual(picture);
    await vi.advanceTimersByTimeAsync(1000);
    expect(workers.map(({ ended }) => ended)).toEqual([false]);
  });
});

describe('a worker', () => {
  it.each([{ id: 1 }, { id: 1, progress: { done: -1, of: 2 } }, 'picture', null])(
    'that says %j is ended, and who waits is told',
    async (message) => {
      const client = makeClient();
      const laidOut = expect(client.layout(graph, {})).rejects.toThrow('no picture');
      await settle();
      workers[0]?.say(message);
      await laidOut;
      await settle();
      expect(workers[0]?.ended).toBe(true);
    },
  );

  it('is not disturbed by a cancellation when it has nothing to do', async () => {
    const client = makeClient();
    client.warmUp();
    await settle();
    client.cancel();
    await settle();
    expect(workers[0]?.ended).toBe(false);
  });
});

describe('a layout that was begun before it was asked for', () => {
  it('is the one that is asked for when nothing has changed', async () => {
    const client = makeClient();
    const expansion = {};
    client.prepare(graph, expansion);
    const laidOut = client.layout(graph, expansion);
    await settle();
    expect(workers[0]?.requests).toHaveLength(1);
    workers[0]?.finish();
    expect((await laidOut).picture).toEqual(picture);
  });

  it('gives way to another one', async () => {
    const client = makeClient();
    client.prepare(graph, {});
    const laidOut = client.layout(graph, { a: true });
    await settle();
    workers[0]?.finish();
    await settle();
    expect(workers[0]?.requests).toMatchObject([{ expansion: {} }, { expansion: { a: true } }]);
    workers[0]?.finish();
    expect((await laidOut).picture).toEqual(picture);
  });

  it('fails for who asks, and for nobody else', async () => {
    const client = makeClient();
    const expansion = {};
    client.prepare(graph, expansion);
    await settle();
    workers[0]?.say({ id: 1, outcome: { ok: false, message: 'no graph', stack: '' } });
    await settle();
    await expect(client.layout(graph, expansion)).rejects.toThrow('no graph');
    const again = client.layout(graph, expansion);
    await settle();
    workers[0]?.finish();
    expect((await again).picture).toEqual(picture);
  });
});
