/** A small network for the tests of what stands beside the code. */
import type { GraphNode, ModelGraph } from '../../../../src/model/graph';
import { modelGraph, node, scope, skip } from '../../cli/graphs';

export const file = '/work/net.ts';

interface Given extends Partial<GraphNode> {
  readonly id: string;
  readonly className: string;
  /** Line and column of the call. */
  readonly at: readonly [line: number, column: number];
  readonly shape: readonly (number | null)[];
  readonly trainable?: number;
}

export function layer({ at, shape, trainable = 0, ...given }: Given): GraphNode {
  return node({
    outputs: [{ shape: [null, ...shape], dtype: 'float32' }],
    parameters: { trainable, nonTrainable: 0 },
    source: { file, line: at[0], column: at[1] },
    ...given,
  });
}

/** An input and two blocks: a convolution and its normalization on one line, and the sum on the next. */
export function twoBlocks(): ModelGraph {
  const blocks = [1, 2].flatMap((n) => {
    const id = `net#1/block#${n}`;
    const shape = n === 1 ? [56, 56, 64] : [28, 28, 128];
    return [
      layer({
        id: `${id}/Conv2D.1`,
        className: 'Conv2D',
        at: [5, 24],
        shape,
        trainable: 100 * n,
        scope: id,
        macs: { forward: 7 },
      }),
      layer({
        id: `${id}/Norm.1`,
        className: 'BatchNormalization',
        at: [5, 10],
        shape,
        trainable: 10,
        scope: id,
      }),
      layer({ id: `${id}/Add.1`, className: 'Add', at: [6, 10], shape, scope: id }),
    ];
  });
  const input = layer({ id: 'input', className: 'InputLayer', at: [2, 9], shape: [56, 56, 64] });
  const ids = ['input', ...blocks.map(({ id }) => id)];
  const chain = ids.slice(1).map((to, i) => ({ from: ids[i]!, output: 0, to, input: 0 }));
  const skips = [1, 2].map((n) => {
    const id = `net#1/block#${n}`;
    const fork = n === 1 ? 'input' : 'net#1/block#1/Add.1';
    return skip({
      fork,
      merge: `${id}/Add.1`,
      branch: [`${id}/Conv2D.1`, `${id}/Norm.1`],
      scope: id,
    });
  });
  const shortcuts = skips.map(({ fork, merge }) => ({
    from: fork,
    output: 0,
    to: merge,
    input: 1,
  }));
  return modelGraph({
    nodes: [input, ...blocks],
    edges: [...chain, ...shortcuts],
    scopes: [
      scope('net#1'),
      scope('net#1/block#1', { siblings: 2, definition: { file, line: 4, column: 1 } }),
      scope('net#1/block#2', { siblings: 2, definition: { file, line: 4, column: 1 } }),
    ],
    skips,
    parameters: { trainable: 320, nonTrainable: 0 },
    macs: { forward: 14 },
  });
}
