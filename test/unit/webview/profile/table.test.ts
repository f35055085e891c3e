import { describe, expect, it } from 'vitest';
import { profiledGraph, type PageProfile } from '../../../../webview/profile/state';
import { copiedColumns, profileColumns } from '../../../../webview/profile/tableColumns';
import {
  flatRows,
  openTree,
  partRows,
  profileTree,
  sortedTree,
  stepRow,
  type ProfileRow,
} from '../../../../webview/profile/tableRows';
import { filledColumns, sorted, toCsv } from '../../../../webview/state/table/columns';
import { node, phase, smallModel, smallProfile } from './support';

const small = smallModel();
const page: PageProfile = { profile: smallProfile(), compared: undefined };

function treeOf(filter = '', shown = page): readonly ProfileRow[] {
  return profileTree(profiledGraph(shown, small.index), small.index, filter);
}

function cells(row: ProfileRow, shown = page): Record<string, string> {
  return Object.fromEntries(profileColumns(shown).map((column) => [column.id, column.text(row)]));
}

describe('the rows of the table', () => {
  it('are the groups, the layers in them, and the operations in those', () => {
    const lines = openTree(treeOf(), () => true);
    expect(lines.map(({ row, depth }) => [row.name, depth])).toEqual([
      ['block 1', 0],
      [small.custom, 1],
      ['matmul', 2],
      [small.dense, 1],
    ]);
  });

  it('hide what is inside of a closed one', () => {
    const lines = openTree(treeOf(), ({ id }) => id === small.block);
    expect(lines.map(({ row }) => row.id)).toEqual([small.block, small.custom, small.dense]);
  });

  it('are layers alone without the groups', () => {
    const flat = flatRows(treeOf(), small.index);
    expect(flat.map(({ id }) => id)).toEqual([small.custom, small.dense]);
    expect(flat.every(({ children }) => children === undefined)).toBe(true);
  });

  it('lead an operation to the box of its layer', () => {
    const inner = openTree(treeOf(), () => true).find(({ row }) => row.id === 'matmul');
    expect(inner?.row.boxId).toBe(small.custom);
  });

  it('have groups with the sum of what the filter lets through', () => {
    const [group] = treeOf('dense');
    expect(group).toMatchObject({ id: small.block, whole: { ms: 6.5 } });
    expect(treeOf('nothing of the kind')).toEqual([]);
  });

  it('hold nodes that the graph no longer has', () => {
    const nodes = [node('gone', { phases: { forward: phase(1) } })];
    const rows = treeOf('', { ...page, profile: smallProfile({ nodes }) });
    expect(rows.find(({ id }) => id === 'gone')).toMatchObject({
      boxId: undefined,
      whole: { ms: 1 },
    });
  });

  it('are ordered within their groups by a column', () => {
    const columns = profileColumns(page);
    const sort = { column: 'backward', descending: true };
    const lines = openTree(sortedTree(treeOf(), columns, sort), ({ id }) => id === small.block);
    expect(lines.map(({ row }) => row.id).slice(1, 3)).toEqual([small.custom, small.dense]);
    const flat = sorted(flatRows(treeOf(), small.index), columns, { ...sort, descending: false });
    expect(flat.map(({ id }) => id)).toEqual([small.dense, small.custom]);
  });
});

describe('the columns of the table', () => {
  const [custom, dense] = flatRows(treeOf(), small.index) as [ProfileRow, ProfileRow];
  const graph = profiledGraph(page, small.index);
  const [loss] = partRows(graph) as [ProfileRow];

  it('have the whole step, with what its layers did', () => {
    expect(cells(stepRow(graph))).toMatchObject({
      forward: '10.0 ms',
      backward: '5.00 ms',
      total: '20.0 ms 100.0 %',
    });
  });

  it('have each phase, and the share of the step', () => {
    expect(cells(dense)).toMatchObject({
      forward: '5.00 ms',
      backward: '1.00 ms',
      update: '0.50 ms',
      total: '6.50 ms 32.5 %',
      kernels: '3',
    });
    expect(cells(custom)).toMatchObject({ forward: '5.00 ms', update: '' });
    expect(cells(loss)).toMatchObject({ forward: '', total: '1.00 ms 5.0 %', bound: '' });
  });

  it('name the bound and say why', () => {
    const bound = profileColumns(page).find(({ id }) => id === 'bound');
    expect(bound?.text(dense)).toBe('launches');
    expect(bound?.exact?.(dense)).toMatch(/launches/);
  });

  it('have no differences without a second profile', () => {
    expect(cells(dense)).not.toHaveProperty('difference');
  });

  it('have differences where there is a second profile', () => {
    const compared = smallProfile({
      nodes: [node(small.dense, { phases: { forward: phase(10) } })],
    });
    const both = { ...page, compared };
    const rows = flatRows(treeOf('', both), small.index);
    const row = rows.find(({ id }) => id === small.dense);
    expect(row && cells(row, both)).toMatchObject({ before: '10.0 ms', difference: '−3.50 ms' });
  });

  it('are left out where nothing is known', () => {
    const rows = flatRows(treeOf(), small.index);
    const ids = filledColumns(profileColumns(page), rows).map(({ id }) => id);
    expect(ids).not.toContain('macs');
    expect(ids).toContain('backward');
  });

  it('are copied with units and exact numbers', () => {
    const columns = copiedColumns(profileColumns(page));
    const [head, , line] = toCsv(columns, [custom, dense]).split('\r\n');
    expect(head).toMatch(/^Group,Name,Step \(ms\),Forward \(ms\),/);
    expect(line).toMatch(/^block 1,dense_2,6\.5,5,1,0\.5,Dense,/);
  });
});
