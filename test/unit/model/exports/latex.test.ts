import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelText } from '../../../../src/model/exports/label';
import { escapeLatex, latexTable } from '../../../../src/model/exports/latex';
import { modelGraph, node, scope, skip } from '../../cli/graphs';
import { names } from './names';

const commands: Readonly<Record<string, string>> = {
  textbackslash: '\\',
  textasciitilde: '~',
  textasciicircum: '^',
  textless: '<',
  textgreater: '>',
  textbar: '|',
  textquotedbl: '"',
  textasciigrave: '`',
  textquotesingle: "'",
  dots: '…',
};
const maths: Readonly<Record<string, string>> = { times: '×', cdot: '·', rangle: '›' };

const token =
  /\\([a-z]+)\{\}|\\([{}$&#_%])|\{([-,*[\]])\}|\$\\([a-z]+)\$|(--)|([^\\{}$&#_%~^<>|"`'[\]*,-])/suy;

/** What LaTeX sets, by a reader that knows no more than the escapes; bare syntax is a fault. */
function readLatex(text: string): string {
  let read = '';
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (match === null) throw new Error(`Bare syntax at ${at} of ${text}`);
    const [, command, character, braced, math, dash, plain] = match;
    const named = command === undefined ? undefined : (commands[command] ?? '?');
    const inMath = math === undefined ? undefined : (maths[math] ?? '?');
    read += named ?? character ?? braced ?? inMath ?? (dash === undefined ? plain : '–') ?? '';
  }
  return read;
}

describe('escapeLatex', () => {
  it('sets every name letter by letter', () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(readLatex(escapeLatex(name))).toBe(labelText(name));
      }),
    );
  });
});

const graph = (name: string, count = 1) =>
  modelGraph({
    name,
    scopes: [scope('net#1'), scope('net#1/block#1')],
    nodes: [
      node({ id: 'in', className: 'InputLayer', scope: 'net#1' }),
      ...Array.from({ length: count }, (_, i) =>
        node({
          id: `conv${i}`,
          className: 'Conv2D',
          config: { filters: i + 1, kernelSize: [3, 3] },
          scope: 'net#1/block#1',
          outputs: [{ shape: [null, 8, 8, i + 1], dtype: 'float32' }],
          parameters: { trainable: 1234, nonTrainable: 0 },
          macs: { forward: 56_789 },
        }),
      ),
      node({ id: 'bn', className: 'BatchNormalization', scope: 'net#1/block#1' }),
      node({ id: 'relu', className: 'ReLU', scope: 'net#1/block#1' }),
      node({ id: 'add', className: 'Add', scope: 'net#1/block#1' }),
    ],
    skips: [skip({ fork: 'in', merge: 'add', branch: ['conv0'], length: count })],
    parameters: { trainable: 1234, nonTrainable: 6 },
    macs: { forward: 56_789 },
  });

describe('latexTable', () => {
  it('is a tabular of booktabs with the totals as its last row', () => {
    expect(latexTable(graph('net'))).toBe(
      [
        '% net',
        '% \\usepackage[T1]{fontenc}\\usepackage{booktabs}',
        '\\begin{tabular}{llrrl}',
        '\\toprule',
        'Layer & Output & Parameters & MACs & Skip \\\\',
        '\\midrule',
        'Input 8 & 8 &  &  &  \\\\',
        '\\textbf{block} & 8 & 1,234 & 56,789 & identity 1 \\\\',
        '\\hspace{1em}Conv2D 3$\\times$3{,} 1 & 8$\\times$8$\\times$1 & 1,234 & 56,789 &  \\\\',
        '\\hspace{1em}BatchNormalization & 8 &  &  &  \\\\',
        '\\hspace{1em}ReLU & 8 &  &  &  \\\\',
        '\\hspace{1em}Add & 8 &  &  &  \\\\',
        '\\midrule',
        'Total &  & 1,240 & 56,789 & 1 skip \\\\',
        '\\bottomrule',
        '\\end{tabular}',
        '',
      ].join('\n'),
    );
  });

  it('is a longtable where a page would not hold it', () => {
    const table = latexTable(graph('net', 60));
    expect(table).toContain('\\usepackage{booktabs,longtable}');
    expect(table).toContain('\\endhead');
    expect(table).toContain('\\end{longtable}');
  });

  it('has five cells in every row, whatever the names', () => {
    fc.assert(
      fc.property(names, names, (name, className) => {
        const nodes = [node({ id: 'a', className, name })];
        const table = latexTable(modelGraph({ name, nodes }));
        const lines = table.split('\n');
        const comments = lines.filter((line) => line.startsWith('% '));
        expect(lines.slice(0, comments.length)).toEqual(comments);
        for (const line of lines.filter((each) => each.endsWith(' \\\\')))
          expect(line.replaceAll('\\&', '').split('&')).toHaveLength(5);
      }),
    );
  });
});
