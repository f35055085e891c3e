import { describe, expect, it } from 'vitest';
import type { Style } from '../../../src/model/style';
import { summarize } from '../../../src/model/summary';
import { innerGraph, modelGraph, node, skip } from './graphs';

const tagged: Style = {
  strong: (text) => `<b>${text}</b>`,
  quiet: (text) => text,
  skip: (text) => `<skip>${text}</skip>`,
  error: (text) => `<error>${text}</error>`,
};

const nodes = [
  node({ id: 'in', className: 'InputLayer' }),
  node({
    id: 'dense',
    className: 'Dense',
    config: { units: 8 },
    parameters: { trainable: 1_234_567, nonTrainable: 8 },
    macs: { forward: 1_234_560 },
  }),
  node({ id: 'add', className: 'Add' }),
];

const graph = modelGraph({
  nodes,
  inputs: ['in'],
  outputs: ['add'],
  skips: [skip({ fork: 'in', merge: 'add', branch: ['dense'], length: 1 })],
  parameters: { trainable: 1_234_567, nonTrainable: 8 },
  macs: { forward: 1_234_560 },
});

describe('summarize', () => {
  it('is a table with the totals below', () => {
    expect(summarize(graph)).toBe(
      [
        'net · 3 layers · 8 → 8',
        '',
        'Layer      Output  Parameters    MACs',
        '─────────────────────────────────────',
        '├ Input 8  8',
        '├ Dense 8  8        1,234,575  1.23 M',
        '└ Add      8                           ↷ identity 1',
        '─────────────────────────────────────',
        'Trainable 1,234,567 · non-trainable 8 · total 1,234,575',
        '1.23 MMACs (convolutions and matrix products, one example)',
        'Weights 4.94 MB · activations 96 bytes (one example)',
        '1 skip: 1 identity',
        '',
      ].join('\n'),
    );
  });

  it('names the entry where it is not the name of the model', () => {
    const [title] = summarize({ ...graph, entry: 'net(3)' }).split('\n');
    expect(title).toBe('net · net(3) · 3 layers · 8 → 8');
  });

  it('counts the skips of nested models, by kind', () => {
    const inner = innerGraph({ nodes, skips: [{ ...graph.skips[0]!, kind: 'projection' }] });
    const nested = node({ id: 'm', className: 'Model', inner });
    const text = summarize({ ...graph, nodes: [...nodes, nested] });
    expect(text).toContain('\n2 skips: 1 identity, 1 projection\n');
    expect(text).toContain('net · 6 layers');
    expect(summarize({ ...graph, skips: [] })).toContain('\nNo skips\n');
  });

  it('says what is incomplete and which call failed', () => {
    const failed = nodes.map((each) =>
      each.id === 'add' ? { ...each, failed: true, outputs: [] } : each,
    );
    const text = summarize({ ...graph, nodes: failed, complete: false }, tagged);
    expect(text).toContain('<error>incomplete: ');
    expect(text).toContain('└ <error>✗ Add</error>');
  });

  it('keeps its columns when parts are coloured', () => {
    const bare = summarize(graph, tagged).replaceAll(/<[^>]*>/g, '');
    expect(bare).toBe(summarize(graph));
    expect(summarize(graph, tagged)).toContain('<skip>  ↷ identity 1</skip>');
  });
});
