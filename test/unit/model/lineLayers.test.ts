/** Which layers a line applied. */
import { describe, expect, it } from 'vitest';
import { allLayers, layersByFile } from '../../../src/model/lineLayers';
import { innerGraph, modelGraph, node } from '../cli/graphs';
import { file, layer, twoBlocks } from '../editor/beside/graphs';

describe('the layers of lines', () => {
  it('stand on the line of their call, in the order in which they ran', () => {
    const lines = layersByFile(twoBlocks()).get(file) ?? [];
    expect(lines.map(({ line }) => line)).toEqual([2, 5, 6]);
    expect(lines[1]?.layers.map((found) => found.node.id)).toEqual([
      'net#1/block#1/Conv2D.1',
      'net#1/block#1/Norm.1',
      'net#1/block#2/Conv2D.1',
      'net#1/block#2/Norm.1',
    ]);
  });

  it('count a run once however many calls the line has, and know what each run gave', () => {
    const line = layersByFile(twoBlocks()).get(file)?.[1];
    expect(line?.runs).toBe(2);
    expect(line?.results.map((found) => found.node.className)).toEqual([
      'BatchNormalization',
      'BatchNormalization',
    ]);
  });

  it('know the skips that meet in them', () => {
    const graph = twoBlocks();
    const sums = layersByFile(graph).get(file)?.[2]?.layers ?? [];
    expect(sums.map(({ merges }) => merges)).toEqual(graph.skips.map((skip) => [skip]));
  });

  it('are found in nested models too, each in its own graph', () => {
    const inside = layer({ id: 'a/b', className: 'Dense', at: [9, 1], shape: [3] });
    const inner = innerGraph({ nodes: [inside] });
    const outer = layer({ id: 'a', className: 'Model', at: [10, 1], shape: [3], inner });
    const layers = allLayers(modelGraph({ nodes: [outer] }));
    expect(layers.map((found) => found.node.id)).toEqual(['a', 'a/b']);
    expect(layers[1]?.graph).toBe(inner);
  });

  it('hold a nested model that stands on their line without the layers it counts', () => {
    const inside = layer({ id: 'a/b', className: 'Dense', at: [9, 30], shape: [3] });
    const inner = innerGraph({ nodes: [inside] });
    const outer = layer({ id: 'a', className: 'Sequential', at: [9, 5], shape: [4], inner });
    const [line] = layersByFile(modelGraph({ nodes: [outer] })).get(file) ?? [];
    expect(line?.layers.map((found) => found.node.id)).toEqual(['a']);
    expect(line?.results.map((found) => found.node.id)).toEqual(['a']);
  });

  it('need a place', () => {
    const nowhere = node({ id: 'a', className: 'Add' });
    expect(layersByFile(modelGraph({ nodes: [nowhere] })).size).toBe(0);
  });
});
