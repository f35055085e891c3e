/**
 * A graph as it leaves the worker. Thousands of layers repeat the same words, so that its JSON deflates to a
 * twentieth; it crosses three more processes at each edit, and the length is what that takes its time for.
 */
import { deflateRawSync } from 'node:zlib';
import type { ModelGraph } from '../model/graph';

/** Higher levels take four times as long for a fifth less. */
const level = 3;

const { stringify } = JSON;

/** JSON of the graph, deflated without a header, in base64. */
export function packGraph(graph: ModelGraph): string {
  return deflateRawSync(stringify(graph), { level }).toString('base64');
}
