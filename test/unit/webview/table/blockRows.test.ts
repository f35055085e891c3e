import { describe, expect, it } from 'vitest';
import { GraphIndex } from '../../../../webview/state/graphIndex';
import { blockColumns } from '../../../../webview/state/table/blockColumns';
import { blockRows, sumsByKind } from '../../../../webview/state/table/blockRows';
import { sorted } from '../../../../webview/state/table/columns';
import { ModelBuilder, resNet } from '../../layout/models';

const graph = resNet();
const rows = blockRows(new GraphIndex(graph));

/** Two dense skips over the same convolution. */
function overlapping(): GraphIndex {
  const model = new ModelBuilder();
  const input = model.add('InputLayer', []);
  const layer = model.add('Conv2D', [input], { parameters: 5, macs: 7 });
  const first = model.add('Concatenate', [input, layer]);
  const last = model.add('Concatenate', [input, first]);
  model.skip({ kind: 'dense', fork: input, merge: first, branch: [layer], survival: 0.8 });
  model.skip({
    kind: 'dense',
    fork: input,
    merge: last,
    branch: [layer, first],
    stochasticDepth: true,
    survival: 0.8,
    activation: 'pre',
  });
  return new GraphIndex(model.build());
}

describe('the table of blocks', () => {
  it('has a row for each skip, with the cost of what lies between its ends', () => {
    expect(rows).toHaveLength(16);
    const [row] = rows;
    const { branch = [], shortcut = [] } = row?.skip ?? {};
    const nodes = graph.nodes.filter(({ id }) => [...branch, ...shortcut].includes(id));
    expect(row?.parameters).toBe(nodes.reduce((sum, node) => sum + node.parameters.trainable, 0));
    expect(row?.macs).toBe(nodes.reduce((sum, node) => sum + node.macs.forward, 0));
    expect(row?.parameterShare).toBeCloseTo((row?.parameters ?? 0) / graph.parameters.trainable);
    expect(row?.where).toBe('stage 1 › bottleneck 1');
  });

  it('adds up by kind, and counts a layer once that lies in several blocks', () => {
    const sums = sumsByKind(new GraphIndex(graph));
    expect(sums.map(({ kind, count }) => [kind, count])).toEqual([
      ['identity', 12],
      ['projection', 4],
    ]);
    expect(sums.reduce((sum, { macs }) => sum + macs, 0)).toBe(
      rows.reduce((sum, { macs }) => sum + macs, 0),
    );
    expect(sumsByKind(overlapping())).toEqual([
      { kind: 'dense', count: 2, parameters: 5, macs: 7 },
    ]);
  });

  it('tells of the order in a block and of stochastic depth only where there is any', () => {
    const [without, having] = blockRows(overlapping());
    if (without === undefined || having === undefined) throw new Error('There are no skips.');
    const text = (id: string, row: typeof having): string =>
      blockColumns.find((column) => column.id === id)?.text(row) ?? 'no such column';
    expect([text('depth', without), text('activation', without)]).toEqual(['', '']);
    expect([text('depth', having), text('activation', having)]).toEqual([
      'keeps 80 %',
      'pre-activation',
    ]);
  });

  it('is sorted by cost', () => {
    const macs = sorted(rows, blockColumns, { column: 'macs', descending: true }).map(
      (row) => row.macs,
    );
    expect(macs).toEqual([...macs].sort((a, b) => b - a));
  });
});
