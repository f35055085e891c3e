/** How blocks are ordered, and stochastic depth. */
import { describe, expect, test } from 'vitest';
import type { Skip } from '../../../../src/model/graph';
import type { Ref } from '../support/graphs';
import { Operations, image, skipsOfOperations as skipsOf } from './kernels';

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

  test('dropout says how much it keeps', () => {
    const config = { rate: 0.25, noiseShape: [null, 1, 1, 1] };
    const skips = around((g, x) => g.add('Dropout', [x], { config }));
    expect(skips).toMatchObject([{ stochasticDepth: true, survival: 0.75 }]);
    expect(around((g, x) => g.dropped(x, []))[0]).not.toHaveProperty('survival');
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
