/** Lays graphs out off the page's thread, so that typing and panning go on. */
import type { LayoutProgress } from '../src/layout/blocks';
import { createLayout, type Layout } from '../src/layout/layout';
import { repeatedOf } from '../src/layout/series/lazyPicture';
import type { ModelGraph } from '../src/model/graph';
import { elkScript } from './elkPort';
import { LazyElk } from './lazyElk';
import { unpackUnchecked } from './packedGraph';
import type { LayoutAnswer, LayoutRequest, LayoutSetUp, LayoutStep } from './layoutProtocol';

/** A layout that is done sooner says nothing of its progress, and later this often. */
const progressAfterMs = 300;
const progressEveryMs = 100;

/** From the page's first message on. */
let layout: Layout | undefined;
let known: ModelGraph | undefined;

/** Tells the page how far the layout `id` is, if that is worth telling by now. */
function teller(id: number, start: number): (progress: LayoutProgress) => void {
  let next = start + progressAfterMs;
  return (progress) => {
    const now = performance.now();
    if (now < next) return;
    next = now + progressEveryMs;
    const step: LayoutStep = { id, progress };
    self.postMessage(step);
  };
}

async function answer(request: LayoutRequest): Promise<LayoutAnswer['outcome']> {
  const { packedGraph, expansion } = request;
  // The page checks these bytes, and shows no picture of them before it has.
  if (packedGraph !== undefined) known = await unpackUnchecked(packedGraph);
  if (known === undefined || layout === undefined) throw new Error('There is no graph to lay out.');
  const start = performance.now();
  const picture = await layout.layout(known, expansion, teller(request.id, start));
  return { ok: true, picture: repeatedOf(picture) ?? picture, layoutMs: performance.now() - start };
}

function failed(error: unknown): LayoutAnswer['outcome'] {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { ok: false, message, stack: stack ?? '' };
}

function respond(data: LayoutRequest): void {
  void answer(data)
    .catch(failed)
    .then((outcome) => {
      const message: LayoutAnswer = { id: data.id, outcome };
      self.postMessage(message);
    });
}

self.onmessage = ({ data }: MessageEvent<LayoutRequest | LayoutSetUp>): void => {
  if ('elkPort' in data)
    layout = createLayout(new LazyElk(() => elkScript(data)), { words: data.words });
  else respond(data);
};
