/** Skips in graphs of operations. */
import { describe, expect, test } from 'vitest';
import type { Ref } from '../support/graphs';
import { Operations, scalar, skipsOfOperations as skipsOf } from './kernels';

const fork = 'Relu.2';

describe('operations', () => {
  test.each<[string, (g: Operations, x: Ref) => Ref, object]>([
    [
      'a block with biases',
      (g, x) => g.plus(x, g.biased(g.conv2d(g.activated(g.biased(g.conv2d(x)))))),
      { kind: 'identity', length: 2 },
    ],
    [
      'fused kernels',
      (g, x) => g.plus(g.add('FusedConv2D', [x], { kernel: [3, 3, 4, 4] }), x),
      { kind: 'identity', length: 1 },
    ],
    [
      'a projection with its bias',
      (g, x) => g.plus(g.biased(g.conv2d(x, 1)), g.conv2d(g.activated(g.conv2d(x)))),
      { kind: 'projection', length: 2 },
    ],
    [
      'a matrix as the projection',
      (g, x) =>
        g.plus(
          g.add('_FusedMatMul', [x], { kernel: [4, 4], config: { activation: 'linear' } }),
          g.conv2d(g.activated(g.conv2d(x))),
        ),
      { kind: 'projection', length: 2 },
    ],
    [
      'a bias after the sum',
      (g, x) => g.biased(g.plus(x, g.conv2d(x))),
      { kind: 'identity', length: 1 },
    ],
    [
      'a constant that a node makes, added in between',
      (g, x) => g.plus(g.plus(x, g.conv2d(x)), g.add('Fill', [])),
      { kind: 'identity', length: 1 },
    ],
    [
      'a scaled branch',
      (g, x) => g.plus(x, g.scaled(g.conv2d(x))),
      { kind: 'identity', length: 1 },
    ],
    [
      'a branch scaled by a weight for each channel',
      (g, x) => g.plus(x, g.add('Multiply', [g.conv2d(x)], { kernel: [4] })),
      { kind: 'identity', length: 1 },
    ],
    [
      'a branch that the fork is lessened by',
      (g, x) => g.add('Sub', [x, g.conv2d(x)]),
      { kind: 'identity', length: 1 },
    ],
    [
      'a kernel that is reshaped before it is read',
      (g, x) => {
        const kernel = g.add('Reshape', [], { kernel: [4, 4], constants: [[4, 4]] });
        return g.plus(x, g.add('BatchMatMul', [x, kernel]));
      },
      { kind: 'identity', length: 1 },
    ],
    [
      'a sum of three',
      (g, x) => g.add('AddN', [g.conv2d(x), x, g.conv2d(g.activated(g.conv2d(x)))]),
      { kind: 'identity', length: 2 },
    ],
    [
      'a layer of their own that adds',
      (g, x) => {
        const inner = new Operations();
        const sum = inner.plus(inner.input(), inner.scaled(inner.input()));
        return g.add('ScaledAdd', [x, g.conv2d(x)], { inner: inner.graph(inner.activated(sum)) });
      },
      { kind: 'identity', length: 1, merge: 'ScaledAdd.4' },
    ],
  ])('%s', (_, write, expected) => {
    expect(skipsOf(write)).toMatchObject([{ fork, ...expected }]);
  });

  test('sums in a row end a skip each', () => {
    const skips = skipsOf((g, x) => g.plus(g.plus(x, g.conv2d(x)), g.conv2d(x)));
    expect(skips.map((skip) => [skip.fork, skip.merge, skip.length])).toEqual([
      [fork, 'AddV2.4', 1],
      [fork, 'AddV2.6', 1],
    ]);
  });

  test.each<[string, (g: Operations, x: Ref) => Ref]>([
    ['a product of activations', (g, x) => g.plus(x, g.add('BatchMatMul', [x, x]))],
    ['a blur', (g, x) => g.plus(x, g.add('Conv2D', [x], { name: 'Conv2D' }))],
    [
      'a filter without weights',
      (g, x) => g.plus(x, g.add('DepthwiseConv2dNative', [x], { constants: [[3, 3, 4, 1]] })),
    ],
    [
      'a projection that activates',
      (g, x) =>
        g.plus(
          g.add('FusedConv2D', [x], { kernel: [1, 1, 4, 4], config: { activation: 'relu' } }),
          g.conv2d(g.activated(g.conv2d(x))),
        ),
    ],
    ['normalization, written out', (g, x) => g.add('Sub', [x, g.add('Mean', [x])])],
    [
      'GELU, written out',
      (g, x) => {
        const y = g.conv2d(x);
        const bent = g.add('Multiply', [g.add('Pow', [y], { constants: scalar }), y]);
        return g.add('Multiply', [y, g.add('Tanh', [g.plus(y, g.scaled(bent))])]);
      },
    ],
    ['the fork taken from the branch', (g, x) => g.add('Sub', [g.conv2d(x), x])],
  ])('no skip: %s', (_, write) => {
    expect(skipsOf(write)).toEqual([]);
  });
});
