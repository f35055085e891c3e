/** Padded and gated skips, and what looks like them. */
import { describe, expect, test } from 'vitest';
import type { Shape } from '../../../../src/model/graph';
import type { Ref } from '../support/graphs';
import { type Images, image, skipsOfImages as skipsOf } from './images';

describe('padded shortcuts', () => {
  const wide: Shape = [null, 16, 16, 32];
  test.each<[string, (g: Images, x: Ref) => Ref]>([
    [
      'pooled, then padded by a layer',
      (g, x) =>
        g.add('ZeroPadding2D', [g.layer('AveragePooling2D', x, { stride: 2 })], { shape: wide }),
    ],
    ['by a layer of their own', (g, x) => g.add('PadShortcut', [x], { shape: wide })],
    [
      'sliced and padded by operations',
      (g, x) =>
        g.add('PadV2', [g.add('StridedSlice', [x], { shape: [null, 16, 16, 16] })], {
          shape: wide,
        }),
    ],
    [
      'joined with zeros',
      (g, x) => {
        const sliced = g.add('StridedSlice', [x], { shape: [null, 16, 16, 16] });
        const zeros = g.add('ZerosLike', [sliced]);
        return g.add('Concat', [sliced, zeros], { shape: wide });
      },
    ],
    [
      'cropped, and zeros from a constant',
      (g, x) =>
        g.add('Concat', [g.add('Cropping2D', [x], { shape: [null, 16, 16, 16] })], {
          constants: [[1, 16, 16, 16]],
          shape: wide,
        }),
    ],
  ])('%s', (_, shortcut) => {
    const skips = skipsOf((g, x) => g.relu(g.sum(g.block(x, 2, 32), shortcut(g, x))));
    expect(skips).toMatchObject([
      { kind: 'padded', fork: 'ReLU.2', length: 2, activation: 'post' },
    ]);
    expect(skips[0]!.shortcut).not.toEqual([]);
  });

  test('subsampling alone leaves an identity', () => {
    const skips = skipsOf((g, x) => {
      const config = { poolSize: [1, 1], strides: [2, 2] };
      return g.sum(
        g.add('MaxPooling2D', [x], { config, shape: [null, 16, 16, 16] }),
        g.block(x, 2),
      );
    });
    expect(skips).toMatchObject([{ kind: 'identity', fork: 'ReLU.2', length: 2 }]);
  });

  test.each<[string, (g: Images, x: Ref) => Ref]>([
    ['weights in it', (g, x) => g.layer('Conv2D', x, { stride: 2, channels: 32 })],
    [
      'channels made of pixels',
      (g, x) => g.add('Reshape', [g.layer('AveragePooling2D', x)], { shape: [null, 8, 32, 64] }),
    ],
    ['channels repeated', (g, x) => g.concatenate(x, x)],
    ['an image made larger', (g, x) => g.add('Resize', [x], { shape: [null, 64, 64, 16] })],
    ['an activation in it', (g, x) => g.add('PadShortcut', [g.relu(x)], { shape: wide })],
  ])('no padded shortcut: %s', (_, shortcut) => {
    expect(skipsOf((g, x) => g.sum(g.block(x, 2, 32), shortcut(g, x)))).toEqual([]);
  });
});

describe('gated skips', () => {
  const gate = (g: Images, x: Ref): Ref =>
    g.add('Conv2D', [x], { kernel: [3, 3, 16, 16], config: { activation: 'sigmoid' } });
  const hidden = (g: Images, x: Ref): Ref => g.relu(g.layer('Conv2D', x));

  test.each<[string, (g: Images, t: Ref) => Ref]>([
    ['a layer of their own', (g, t) => g.add('OneMinus', [t])],
    ['a difference', (g, t) => g.add('Sub', [t], { constants: [[]] })],
    ['a negation and a sum', (g, t) => g.add('AddV2', [g.add('Neg', [t])], { constants: [[]] })],
  ])('highway, its carry made by %s', (_, complement) => {
    const skips = skipsOf((g, x) => {
      const t = gate(g, x);
      const carried = g.add('Multiply', [complement(g, t), x]);
      return g.sum(g.add('Multiply', [hidden(g, x), t]), carried);
    });
    expect(skips).toMatchObject([{ kind: 'gated', fork: 'ReLU.2', length: 1 }]);
    expect(skips[0]!.shortcut.at(-1)).toMatch(/^Multiply/);
    expect(skips[0]!.branch.at(-1)).toMatch(/^Multiply/);
  });

  test('a carry gate with weights of its own', () => {
    const skips = skipsOf((g, x) => {
      const carried = g.add('Multiply', [x, gate(g, x)]);
      return g.sum(g.add('Multiply', [gate(g, x), hidden(g, x)]), carried);
    });
    expect(skips).toMatchObject([{ kind: 'gated', fork: 'ReLU.2', length: 1 }]);
  });

  test('the sigmoid of the negated sum', () => {
    const skips = skipsOf((g, x) => {
      const z = g.layer('Conv2D', x);
      const t = g.add('Sigmoid', [z]);
      const c = g.add('Sigmoid', [g.add('Neg', [z])]);
      return g.add('AddV2', [
        g.add('Multiply', [c, x]),
        g.add('Multiply', [g.add('Tanh', [g.layer('Conv2D', x)]), t]),
      ]);
    });
    expect(skips).toMatchObject([{ kind: 'gated', length: 1 }]);
  });

  test('from the fork a part of the way to the branch, by one product', () => {
    const skips = skipsOf((g, x) => {
      const way = g.add('Sub', [hidden(g, x), x]);
      return g.add('AddV2', [x, g.add('Multiply', [gate(g, x), way])]);
    });
    expect(skips).toMatchObject([{ kind: 'gated', fork: 'ReLU.2', length: 1, shortcut: [] }]);
  });

  test('the update of a GRU, whose gates read another input too', () => {
    const skips = skipsOf((g, h) => {
      const both = g.concatenate(g.input(image), h);
      const z = gate(g, both);
      const candidate = g.add('Tanh', [g.layer('Conv2D', both)]);
      const kept = g.add('Multiply', [g.add('Sub', [z], { constants: [[]] }), h]);
      return g.add('AddV2', [kept, g.add('Multiply', [z, candidate])]);
    });
    expect(skips).toMatchObject([{ kind: 'gated', fork: 'ReLU.2', length: 1 }]);
  });

  test('squeeze and excitation is no skip, and the residual around it is one', () => {
    const excite = (g: Images, x: Ref): Ref => {
      const squeezed = g.add('GlobalAveragePooling2D', [x], { shape: [null, 16] });
      const scale = g.add('Reshape', [g.dense(g.relu(g.dense(squeezed)))], {
        shape: [null, 1, 1, 16],
      });
      return g.add('Multiply', [x, scale]);
    };
    expect(skipsOf(excite)).toEqual([]);
    const skips = skipsOf((g, x) => g.relu(g.sum(x, excite(g, g.block(x)))));
    expect(skips).toMatchObject([{ kind: 'identity', length: 4, activation: 'post' }]);
  });

  test('one gate for both is no carry', () => {
    const skips = skipsOf((g, x) => {
      const t = g.relu(g.layer('Conv2D', x));
      return g.sum(g.add('Multiply', [t, hidden(g, x)]), g.add('Multiply', [t, x]));
    });
    expect(skips).toEqual([]);
  });

  test('two branches that a gate chooses from are no skip', () => {
    const selective = (g: Images, x: Ref): Ref => {
      const [a, b] = [g.layer('Conv2D', x), g.layer('Conv2D', x)];
      const t = gate(g, g.sum(a, b));
      const other = g.add('Sub', [t], { constants: [[]] });
      return g.sum(g.add('Multiply', [a, t]), g.add('Multiply', [b, other]));
    };
    expect(skipsOf(selective)).toEqual([]);
  });
});
