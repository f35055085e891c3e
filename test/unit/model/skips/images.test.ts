/** Skips of convolutional networks: padded, gated, dense and long, and what looks like them. */
import { describe, expect, test } from 'vitest';
import type { Shape, Skip } from '../../../../src/model/graph';
import { GraphBuilder, type Ref } from '../support/graphs';

const image: Shape = [null, 32, 32, 16];

/** An input of 32×32×16, and layers that keep track of shapes. */
class Images extends GraphBuilder {
  readonly x = this.relu(this.add('Conv2D', [this.input(image)], { kernel: [3, 3, 16, 16] }));

  layer(className: string, x: Ref, change: { stride?: number; channels?: number } = {}): Ref {
    const { stride = 1, channels } = change;
    const shape = this.shapeOf(x).map((size, axis) => {
      if (axis === 3 && channels !== undefined) return channels;
      return size === null || axis === 0 || axis === 3 ? size : size / stride;
    });
    const kernel = className.startsWith('Conv') ? { kernel: [3, 3, 16, channels ?? 16] } : {};
    return this.add(className, [x], { shape, config: { strides: [stride, stride] }, ...kernel });
  }

  block(x: Ref, stride = 1, channels = 16): Ref {
    const first = this.relu(this.norm(this.layer('Conv2D', x, { stride, channels })));
    return this.norm(this.layer('Conv2D', first, { channels }));
  }

  pooled(x: Ref): Ref {
    return this.layer('MaxPooling2D', x, { stride: 2 });
  }

  upsampled(x: Ref): Ref {
    const shape = this.shapeOf(x).map((size, axis) =>
      size === null || axis === 3 ? size : size * 2,
    );
    return this.add('UpSampling2D', [x], { shape, config: { size: [2, 2] } });
  }

  concatenate(...inputs: Ref[]): Ref {
    return this.add('Concatenate', inputs);
  }
}

function skipsOf(write: (g: Images, x: Ref) => Ref): Skip[] {
  const builder = new Images();
  write(builder, builder.x);
  return builder.skips();
}

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
