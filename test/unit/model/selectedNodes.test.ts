/** What a selection in the designer stands for. */
import { describe, expect, it } from 'vitest';
import { selectedNodes, selectedPlace } from '../../../src/model/selectedNodes';
import { innerGraph, modelGraph } from '../cli/graphs';
import { layer, twoBlocks } from '../editor/beside/graphs';
import { flatChain } from '../layout/models';

const ids = (nodes: readonly { readonly id: string }[]): string[] => nodes.map(({ id }) => id);

describe('what is selected', () => {
  const graph = twoBlocks();

  it('is a layer, at its call', () => {
    const selection = { type: 'box', id: 'net#1/block#2/Add.1' } as const;
    expect(ids(selectedNodes(graph, selection))).toEqual([selection.id]);
    expect(selectedPlace(graph, selection)).toMatchObject({ line: 6, column: 10 });
  });

  it('is a group with all that is in it, where its function is defined', () => {
    const selection = { type: 'box', id: 'net#1' } as const;
    expect(selectedNodes(graph, selection)).toHaveLength(6);
    expect(selectedNodes(graph, { type: 'box', id: 'net#1/block#1' })).toHaveLength(3);
    expect(selectedPlace(graph, { type: 'box', id: 'net#1/block#1' })).toMatchObject({ line: 4 });
  });

  it('is the two ends of a skip, where its branches meet', () => {
    const selection = { type: 'skip', id: graph.skips[1]!.id } as const;
    expect(ids(selectedNodes(graph, selection))).toEqual([
      'net#1/block#1/Add.1',
      'net#1/block#2/Add.1',
    ]);
    expect(selectedPlace(graph, selection)).toMatchObject({ line: 6 });
  });

  it('is a run of alike blocks that no function made, at the first of their layers', () => {
    const flat = flatChain(50);
    const nodes = flat.nodes.map((node, line) => {
      return { ...node, source: { file: 'net.ts', line, column: 1 } };
    });
    const graphOfRun = { ...flat, nodes };
    const run = { type: 'box', id: 'repeat:conv2d_1' } as const;
    expect(selectedNodes(graphOfRun, run)).toHaveLength(flat.nodes.length - 1);
    expect(selectedNodes(graphOfRun, { type: 'box', id: 'block:conv2d_8' })).toHaveLength(7);
    expect(selectedPlace(graphOfRun, run)).toMatchObject({ line: 1 });
  });

  it('may be in a nested model, or nowhere', () => {
    const inside = layer({ id: 'a/b', className: 'Dense', at: [9, 1], shape: [3] });
    const inner = innerGraph({ nodes: [inside] });
    const outer = layer({ id: 'a', className: 'Model', at: [10, 1], shape: [3], inner });
    const nested = modelGraph({ nodes: [outer] });
    expect(ids(selectedNodes(nested, { type: 'box', id: 'a/b' }))).toEqual(['a/b']);
    expect(selectedNodes(nested, { type: 'box', id: 'c' })).toEqual([]);
    expect(selectedNodes(nested, { type: 'skip', id: 'c' })).toEqual([]);
    expect(selectedPlace(nested, { type: 'box', id: 'c' })).toBeUndefined();
  });
});
