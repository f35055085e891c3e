import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLines, layersCsv } from '../../../../src/model/exports/csv';
import { innerGraph, modelGraph, node, scope, skip } from '../../cli/graphs';
import { names } from './names';

/** A reader of RFC 4180, as strict as that. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (match === null) throw new Error(`No cell at ${at}.`);
    const [, quoted, bare = '', end] = match;
    row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** What was written, without the apostrophe that keeps a spreadsheet from running it. */
function unguarded(cell: string): string {
  return cell.startsWith("'") ? cell.slice(1) : cell;
}

describe('csvLines', () => {
  it('is read back as it was written, whatever the names', () => {
    const rows = fc.array(fc.array(names, { minLength: 1, maxLength: 5 }), { maxLength: 5 });
    fc.assert(
      fc.property(rows, (table) => {
        const read = readCsv(csvLines(table));
        expect(read.map((row) => row.map(unguarded))).toEqual(table);
      }),
    );
  });

  it('gives a spreadsheet nothing to run', () => {
    fc.assert(
      fc.property(names, (name) => {
        const [[cell = ''] = []] = readCsv(csvLines([[name]]));
        expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });
});

describe('layersCsv', () => {
  const inner = innerGraph({ nodes: [node({ id: 'm/dense', className: 'Dense' })] });
  const graph = modelGraph({
    scopes: [scope('net#1'), scope('net#1/block#2', { siblings: 2 })],
    nodes: [
      node({ id: 'in', className: 'InputLayer', scope: 'net#1' }),
      node({
        id: 'conv',
        className: 'Conv2D',
        name: 'a,"b"',
        scope: 'net#1/block#2',
        inputs: [{ shape: [null, 8, 8, 3], dtype: 'float32' }],
        outputs: [{ shape: [null, 4, 4, 16], dtype: 'float32' }],
        parameters: { trainable: 448, nonTrainable: 32 },
        macs: { forward: 6912, backward: 13_824 },
        source: { file: '/net.ts', line: 7, column: 3 },
      }),
      node({ id: 'm', className: 'Sequential', inner }),
      node({ id: 'add', className: 'Add' }),
    ],
    skips: [skip({ fork: 'in', merge: 'add', branch: ['conv'], length: 1 })],
  });
  const [heading = [], ...lines] = readCsv(layersCsv(graph));
  const value = (line: number, column: string): string | undefined =>
    lines[line]?.[heading.indexOf(column)];

  it('has a line for each layer, those of nested models after their own', () => {
    expect(lines.map(([id]) => id)).toEqual(['in', 'conv', 'm', 'm/dense', 'add']);
    expect(lines.every((line) => line.length === heading.length)).toBe(true);
  });

  it('has every fact of a layer in its column', () => {
    const facts = Object.fromEntries(heading.map((name) => [name, value(1, name)]));
    expect(facts).toEqual({
      id: 'conv',
      name: 'a,"b"',
      class: 'Conv2D',
      scope: 'net / block 2',
      input_shapes: '8x8x3',
      output_shape: '4x4x16',
      trainable: '448',
      non_trainable: '32',
      macs: '6912',
      macs_backward: '13824',
      flops: '',
      weight_bytes: '1920',
      activation_bytes: '1024',
      skips_merged: '',
      file: '/net.ts',
      line: '7',
    });
  });

  it('marks the layer in which a skip merges', () => {
    expect(lines.map((_, line) => value(line, 'skips_merged'))).toEqual([
      '',
      '',
      '',
      '',
      'identity 1',
    ]);
  });
});
