/** Blocks of the literature, and what looks like a skip and is none. */
import { describe, expect, test } from 'vitest';
import type { Skip } from '../../../src/model/graph';
import { GraphBuilder, type Ref } from './support/graphs';

/** The skips of what `write` makes of one input. */
function skipsOf(write: (g: GraphBuilder, x: Ref) => Ref): Skip[] {
  const builder = new GraphBuilder();
  write(builder, builder.relu(builder.conv(builder.input())));
  return builder.skips();
}

describe('residual blocks', () => {
  test('ResNet v1, basic', () => {
    const skips = skipsOf((g, x) => {
      const y = g.norm(g.conv(g.relu(g.norm(g.conv(x)))));
      return g.relu(g.sum(x, y));
    });
    expect(skips).toMatchObject([{ kind: 'identity', fork: 'ReLU.2', length: 2, shortcut: [] }]);
    expect(skips[0]!.id).toBe(`skip:${skips[0]!.merge}`);
    expect(skips[0]!.branch).toHaveLength(5);
  });

  test('ResNet v1, bottleneck with a projection', () => {
    const skips = skipsOf((g, x) => {
      const y = g.conv(g.relu(g.norm(g.conv(g.relu(g.norm(g.conv(x, 1)))))), 1);
      return g.relu(g.sum(g.norm(y), g.norm(g.conv(x, 1))));
    });
    expect(skips).toMatchObject([{ kind: 'projection', length: 3 }]);
    expect(skips[0]!.shortcut.map((id) => id.split('.')[0])).toEqual([
      'Conv2D',
      'BatchNormalization',
    ]);
  });

  test('ResNet v2, whose projection reads what is activated already', () => {
    const skips = skipsOf((g, x) => {
      const before = g.relu(g.norm(x));
      const y = g.conv(g.relu(g.norm(g.conv(before))));
      const first = g.sum(g.conv(before, 1), y);
      return g.sum(first, g.conv(g.relu(g.norm(g.conv(g.relu(g.norm(first)))))));
    });
    expect(skips).toMatchObject([
      { kind: 'projection', fork: 'ReLU.4', length: 2 },
      { kind: 'identity', length: 2 },
    ]);
    expect(skips[1]!.fork).toBe(skips[0]!.merge);
  });

  test('ResNet-D, which pools before it projects', () => {
    const skips = skipsOf((g, x) => g.sum(g.conv(g.pool(x), 1), g.conv(g.relu(g.conv(x)))));
    expect(skips).toMatchObject([{ kind: 'projection', length: 2 }]);
  });

  test('a dense projection of a perceptron', () => {
    const skips = skipsOf((g, x) => g.sum(g.dense(x), g.dense(g.relu(g.dense(x)))));
    expect(skips).toMatchObject([{ kind: 'projection', length: 2 }]);
  });

  test('one fork with two blocks behind it', () => {
    const skips = skipsOf((g, x) => {
      const one = g.sum(x, g.conv(x));
      const two = g.sum(x, g.conv(g.relu(g.conv(x))));
      return g.add('Concatenate', [one, two]);
    });
    expect(skips.map(({ fork, length }) => [fork, length])).toEqual([
      ['ReLU.2', 1],
      ['ReLU.2', 2],
    ]);
  });

  test('a sum of three: the input and two branches', () => {
    const skips = skipsOf((g, x) => g.sum(g.conv(x), x, g.conv(g.relu(g.conv(x)))));
    expect(skips).toMatchObject([{ kind: 'identity', length: 2 }]);
    expect(skips[0]!.branch).toHaveLength(4);
  });

  test('a block that is told the time step of a diffusion model', () => {
    const skips = skipsOf((g, x) => {
      const time = g.dense(g.input());
      const y = g.conv(g.sum(g.conv(x), time));
      return g.sum(y, g.norm(g.conv(x, 1)));
    });
    expect(skips).toMatchObject([{ kind: 'projection', fork: 'ReLU.2', length: 2 }]);
    expect(skips[0]!.branch).not.toContain('InputLayer.3');
  });

  test('a block that also reads what is before its fork', () => {
    const skips = skipsOf((g, x0) => {
      const x = g.conv(x0);
      return g.sum(x, g.conv(g.add('Concatenate', [g.relu(x), x0])));
    });
    expect(skips).toMatchObject([
      { kind: 'dense', fork: 'ReLU.2', length: 1 },
      { kind: 'identity', fork: 'Conv2D.3', length: 1 },
    ]);
  });

  test('a nested model as the branch counts by the layers on its longest path', () => {
    const inner = new GraphBuilder();
    const at = inner.conv(inner.input());
    const graph = inner.graph(inner.sum(at, inner.conv(inner.relu(inner.conv(at)))));
    const skips = skipsOf((g, x) => g.sum(x, g.add('Functional', [x], { inner: graph })));
    expect(skips).toMatchObject([{ kind: 'identity', length: 3 }]);
    expect(graph.skips).toMatchObject([{ length: 2 }]);
  });

  test('a nested model as the projection', () => {
    const inner = new GraphBuilder();
    const graph = inner.graph(inner.norm(inner.conv(inner.input(), 1)));
    const skips = skipsOf((g, x) =>
      g.sum(g.add('Sequential', [x], { inner: graph }), g.conv(g.relu(g.conv(x)))),
    );
    expect(skips).toMatchObject([{ kind: 'projection', length: 2 }]);
  });
});

describe('no skip', () => {
  test.each<[string, (g: GraphBuilder, x: Ref) => Ref]>([
    ['a plain chain', (g, x) => g.dense(g.relu(g.conv(x)))],
    ['a sum of two convolutions', (g, x) => g.sum(g.conv(x), g.conv(x))],
    [
      'branches of Inception, summed',
      (g, x) => g.sum(g.relu(g.conv(x, 1)), g.relu(g.conv(g.conv(x, 1))), g.conv(g.pool(x))),
    ],
    [
      'branches of Inception, concatenated',
      (g, x) => g.add('Concatenate', [g.conv(x, 1), g.conv(x), x]),
    ],
    ['two projections', (g, x) => g.sum(g.conv(x, 1), g.norm(g.conv(x, 1)))],
    [
      'two projections and another input',
      (g, x) => g.sum(g.conv(x, 1), g.norm(g.conv(x, 1)), g.dense(g.input())),
    ],
    ['a way around nothing but an activation', (g, x) => g.sum(x, g.relu(x))],
    ['a sum with itself', (g, x) => g.sum(x, x)],
    ['a bias of another input', (g, x) => g.sum(x, g.dense(g.input()))],
    ['a gate', (g, x) => g.add('Multiply', [x, g.dense(g.pool(x))])],
    ['pooling beside a convolution', (g, x) => g.sum(g.pool(x), g.conv(x))],
    ['a projection with an activation', (g, x) => g.sum(g.relu(g.conv(x, 1)), g.conv(x))],
    ['a shortcut of two projections', (g, x) => g.sum(g.conv(g.conv(x, 1), 1), g.conv(x))],
  ])('%s', (_, write) => {
    expect(skipsOf(write)).toEqual([]);
  });

  test('an empty graph, and a merge that reads one tensor', () => {
    expect(new GraphBuilder().skips()).toEqual([]);
    expect(skipsOf((g, x) => g.add('Add', [x]))).toEqual([]);
  });

  test.each(['Add', 'Concatenate', 'LSTM'])('a merge that failed: %s', (className) => {
    const merge = (failed: boolean): number =>
      skipsOf((g, x) => {
        const inputs = className === 'LSTM' ? [x] : [x, g.conv(x)];
        return g.add(className, inputs, { failed });
      }).length;
    expect(merge(false)).toBe(1);
    expect(merge(true)).toBe(0);
  });
});

test('a layer of their own counts when it has a matrix', () => {
  const around = (kernel: readonly number[]): Skip[] =>
    skipsOf((g, x) => g.sum(x, g.add('Mixer', [x], { kernel })));
  expect(around([4])).toEqual([]);
  expect(around([4, 4])).toMatchObject([{ kind: 'identity', length: 1 }]);
});

test('a very deep network is no problem', () => {
  const builder = new GraphBuilder();
  let x = builder.input();
  for (let i = 0; i < 5_000; i++) x = builder.sum(x, builder.conv(x));
  expect(builder.skips()).toHaveLength(5_000);
});
