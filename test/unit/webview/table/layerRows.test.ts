import { describe, expect, it } from 'vitest';
import { GraphIndex } from '../../../../webview/state/graphIndex';
import { hierarchyOf } from '../../../../webview/state/hierarchy';
import { toCsv } from '../../../../webview/state/table/columns';
import { copiedColumns, layerColumns } from '../../../../webview/state/table/layerColumns';
import type { LayerRow } from '../../../../webview/state/table/layerRow';
import {
  layersIn,
  layerTree,
  openRows,
  orderedRows,
} from '../../../../webview/state/table/layerRows';
import { resNet } from '../../layout/models';

const graph = resNet();
const hierarchy = hierarchyOf(new GraphIndex(graph));

function sum(rows: readonly LayerRow[], of: (row: LayerRow) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

function groups(rows: readonly LayerRow[]): LayerRow[] {
  return rows.flatMap((row) => (row.children === undefined ? [] : [row, ...groups(row.children)]));
}

const tree = layerTree(hierarchy, '');

describe('the rows of the layer table', () => {
  it('are all layers, each once, in the groups of the graph', () => {
    expect(layersIn(tree).map(({ id }) => id)).toEqual(graph.nodes.map(({ id }) => id));
    const titles = tree.flatMap(({ name, children }) => (children === undefined ? [] : [name]));
    expect(titles).toEqual(['stage 1', 'stage 2', 'stage 3', 'stage 4']);
  });

  it('add up in each group, and to the model', () => {
    for (const { sums, children = [] } of groups(tree)) {
      expect(sums.macs).toBe(sum(children, (child) => child.sums.macs));
      expect(sums.layers).toBe(layersIn(children).length);
    }
    expect(sum(tree, (row) => row.sums.macs)).toBe(graph.macs.forward);
    expect(sum(tree, (row) => row.sums.trainable)).toBe(graph.parameters.trainable);
  });

  it('sorted in their groups stay in them, groups by their sums', () => {
    const sort = { column: 'macs', descending: true };
    const ordered = orderedRows(tree, { sort, grouped: true });
    expect(
      groups(ordered)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(
      groups(tree)
        .map(({ id }) => id)
        .sort(),
    );
    for (const { children = [] } of groups(ordered)) {
      const macs = children.map((child) => child.sums.macs);
      expect(macs).toEqual([...macs].sort((a, b) => b - a));
    }
  });

  it('sorted without groups are one list', () => {
    const sort = { column: 'trainable', descending: true };
    const rows = orderedRows(tree, { sort, grouped: false });
    expect(rows.every(({ children }) => children === undefined)).toBe(true);
    const counts = rows.map((row) => row.sums.trainable);
    expect(counts).toHaveLength(graph.nodes.length);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
  });

  it('of a closed group are hidden, and the group stays', () => {
    const all = openRows(tree, new Set());
    const [stage] = groups(tree);
    const rows = openRows(tree, new Set([stage?.id ?? '']));
    const inside = all.length - rows.length;
    expect(inside).toBe(
      groups(stage?.children ?? []).length + layersIn(stage?.children ?? []).length,
    );
    expect(rows.find(({ row }) => row.id === stage?.id)?.open).toBe(false);
    expect(Math.max(...all.map(({ depth }) => depth))).toBeGreaterThan(1);
  });
});

describe('the filter', () => {
  const filtered = (text: string): LayerRow[] => layersIn(layerTree(hierarchy, text));

  it('finds by class, by name and by shape', () => {
    const convolutions = graph.nodes.filter(({ className }) => className === 'Conv2D');
    expect(filtered('conv2d')).toHaveLength(convolutions.length);
    expect(filtered('7x7x2048').length).toBeGreaterThan(0);
    expect(filtered('7×7×2048')).toEqual(filtered('7x7x2048'));
    const [first] = convolutions;
    expect(filtered(`"${first?.name ?? ''}"`).map(({ id }) => id)).toContain(first?.id);
  });

  it('keeps all of a group that it names', () => {
    const ids = filtered('"stage 2"').map(({ id }) => id);
    const inStage = graph.nodes.filter(({ scope }) => scope?.includes('stage#2') === true);
    expect(ids).toEqual(inStage.map(({ id }) => id));
  });

  it('with words of a group and of a layer finds the layers in that group', () => {
    const rows = filtered('stage 2 conv2d');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThan(filtered('conv2d').length);
    expect(rows.every(({ path }) => path.includes('stage 2'))).toBe(true);
  });

  it('leaves no empty groups, and sums of what it let through', () => {
    const rows = layerTree(hierarchy, 'dense');
    expect(groups(rows)).toEqual([]);
    const only = layerTree(hierarchy, 'batchnormalization');
    for (const group of groups(only))
      expect(group.sums.trainable).toBe(
        sum(layersIn(group.children ?? []), (row) => row.sums.trainable),
      );
    expect(layerTree(hierarchy, 'nothing of the kind')).toEqual([]);
  });
});

describe('the columns', () => {
  it('give exact values to copy, with the groups of each layer and no sums', () => {
    const lines = toCsv(copiedColumns, layersIn(tree)).trimEnd().split('\r\n');
    expect(lines).toHaveLength(graph.nodes.length + 1);
    const last = graph.nodes.filter(({ className }) => className === 'Conv2D').at(-1);
    const line = lines.find((text) => text.includes(`,${last?.name ?? ''},`)) ?? '';
    expect(line.split(',')).toContain(String(last?.macs.forward));
    expect(line).toMatch(/^stage 4 › bottleneck 3,/);
  });

  it('leave out zeros, and write the rest short', () => {
    const column = (id: string) => layerColumns.find((candidate) => candidate.id === id);
    const [input] = layersIn(tree);
    const convolution = layersIn(tree).find(({ className }) => className === 'Conv2D');
    if (input === undefined || convolution === undefined) throw new Error('There are no layers.');
    expect(column('trainable')?.text(input)).toBe('');
    expect(column('trainable')?.text(convolution)).toBe('9.41 k');
    expect(column('trainable')?.exact?.(convolution)).toBe('9,408');
  });
});
