/** A graph as it comes from a worker: unpacked within limits, and checked. */
import { inflateRawSync } from 'node:zlib';
import type { ModelGraph } from '../model/graph';
import { checkGraph, type Checked } from '../protocol/schema';

/** Of a graph's JSON, in bytes: a layer takes about a thousand. Deflated zeros would fill any memory. */
const largestJson = 256 * 1024 * 1024;

export interface UnpackedGraph {
  readonly graph: ModelGraph;
  readonly packedGraph: Uint8Array;
}

function jsonOf(bytes: Uint8Array): unknown {
  return JSON.parse(inflateRawSync(bytes, { maxOutputLength: largestJson }).toString('utf8'));
}

/** @param base64 JSON of a graph, deflated without a header, in base64. */
export function unpackGraph(base64: string): Checked<UnpackedGraph> {
  // A copy, since small buffers of Node share their memory with others.
  const packedGraph = new Uint8Array(Buffer.from(base64, 'base64'));
  let json: unknown;
  try {
    json = jsonOf(packedGraph);
  } catch (error) {
    return { ok: false, issue: `packedGraph: ${String(error)}` };
  }
  const checked = checkGraph(json);
  return checked.ok ? { ok: true, value: { graph: checked.value, packedGraph } } : checked;
}
