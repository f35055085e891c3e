/** DenseNet's and U-Net's skips, and what looks like them. */
import { describe, expect, test } from 'vitest';
import type { Shape } from '../../../../src/model/graph';
import { GraphBuilder, type Ref } from '../support/graphs';
import { type Images, image, skipsOfImages as skipsOf } from './images';

describe('dense skips', () => {
  const dense = (g: Images, x: Ref): Ref => {
    const narrow = g.layer('Conv2D', g.relu(g.norm(x)));
    return g.layer('Conv2D', g.relu(g.norm(narrow)));
  };
  const grown = (g: Images, x: Ref, layers: number): Ref => {
    let at = x;
    for (let i = 0; i < layers; i++) at = g.concatenate(at, dense(g, at));
    return at;
  };
  const anew = (g: Images, x: Ref, layers: number): Ref => {
    const features = [x];
    let at = x;
    for (let i = 0; i < layers; i++) {
      features.push(dense(g, at));
      at = g.concatenate(...features);
    }
    return at;
  };

  test.each([
    ['one tensor that grows', grown],
    ['a list concatenated anew', anew],
  ])('DenseNet-121 as %s', (_, block) => {
    const skips = skipsOf((g, x) => {
      let at = x;
      for (const [stage, layers] of [6, 12, 24, 16].entries()) {
        if (stage > 0) at = g.pooled(g.layer('Conv2D', g.relu(g.norm(at))));
        at = block(g, at, layers);
      }
      return g.relu(g.norm(at));
    });
    expect(skips).toHaveLength(58);
    for (const skip of skips)
      expect(skip).toMatchObject({ kind: 'dense', length: 2, activation: 'pre' });
    expect(new Set(skips.map(({ fork }) => fork)).size).toBe(58);
  });

  test('one aggregation of a chain', () => {
    const skips = skipsOf((g, x) => {
      const a = g.relu(g.layer('Conv2D', x));
      const b = g.relu(g.layer('Conv2D', a));
      return g.concatenate(x, a, b);
    });
    expect(skips).toMatchObject([{ kind: 'dense', fork: 'ReLU.2', length: 2 }]);
  });

  test('a list joined twice is one tensor', () => {
    const skips = skipsOf((g, x) => {
      const y = g.layer('Conv2D', x);
      return g.concatenate(g.relu(g.concatenate(x, y)), g.norm(g.concatenate(x, y)));
    });
    expect(skips).toMatchObject([{ kind: 'dense' }]);
  });

  test.each<[string, (g: Images, x: Ref) => Ref]>([
    [
      'Inception',
      (g, x) => {
        const pool = g.layer('AveragePooling2D', x);
        const [one, three] = [g.layer('Conv2D', x), g.layer('Conv2D', g.layer('Conv2D', x))];
        return g.concatenate(one, three, g.layer('Conv2D', pool));
      },
    ],
    [
      "Inception's reduction",
      (g, x) => g.concatenate(g.pooled(x), g.layer('Conv2D', x, { stride: 2 })),
    ],
    ['heads', (g, x) => g.concatenate(g.dense(g.relu(x)), g.dense(x))],
    ['pooling pyramid without weights', (g, x) => g.concatenate(x, g.pooled(x))],
    ['two inputs', (g, x) => g.concatenate(x, g.layer('Conv2D', g.input(image)))],
  ])('no dense skip: %s', (_, write) => {
    expect(skipsOf(write)).toEqual([]);
  });
});

describe('long skips', () => {
  const double = (g: Images, x: Ref): Ref =>
    g.relu(g.layer('Conv2D', g.relu(g.layer('Conv2D', x))));
  const unet = (g: Images, x: Ref, depth: number, merge: (e: Ref, d: Ref) => Ref): Ref => {
    const encoded = double(g, x);
    if (depth === 0) return encoded;
    const below = unet(g, g.pooled(encoded), depth - 1, merge);
    return double(g, merge(encoded, g.layer('Conv2D', g.upsampled(below))));
  };

  test.each<[string, (g: Images) => (encoded: Ref, decoded: Ref) => Ref]>([
    ['concatenated', (g) => (e, d) => g.concatenate(e, d)],
    ['the decoder first', (g) => (e, d) => g.concatenate(d, e)],
    ['added', (g) => (e, d) => g.sum(d, e)],
    ['cropped', (g) => (e, d) => g.concatenate(g.add('Cropping2D', [e]), d)],
    ['projected', (g) => (e, d) => g.sum(d, g.conv(e, 1))],
  ])('U-Net, %s', (_, merge) => {
    const skips = skipsOf((g, x) => unet(g, x, 4, merge(g)));
    expect(skips.map(({ kind }) => kind)).toEqual(['long', 'long', 'long', 'long']);
    expect(skips.map(({ length }) => length)).toEqual([3, 8, 13, 18]);
    expect(new Set(skips.map(({ fork }) => fork)).size).toBe(4);
  });

  test('by strided and transposed convolutions, at sizes that nobody knows', () => {
    const builder = new GraphBuilder();
    const unknown: Shape = [null, null, null, 8];
    const x = builder.conv(builder.input(unknown));
    const strided = { kernel: [3, 3, 8, 8], config: { strides: [2, 2] } };
    const down = builder.add('Conv2D', [x], strided);
    builder.add('Concatenate', [x, builder.add('Conv2DTranspose', [down], strided)]);
    expect(builder.skips()).toMatchObject([{ kind: 'long', fork: x, length: 2 }]);
  });

  test('no long skip: a branch beside it keeps the resolution', () => {
    const skips = skipsOf((g, x) => {
      const decoded = g.upsampled(g.layer('Conv2D', g.pooled(x)));
      return g.concatenate(g.add('Cropping2D', [x]), g.layer('Conv2D', x), decoded);
    });
    expect(skips).toEqual([]);
  });

  test('no long skip: pooled over everything and spread again', () => {
    const skips = skipsOf((g, x) => {
      const pooled = g.add('GlobalAveragePooling2D', [x], { shape: [null, 1, 1, 16] });
      const spread = g.add('UpSampling2D', [g.layer('Conv2D', pooled)], { shape: image });
      return g.concatenate(g.layer('Conv2D', x), spread);
    });
    expect(skips).toEqual([]);
  });
});
