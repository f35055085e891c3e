// @ts-check
import { deflateRawSync } from 'node:zlib';
import { importTypeScript } from '../../../../scripts/lib/importTypeScript.mjs';

const { encodeGraph } = /** @type {typeof import('../../../../src/protocol/wireGraph')} */ (
  await importTypeScript('src/protocol/wireGraph.ts')
);

const memory = {
  batchSize: 32,
  weights: 102_228_128,
  gradients: 102_015_648,
  activations: 3_604_480_000,
  slots: { sgd: 4, momentum: 102_015_652, adam: 204_031_304 },
  peak: { sgd: 12_900_000_000, momentum: 13_000_000_000, adam: 13_100_000_000 },
  cpu: { sgd: 13_200_000_000, momentum: 13_300_000_000, adam: 13_400_000_000 },
  wasm: { sgd: 15_900_000_000, momentum: 16_000_000_000, adam: 16_100_000_000 },
};

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
    packedGraph: deflateRawSync(JSON.stringify(encodeGraph(graph))).toString('base64'),
    stale: false,
    failures: [],
    busy: false,
    training: { batchSize: 32, memory, flops: 8_241_340_904 },
    ...change,
  };
  // What is undefined is absent, as in a message that came as JSON.
  return JSON.parse(JSON.stringify(state));
}
