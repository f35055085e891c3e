/** A graph as it crosses processes is the same graph on the other side. */
import { describe, expect, it } from 'vitest';
import type { ModelGraph } from '../../../src/model/graph';
import { checkGraph } from '../../../src/protocol/schema';
import { encodeGraph, type WireGraph } from '../../../src/protocol/wireGraph';
import { graph } from './values';

/** As it is on the other side of a pipe. */
function across(sent: ModelGraph): ModelGraph {
  const checked = checkGraph(JSON.parse(JSON.stringify(encodeGraph(sent))));
  if (!checked.ok) throw new Error(checked.issue);
  return checked.value;
}

const [place] = graph.places;
const [conv, nested] = graph.nodes;
if (place === undefined || conv === undefined || nested === undefined) throw new Error('no values');

/** Ways in which a number may stand for nothing. */
const spoiled: Record<string, (wire: WireGraph) => unknown> = {
  'an edge from no node': (wire) => ({ ...wire, edges: [9, 0, 1, 0] }),
  'half an edge': (wire) => ({ ...wire, edges: [0, 0] }),
  'an output that is no node': (wire) => ({ ...wire, outputs: [7] }),
  'a skip from no node': (wire) => ({ ...wire, skips: wire.skips.map((s) => ({ ...s, fork: 9 })) }),
  'a node of no kind': (wire) => ({ ...wire, facts: [] }),
  'a node at no place': (wire) => ({ ...wire, places: [] }),
  'weights without names': (wire) => ({
    ...wire,
    nodes: wire.nodes.map((node) => ({ ...node, weights: [] })),
  }),
};

describe('a graph on the wire', () => {
  it('is the same when it arrives', () => {
    expect(across(graph)).toEqual(graph);
  });

  it('says once what its layers have in common', () => {
    const nodes = Array.from({ length: 100 }, (_, i) => ({ ...conv, id: `conv${i}` }));
    const many = { ...graph, nodes, inputs: ['conv0'], outputs: ['conv99'], edges: [], skips: [] };
    expect(encodeGraph(many).facts).toHaveLength(1);
    expect(across(many)).toEqual(many);
  });

  it.each([
    ['a class', { className: 'Conv1D' }],
    ['a field of the configuration', { config: { ...conv.config, filters: -1 } }],
    ['an input', { inputs: [{ shape: [7], dtype: 'float32' }] }],
    ['the type of an output', { outputs: conv.outputs.map((o) => ({ ...o, dtype: 'bool' })) }],
    ['trainable parameters', { parameters: { ...conv.parameters, trainable: 12_345 } }],
    ['untracked parameters', { parameters: { ...conv.parameters, untracked: 1 } }],
    ['forward MACs', { macs: { ...conv.macs, forward: 12_345 } }],
    ['backward MACs', { macs: { ...conv.macs, backward: 12_345 } }],
    ['FLOPs', { flops: 12_345 }],
    ['what it drops', { dropped: { survival: 0.125 } }],
    ['a weight', { weights: [{ name: 'w', shape: [1, 2], trainable: true }] }],
    ['what is trained', { weights: [{ name: 'w', shape: [1, 2], trainable: false }] }],
  ] as const)('keeps apart nodes that differ in %s alone', (_, change) => {
    const weights = [{ name: 'w', shape: [12], trainable: true }];
    const nodes = [
      { ...conv, id: 'a', weights },
      { ...conv, id: 'b', weights, ...change },
    ];
    const two = { ...graph, nodes, inputs: ['a'], outputs: ['b'], edges: [], skips: [] };
    expect(encodeGraph(two).facts).toHaveLength(2);
    expect(across(two)).toEqual(two);
  });

  it.each([
    ['a source of its own', { ...conv, source: { file: '/other.ts', line: 9, column: 1 } }],
    ['the source of its first place', { ...conv, source: place, places: [0] }],
    ['places and no source', { ...conv, source: undefined, places: [0] }],
    ['no places', { ...conv, source: undefined, places: [] }],
  ])('keeps a node with %s', (_, node) => {
    const { source, ...rest } = node;
    const sent = { ...graph, nodes: [source === undefined ? rest : { ...rest, source }, nested] };
    expect(across(sent)).toEqual(sent);
  });

  it.each(Object.entries(spoiled))('is refused with %s', (_, spoil) => {
    const wire = encodeGraph(graph);
    expect(checkGraph(wire).ok).toBe(true);
    expect(checkGraph(spoil(wire)).ok).toBe(false);
  });
});
