import { describe, expect, it } from 'vitest';
import type { GraphNode } from '../../../src/model/graph';
import { countRows, identityRows, layerText } from '../../../webview/state/details';
import { GraphIndex } from '../../../webview/state/graphIndex';
import { resNet } from '../layout/models';

const graph = resNet();
const index = new GraphIndex(graph);

function nodeNamed(className: string): GraphNode {
  const node = graph.nodes.find((candidate) => candidate.className === className);
  if (node === undefined) throw new Error(`There is no ${className}.`);
  return node;
}

describe('the details of a layer', () => {
  it('leave out what there is none of', () => {
    expect(countRows(nodeNamed('Activation')).map(([name]) => name)).toEqual(['activations']);
  });

  it('tell the number where there is no formula for it', () => {
    const rows = new Map(
      countRows({ ...nodeNamed('Conv2D'), flops: 1234, macs: { forward: 5678, backward: 91011 } }),
    );
    expect(rows.get('FLOPs')).toBe('1,234');
    expect(rows.get('MACs, forward')).toBe('5,678');
    expect(rows.get('MACs, backward')).toBe('91,011');
  });

  it('tell what training drops, and what is hidden from tf.layers', () => {
    const node: GraphNode = {
      ...nodeNamed('Activation'),
      dropped: { survival: 0.8 },
      parameters: { trainable: 0, nonTrainable: 0, untracked: 7 },
    };
    expect(new Map(identityRows(node)).get('dropped')).toBe('in training, keeps 80 %');
    expect(new Map(countRows(node)).get('untracked')).toBe('7');
  });

  it('are copied with everything, a line a fact', () => {
    const node: GraphNode = {
      ...nodeNamed('Conv2D'),
      source: { file: '/models/net.ts', line: 4, column: 2 },
      weights: [{ name: 'conv/kernel', shape: [7, 7, 3, 64], trainable: true }],
    };
    const lines = layerText(index, node).split('\n');
    expect(lines[0]).toBe('Conv2D 7×7, 64 /2');
    expect(lines).toEqual(
      expect.arrayContaining([
        'class: Conv2D',
        `id: ${node.id}`,
        'source: /models/net.ts:4:2',
        'out: 112×112×64 float32',
        'parameters: 7×7×3×64 = 9,408',
        'MACs, forward: 112×112 × 7×7×3×64 = 118,013,952',
        'activations: 112×112×64 × 4 bytes = 3,211,264',
        'weight conv/kernel: 7×7×3×64',
        'kernelSize: 7×7',
      ]),
    );
    const merge = graph.nodes.find(({ className }) => className === 'Add');
    expect(merge && layerText(index, merge)).toContain(
      '\nmerge: projection shortcut around 3 weight layers\n',
    );
    expect(merge && layerText(index, merge)).toContain('\nfunction: stage 1 › bottleneck 1\n');
  });
});
