/**
 * A graph as it leaves the worker. Its JSON repeats itself and deflates to a twentieth; it crosses three more
 * processes at each edit, and the length is what that takes its time for.
 */
import { deflateRawSync } from 'node:zlib';
import type { ModelGraph } from '../model/graph';
import { encodeGraph } from '../protocol/wireGraph';

/** Higher levels take four times as long for a fifth less. */
const level = 3;

const { stringify } = JSON;

/** JSON of the graph, deflated without a header, in base64. */
export function packGraph(graph: ModelGraph): string {
  return deflateRawSync(stringify(encodeGraph(graph)), { level }).toString('base64');
}
