/** A graph as the host sends it. */
import type { ModelGraph } from '../src/model/graph';
import { checkGraph } from '../src/protocol/schema';
import { decodeGraph, type WireGraph } from '../src/protocol/wireGraph';

/** JSON that was deflated without a header. */
async function inflatedJson(bytes: Uint8Array): Promise<unknown> {
  const stream = new DecompressionStream('deflate-raw');
  const writer = stream.writable.getWriter();
  const text = new Response(stream.readable).text();
  // What is wrong with the bytes is told by the reader, too.
  void writer.write(new Uint8Array(bytes)).catch(() => undefined);
  void writer.close().catch(() => undefined);
  return JSON.parse(await text);
}

/** Unpacks and checks a graph. Rejects where the bytes are of none. */
export async function unpackGraph(bytes: Uint8Array): Promise<ModelGraph> {
  const checked = checkGraph(await inflatedJson(bytes));
  if (!checked.ok) throw new Error(`The host sent what is no graph: ${checked.issue}`);
  return checked.value;
}

/** Unpacks a graph from bytes that `unpackGraph` checks elsewhere. Rejects where they cannot be read. */
export async function unpackUnchecked(bytes: Uint8Array): Promise<ModelGraph> {
  return decodeGraph((await inflatedJson(bytes)) as WireGraph);
}
