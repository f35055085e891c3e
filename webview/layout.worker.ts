/** Lays graphs out off the page's thread, so that typing and panning go on. */
import { removeDummyDocument } from './dummyDocument';
import ELK from 'elkjs/lib/elk.bundled.js';
import { createLayout } from '../src/layout/layout';
import type { ModelGraph } from '../src/model/graph';
import { unpackChecked } from './packedGraph';
import type { LayoutAnswer, LayoutRequest } from './layoutProtocol';

removeDummyDocument();

const layout = createLayout(new ELK());
let known: ModelGraph | undefined;

async function answer(request: LayoutRequest): Promise<LayoutAnswer['outcome']> {
  const { packedGraph, expansion } = request;
  // The page has checked these bytes.
  if (packedGraph !== undefined) known = await unpackChecked(packedGraph);
  if (known === undefined) throw new Error('There is no graph to lay out.');
  const start = performance.now();
  const picture = await layout.layout(known, expansion);
  return { ok: true, picture, layoutMs: performance.now() - start };
}

function failed(error: unknown): LayoutAnswer['outcome'] {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { ok: false, message, stack: stack ?? '' };
}

self.onmessage = ({ data }: MessageEvent<LayoutRequest>): void => {
  void answer(data)
    .catch(failed)
    .then((outcome) => {
      const message: LayoutAnswer = { id: data.id, outcome };
      self.postMessage(message);
    });
};
