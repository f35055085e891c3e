// @ts-check
import { deflateRawSync } from 'node:zlib';

/** States of the host, as the page receives them. */

/**
 * @param {import('../../../../src/model/graph').ModelGraph} graph
 * @param {object} change
 */
export function stateOf(graph, change = {}) {
  const state = {
    revision: 1,
    uri: 'file:///models/resnet50.ts',
    fileName: 'resnet50.ts',
    entry: graph.entry,
    entries: [
      { expression: 'resnet50()', label: 'resnet50', needsArguments: false, line: 22 },
      { expression: 'resnet101()', label: 'resnet101', needsArguments: false, line: 31 },
      { expression: 'resnet152()', label: 'resnet152', needsArguments: false, line: 40 },
      { expression: 'resnet(blocks)', label: 'resnet', needsArguments: true, line: 49 },
    ],
    // Bytes do not pass through JSON: the harness's page makes them again.
    packedGraph: deflateRawSync(JSON.stringify(graph)).toString('base64'),
    stale: false,
    failures: [],
    busy: false,
    ...change,
  };
  // What is undefined is absent, as in a message that came as JSON.
  return JSON.parse(JSON.stringify(state));
}
