/** The texts beside the code. */
import { describe, expect, it, vi } from 'vitest';
import { escaped, lineTable } from '../../../../src/editor/beside/layerMarkdown';
import { lineWords, shortName, totalsWords } from '../../../../src/editor/beside/words';
import type { GraphNode } from '../../../../src/model/graph';
import { layersByFile, type LineLayers } from '../../../../src/model/lineLayers';
import { innerGraph, modelGraph, skip } from '../../cli/graphs';
import { file, layer, twoBlocks } from './graphs';

vi.mock('vscode', () => import('./fakeVscode'));

/** The only line of a model of these layers. */
function lineOf(...nodes: GraphNode[]): LineLayers {
  const [line] = layersByFile(modelGraph({ nodes })).get(file) ?? [];
  if (line === undefined) throw new Error('no line');
  return line;
}

/** The cells of a table, without the room between them. */
function rowsOf(line: LineLayers): string[][] {
  const rows = lineTable(line).replaceAll('&nbsp;', '').split('\n');
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const conv = layer({
  id: 'a',
  name: 'conv2d_1',
  className: 'Conv2D',
  at: [5, 1],
  shape: [56, 56, 64],
  trainable: 36_864,
  config: { kernelSize: [3, 3], filters: 64 },
  macs: { forward: 115_605_504 },
});

describe('the lens', () => {
  it('tells a model in three numbers', () => {
    const graph = modelGraph({
      parameters: { trainable: 25_557_032, nonTrainable: 53_120 },
      macs: { forward: 4_089_184_256 },
      skips: [skip({ fork: 'a', merge: 'b', branch: [] })],
    });
    expect(totalsWords(graph)).toBe('25.6 M parameters · 4.09 GMACs · 1 skip');
  });

  it('counts the skips inside layers too', () => {
    const inner = innerGraph({ skips: [skip({ fork: 'a', merge: 'b', branch: [] })] });
    expect(
      totalsWords(
        modelGraph({
          nodes: [
            { ...conv, inner },
            { ...conv, inner },
          ],
        }),
      ),
    ).toBe('0 parameters · 0 MACs · 2 skips');
  });
});

describe('the hint of a line', () => {
  it('is the shape and the parameters of its one layer', () => {
    expect(lineWords(lineOf(conv))).toBe('56×56×64 · 36.9 k');
  });

  it('is the range of shapes of a line that runs many times, and all its parameters', () => {
    const [, line] = layersByFile(twoBlocks()).get(file) ?? [];
    expect(line && lineWords(line)).toBe('56×56×64 … 28×28×128 ×2 · 320');
  });

  it('names one shape where all are the same', () => {
    expect(lineWords(lineOf(conv, { ...conv, id: 'b' }))).toBe('56×56×64 ×2 · 73.7 k');
  });

  it('says what a call failed on', () => {
    const inputs = [
      { shape: [null, 28, 28, 128], dtype: 'float32' },
      { shape: [null, 56, 56, 64], dtype: 'float32' },
    ];
    const failed = { ...conv, inputs, outputs: [], failed: true };
    expect(lineWords(lineOf(failed))).toBe('✗ failed on 28×28×128, 56×56×64');
  });
});

describe('the table of a line', () => {
  it('gives every digit of one layer', () => {
    const table = lineTable(lineOf(conv));
    expect(table).toContain('**Conv2D 3×3, 64** · conv2d\\_1');
    expect(table).toContain('| Output | 56×56×64 |');
    expect(table).toContain('| Parameters | 36,864 |');
    expect(table).toContain('| MACs | 115,605,504 |');
    expect(table).not.toContain('Skip');
  });

  it('names the class where the title does not', () => {
    const relu = layer({
      id: 'a',
      className: 'Activation',
      at: [5, 1],
      shape: [3],
      config: { activation: 'relu' },
    });
    expect(lineTable(lineOf(relu))).toContain('**ReLU** · Activation · a');
  });

  it('has a row for each of several layers, with the kinds of the skips that meet, and the sums', () => {
    const line = layersByFile(twoBlocks()).get(file)?.[2];
    expect(line && rowsOf(line)).toEqual([
      ['Layer', 'In', 'Output', 'Skip'],
      [':--', ':--', '--:', ':--'],
      ['Add', 'net › block 1', '56×56×64', 'identity'],
      ['Add', 'net › block 2', '28×28×128', 'identity'],
      ['**2 layers**', '', '', '**2**'],
    ]);
  });

  it('has one row for layers that are alike and follow each other, with their sum', () => {
    const [, line] = layersByFile(twoBlocks()).get(file) ?? [];
    const first = line?.layers[0];
    if (line === undefined || first === undefined) throw new Error('no line');
    const layers = [first, first, first, ...line.layers.slice(1)];
    expect(rowsOf({ ...line, layers })[2]).toEqual([
      'Conv2D ×3',
      'net › block 1',
      '56×56×64',
      '300',
      '21',
    ]);
  });

  it('names the first and the last place of layers that are alike', () => {
    const graph = twoBlocks();
    const sums = layersByFile(graph).get(file)?.[2];
    const shape = { outputs: [{ shape: [null, 8], dtype: 'float32' }] };
    const layers = sums?.layers.map((at) => ({ ...at, node: { ...at.node, ...shape } })) ?? [];
    expect(sums && rowsOf({ ...sums, layers })[2]?.slice(0, 2)).toEqual([
      'Add ×2',
      'net › block 1 … block 2',
    ]);
  });

  it('counts the rows that are left out', () => {
    const many = Array.from({ length: 53 }, (_, i) => ({
      ...conv,
      id: `a${i}`,
      outputs: [{ shape: [null, i, i, 64], dtype: 'float32' }],
    }));
    const rows = rowsOf(lineOf(...many));
    expect(rows).toHaveLength(2 + 5 + 2);
    expect(rows.at(-2)?.[0]).toBe('… 48 more');
    expect(rows.at(-1)).toContain('**1,953,792**');
  });

  it('shows names that would be Markdown, letter by letter and not too long', () => {
    const name = '](command:evil) | <img src=x> **b**\n# h';
    const text = lineTable(lineOf({ ...conv, name }));
    expect(text).toContain('\\]\\(command\\:evil\\) \\| \\<img src=x\\> \\*\\*b\\*\\* \\# h');
    expect(escaped('a`b')).toBe('a\\`b');
    expect(shortName('x'.repeat(10_000))).toHaveLength(61);
    expect(shortName(`${'x'.repeat(59)}😀y`)).toBe(`${'x'.repeat(59)}…`);
  });
});
