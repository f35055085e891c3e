/** The block around a layer, as a graph of its own. */
import { describe, expect, it } from 'vitest';
import { createLayout } from '../../../src/layout/layout';
import { blockAround } from '../../../src/model/blockGraph';
import type { ModelGraph } from '../../../src/model/graph';
import { allLayers } from '../../../src/model/lineLayers';
import { file, layer, twoBlocks } from '../editor/beside/graphs';
import { modelGraph, scope } from '../cli/graphs';

function blockOf(graph: ModelGraph, id: string): ModelGraph | undefined {
  const found = allLayers(graph).find(({ node }) => node.id === id);
  if (found === undefined) throw new Error(`no layer ${id}`);
  return blockAround(found);
}

describe('the block around a layer', () => {
  it('is what the innermost function with three layers made, with what it reads', () => {
    const block = blockOf(twoBlocks(), 'net#1/block#2/Conv2D.1');
    expect(block?.name).toBe('block');
    expect(block?.nodes.map(({ id, className }) => [id, className])).toEqual([
      ['net#1/block#1/Add.1', 'InputLayer'],
      ['net#1/block#2/Conv2D.1', 'Conv2D'],
      ['net#1/block#2/Norm.1', 'BatchNormalization'],
      ['net#1/block#2/Add.1', 'Add'],
    ]);
    expect(block?.skips.map(({ merge }) => merge)).toEqual(['net#1/block#2/Add.1']);
  });

  it('is not what a helper of two layers made', () => {
    const graph = twoBlocks();
    const helper = 'net#1/block#1/convNorm#1';
    const nodes = graph.nodes.map((node) =>
      /block#1\/(Conv2D|Norm)/.test(node.id) ? { ...node, scope: helper } : node,
    );
    const scopes = [...graph.scopes, scope(helper)];
    const block = blockOf({ ...graph, nodes, scopes }, 'net#1/block#1/Conv2D.1');
    expect(block?.name).toBe('block');
    expect(block?.nodes).toHaveLength(4);
  });

  it('is what a skip goes around where no function made it', () => {
    const graph = twoBlocks();
    const flat = {
      ...graph,
      nodes: graph.nodes.map((node) => ({ ...node, scope: null })),
      scopes: [],
    };
    const block = blockOf(flat, 'net#1/block#1/Norm.1');
    expect(block?.nodes.map(({ id }) => id)).toEqual([
      'input',
      'net#1/block#1/Conv2D.1',
      'net#1/block#1/Norm.1',
      'net#1/block#1/Add.1',
    ]);
  });

  it('is none where there is neither, or too much', () => {
    const alone = layer({ id: 'a', className: 'Dense', at: [1, 1], shape: [3] });
    expect(blockOf(modelGraph({ nodes: [alone] }), 'a')).toBeUndefined();
    const many = Array.from({ length: 100 }, (_, i) => ({ ...alone, id: `a${i}`, scope: 's#1' }));
    const scopes = [{ id: 's#1', name: 's', ordinal: 1, siblings: 1, parent: null }];
    expect(blockOf(modelGraph({ nodes: many, scopes }), 'a50')).toBeUndefined();
  });

  it('can be drawn: its skip is there', async () => {
    const block = blockOf(twoBlocks(), 'net#1/block#1/Add.1');
    if (block === undefined) throw new Error(`no block in ${file}`);
    const elk = { layout: () => Promise.reject(new Error('not needed')) };
    const picture = await createLayout(elk).layout(block, {});
    expect(picture.skips).toHaveLength(1);
    expect(picture.boxes).toHaveLength(4);
  });
});
