/** The outline in the side bar. */
import { describe, expect, it, vi } from 'vitest';
import {
  longestList,
  outlineElements,
  type OutlineElement,
} from '../../../../src/editor/beside/outlineElements';
import { outlineItem } from '../../../../src/editor/beside/outlineItems';
import { createLayout } from '../../../../src/layout/layout';
import { modelGraph } from '../../cli/graphs';
import { layer, twoBlocks } from './graphs';

vi.mock('vscode', () => import('./fakeVscode'));

/** Each row with its depth, from top to bottom. */
function rows(elements: readonly OutlineElement[], depth = 0): [number, string, string][] {
  return elements.flatMap((element): [number, string, string][] => {
    const { label, description } = outlineItem(element);
    const children = element.type === 'layer' ? [] : element.children;
    return [
      [depth, typeof label === 'string' ? label : '', String(description ?? '')],
      ...rows(children, depth + 1),
    ];
  });
}

describe('the outline', () => {
  it('has the groups and layers of the graph, with shapes, counts and skips', () => {
    expect(rows(outlineElements(twoBlocks()).roots)).toEqual([
      [0, 'Input 56×56×64', ''],
      [0, 'net', '320 · ↷ 2 identity · 14 MACs · 6 layers'],
      [1, 'block 1', '110 · ↷ identity · 7 MACs · 3 layers'],
      [2, 'Conv2D', '56×56×64 · 100'],
      [2, 'BatchNormalization', '56×56×64 · 10'],
      [2, 'Add', '56×56×64 · ↷ identity'],
      [1, 'block 2', '210 · ↷ identity · 7 MACs · 3 layers'],
      [2, 'Conv2D', '28×28×128 · 200'],
      [2, 'BatchNormalization', '28×28×128 · 10'],
      [2, 'Add', '28×28×128 · ↷ identity'],
    ]);
  });

  it('has the ids of the picture’s boxes, so that either can select the other’s', async () => {
    const graph = twoBlocks();
    const elk = { layout: () => Promise.reject(new Error('not needed')) };
    const { boxes } = await createLayout(elk).layout(graph, {});
    expect([...outlineElements(graph).byId.keys()].sort()).toEqual(
      boxes.map(({ id }) => id).sort(),
    );
  });

  it('says every row in words', () => {
    const { byId } = outlineElements(twoBlocks());
    const said = (id: string): string | undefined => {
      const element = byId.get(id);
      return element && outlineItem(element).accessibilityInformation?.label;
    };
    expect(said('net#1/block#2/Add.1')).toBe(
      'Add, output 28 by 28 by 128, end of identity skip around 2 weight layers',
    );
    expect(said('net#1/block#2')).toBe('block 2, 3 layers, 210 parameters, 1 skip');
  });

  it('cuts long lists into ranges that know what holds them', () => {
    const dense = layer({ id: 'a', className: 'Dense', at: [1, 1], shape: [3] });
    const nodes = Array.from({ length: 2 * longestList + 1 }, (_, i) => ({
      ...dense,
      id: `a${i}`,
    }));
    const { roots, byId } = outlineElements(modelGraph({ nodes }));
    expect(roots.map((root) => outlineItem(root).label)).toEqual([
      '1 to 250',
      '251 to 500',
      '501 to 501',
    ]);
    expect(byId.get('a250')?.parent).toBe(roots[1]);
  });

  it('marks the call that failed, and what holds it', () => {
    const graph = twoBlocks();
    const nodes = graph.nodes.map((node) =>
      node.id === 'net#1/block#2/Add.1' ? { ...node, failed: true, outputs: [] } : node,
    );
    const { byId } = outlineElements({ ...graph, nodes });
    const group = byId.get('net#1/block#2');
    expect(group && outlineItem(group).iconPath).toMatchObject({ id: 'error' });
  });
});
