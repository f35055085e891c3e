import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelText } from '../../../../src/model/exports/label';
import { escapeMarkdown, markdownTable } from '../../../../src/model/exports/markdown';
import { modelGraph, node, scope, skip } from '../../cli/graphs';
import { names } from './names';

/** What Markdown shows of a text without any syntax: bare syntax is a fault. */
function readMarkdown(text: string): string {
  const token = /\\([!-/:-@[-`{-~])|&#124;|([^\\`*_{}[\]()#+\-.!<>~$:@&"'|\n])/suy;
  let read = '';
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (match === null) throw new Error(`Bare syntax at ${at} of ${text}`);
    read += match[1] ?? match[2] ?? '|';
  }
  return read;
}

describe('escapeMarkdown', () => {
  it('shows every name letter by letter', () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(readMarkdown(escapeMarkdown(name))).toBe(labelText(name));
      }),
    );
  });
});

describe('markdownTable', () => {
  it('is one table: groups bold, what is in them moved in, the totals last', () => {
    const conv = (id: string, filters: number) =>
      node({
        id,
        className: 'Conv2D',
        config: { filters, kernelSize: [3, 3] },
        scope: 'block#1',
        parameters: { trainable: 1234, nonTrainable: 0 },
      });
    const graph = modelGraph({
      scopes: [scope('block#1')],
      nodes: [
        node({ id: 'in', className: 'InputLayer' }),
        conv('a', 1),
        conv('b', 1),
        conv('c', 2),
        node({ id: 'add', className: 'Add', scope: 'block#1', failed: true, outputs: [] }),
      ],
      skips: [skip({ fork: 'in', merge: 'add', branch: ['a'], length: 3 })],
      parameters: { trainable: 3702, nonTrainable: 0 },
      complete: false,
    });
    expect(markdownTable(graph)).toBe(
      [
        '**net** (the part that was built before the error)',
        '',
        '| Layer | Output | Parameters | MACs | Skip |',
        '| :-- | :-- | --: | --: | :-- |',
        '| Input 8 | 8 |  |  |  |',
        '| **block** |  | 3,702 |  | identity 3 |',
        '| &emsp;Conv2D 3×3, 1 \\(×2\\) | 8 | 2 × 1,234 |  |  |',
        '| &emsp;Conv2D 3×3, 2 | 8 | 1,234 |  |  |',
        '| &emsp;✗ Add |  |  |  |  |',
        '| **Total** |  | **3,702** | **0** | 1 skip |',
        '',
      ].join('\n'),
    );
  });

  it('has five cells in every row, whatever the names', () => {
    fc.assert(
      fc.property(names, names, (name, className) => {
        const table = markdownTable(
          modelGraph({ name, nodes: [node({ id: 'a', className, name })] }),
        );
        const rows = table.trimEnd().split('\n').slice(2);
        expect(rows).toHaveLength(4);
        for (const row of rows) expect(row.split('|')).toHaveLength(7);
      }),
    );
  });
});
