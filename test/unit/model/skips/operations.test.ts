/** Skips in graphs of operations, how blocks are ordered, and stochastic depth. */
import { describe, expect, test } from 'vitest';
import type { Shape, Skip } from '../../../../src/model/graph';
import { GraphBuilder, type Ref } from '../support/graphs';

const image: Shape = [2, 8, 8, 4];
const scalar: readonly Shape[] = [[]];

class Operations extends GraphBuilder {
  conv2d(x: Ref, size = 3): Ref {
    return this.add('Conv2D', [x], { kernel: [size, size, 4, 4] });
  }

  biased(x: Ref): Ref {
    return this.add('Add', [x], { kernel: [4] });
  }

  plus(...inputs: Ref[]): Ref {
    return this.add('AddV2', inputs);
  }

  scaled(x: Ref): Ref {
    return this.add('Multiply', [x], { constants: scalar });
  }

  activated(x: Ref): Ref {
    return this.add('Relu', [x]);
  }

  normalized(x: Ref): Ref {
    return this.add('FusedBatchNorm', [x], { kernel: [4] });
  }

  /** What dropout with a noise shape runs. */
  dropped(x: Ref, noise: Shape): Ref {
    const drawn = this.add('Floor', [], { constants: [noise], shape: noise });
    const mask = this.add('RealDiv', [drawn], { constants: scalar, shape: noise });
    return this.add('Multiply', [x, mask]);
  }
}

function skipsOf(write: (g: Operations, x: Ref) => Ref): Skip[] {
  const builder = new Operations();
  write(builder, builder.activated(builder.conv2d(builder.input(image))));
  return builder.skips();
}

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

describe('pre- and post-activation', () => {
  const v1 = (g: Operations, x: Ref): Ref =>
    g.normalized(g.conv2d(g.activated(g.normalized(g.conv2d(x)))));
  const v2 = (g: Operations, x: Ref): Ref => {
    const first = g.conv2d(g.activated(g.normalized(x)));
    return g.conv2d(g.activated(g.normalized(first)));
  };

  test.each<[string, 'pre' | 'post' | undefined, (g: Operations, x: Ref) => Ref]>([
    ['ResNet v1', 'post', (g, x) => g.activated(g.plus(x, v1(g, x)))],
    ['ResNet v2', 'pre', (g, x) => g.conv2d(g.activated(g.normalized(g.plus(x, v2(g, x)))))],
    [
      'the first unit of a stage of ResNet v2',
      'pre',
      (g, x) => {
        const before = g.activated(g.normalized(g.conv2d(x)));
        const branch = g.conv2d(g.activated(g.normalized(g.conv2d(before))));
        return g.conv2d(g.activated(g.normalized(g.plus(g.conv2d(before, 1), branch))));
      },
    ],
    [
      'the first unit of all, after pooling',
      'pre',
      (g, x) => {
        const stem = g.activated(g.normalized(g.conv2d(x)));
        const pooled = g.add('MaxPool', [stem]);
        const branch = g.conv2d(g.activated(g.normalized(g.conv2d(pooled))));
        return g.activated(g.normalized(g.plus(pooled, branch)));
      },
    ],
    [
      'normalization after the sum, and the next block behind it',
      'post',
      (g, x) => {
        const y = g.activated(g.normalized(g.plus(x, g.conv2d(x))));
        return g.add('Multiply', [y, g.conv2d(y)]);
      },
    ],
    [
      'normalization of what is sampled down next',
      undefined,
      (g, x) => g.conv2d(g.normalized(g.plus(x, g.normalized(g.conv2d(x))))),
    ],
    ['a linear bottleneck', undefined, (g, x) => g.conv2d(g.plus(x, v1(g, x)))],
    ['activation at both ends', undefined, (g, x) => g.activated(g.plus(x, v2(g, x)))],
    [
      'convolutions that end activated, around which nothing is',
      undefined,
      (g, x) => {
        const y = g.activated(g.normalized(g.conv2d(x)));
        return g.conv2d(g.plus(y, g.activated(g.normalized(g.conv2d(y)))));
      },
    ],
  ])('%s', (_, activation, write) => {
    const skips = skipsOf(write);
    expect(skips).toHaveLength(1);
    expect(skips[0]!.activation).toBe(activation);
  });

  test('a branch that is a nested model', () => {
    const nested = (write: (g: Operations, x: Ref) => Ref): Skip[] => {
      const inner = new Operations();
      const graph = inner.graph(write(inner, inner.input(image)));
      return skipsOf((g, x) => g.plus(x, g.add('Sequential', [x], { inner: graph })));
    };
    expect(nested(v2)).toMatchObject([{ activation: 'pre', length: 2 }]);
    expect(nested(v1)[0]).not.toHaveProperty('activation');
  });
});

describe('stochastic depth', () => {
  const around = (end: (g: Operations, x: Ref) => Ref): Skip[] =>
    skipsOf((g, x) => g.plus(x, end(g, g.conv2d(x))));
  const dropPath = (write: (g: Operations, x: Ref) => Ref) => {
    const inner = new Operations();
    return inner.graph(write(inner, inner.input(image)));
  };

  test.each<[string, (g: Operations, x: Ref) => Ref]>([
    [
      'dropout with a noise shape',
      (g, x) => g.add('Dropout', [x], { config: { rate: 0.2, noiseShape: [null, 1, 1, 1] } }),
    ],
    ['its operations', (g, x) => g.dropped(x, [2, 1, 1, 1])],
    ['a mask for the whole step', (g, x) => g.dropped(x, [])],
    ['before a scale', (g, x) => g.scaled(g.dropped(x, [2, 1, 1, 1]))],
    [
      'a layer of their own',
      (g, x) => g.add('Custom', [x], { inner: dropPath((own, y) => own.dropped(y, [2, 1, 1, 1])) }),
    ],
  ])('%s', (_, end) => {
    expect(around(end)).toMatchObject([{ kind: 'identity', length: 1, stochasticDepth: true }]);
  });

  test.each<[string, (g: Operations, x: Ref) => Ref]>([
    ['nothing', (_, x) => x],
    ['dropout of single values', (g, x) => g.add('Dropout', [x], { config: { rate: 0.2 } })],
    ['a mask for each channel', (g, x) => g.dropped(x, [2, 1, 1, 4])],
    ['a scale', (g, x) => g.scaled(x)],
    ['before the last weights', (g, x) => g.conv2d(g.dropped(x, [2, 1, 1, 1]))],
    [
      'a layer of their own that drops before its weights',
      (g, x) =>
        g.add('Custom', [x], {
          inner: dropPath((own, y) => own.conv2d(own.dropped(y, [2, 1, 1, 1]))),
        }),
    ],
    [
      'a layer of their own that does nothing, whatever it is called',
      (g, x) => g.add('DropPath', [x], { inner: dropPath((own, y) => own.scaled(y)) }),
    ],
  ])('not by %s', (_, end) => {
    expect(around(end)[0]).not.toHaveProperty('stochasticDepth');
  });
});
