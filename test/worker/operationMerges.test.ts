/** Sums and concatenations of tensors that do not fit, in functions of tensors and in custom layers. */
import { describe, expect, test } from 'vitest';
import { failureWith, importTf, textAt, useWorkbench } from './support/inspect';

const workbench = useWorkbench();

const paths = 'The main path gives 28×28×128, the shortcut 56×56×64';
const projection = `${paths}: stride 2 and 128 filters on the shortcut would make them fit.`;

/** What joins `y`, made from `x` by a convolution, with `x`. */
const merges: readonly (readonly [merge: string, at: string, words: string])[] = [
  ['tf.add(y, x)', 'add(y, x)', `tf.add does not fit its inputs. ${projection}`],
  ['x.add(y)', 'add(y)', `tf.add does not fit its inputs. ${projection}`],
  ['tf.addN([x, y])', 'addN([x, y]', `tf.addN does not fit its inputs. ${projection}`],
  [
    'tf.concat([x, y], -1)',
    'concat([x, y',
    `tf.concat does not fit its inputs. ${paths}: stride 2 on the shortcut would make them fit.`,
  ],
  ['y.concat(x, 3)', 'concat(x, 3)', `tf.concat does not fit its inputs. ${paths}: stride 2 `],
  ['tf.mul(y, x)', 'mul(y, x)', 'tf.mul does not fit its inputs 28×28×128 and 56×56×64: Operands '],
  [
    'tf.layers.add().apply([y, x]) as tf.Tensor',
    'apply([y, x]',
    `Add does not fit its inputs. ${projection}`,
  ],
];

describe('in a function of tensors', () => {
  test.each(merges)('%s', async (merge, at, words) => {
    const text = `${importTf}
const kernel = tf.variable(tf.randomNormal([3, 3, 64, 128]));
export function net(x: tf.Tensor4D): tf.Tensor {
  const y = tf.relu(tf.conv2d(x, kernel as tf.Tensor4D, 2, 'same'));
  return ${merge};
}
`;
    const result = await workbench.inspect(text, 'net(tf.zeros([1, 56, 56, 64]))');
    const { message, source, fix } = failureWith(result, 'shape-mismatch');
    expect(message).toContain(words);
    expect(textAt(text, source, at.length)).toBe(at);
    expect(fix).toBeUndefined();
  });

  test.each([
    [
      'branches of equal length',
      'tf.add(tf.conv2d(x, k, 1, "valid"), tf.conv2d(x, k, 2, "same"))',
      'tf.add does not fit its inputs 6×6×4 and 4×4×4: Operands',
    ],
    ['other operations', 'tf.matMul(tf.zeros([2, 3]), tf.zeros([2, 3]))', 'Error: Error in matMul'],
    ['vectors without a batch', 'tf.zeros([3]).add(tf.zeros([4]))', '[3] and [4]: Operands'],
    ['three inputs', 'tf.addN([x, x, tf.zeros([1, 4, 4, 4])])', '8×8×4, 8×8×4 and 4×4×4: All'],
    ['an error of its own', 'own()', 'Error: this is no shape of mine'],
  ])('names no shortcut of %s', async (_, value, words) => {
    const text = `${importTf}
const k = tf.variable(tf.randomNormal([3, 3, 4, 4])) as unknown as tf.Tensor4D;
const own = (): tf.Tensor => { throw new Error('this is no shape of mine'); };
export const net = (x: tf.Tensor4D): tf.Tensor => ${value};
`;
    const { failures } = await workbench.inspect(text, 'net(tf.zeros([1, 8, 8, 4]))');
    expect(failures.map(({ message }) => message).join()).toContain(words);
    expect(failures.every(({ fix }) => fix === undefined)).toBe(true);
  });
});

describe('in a custom layer', () => {
  test.each(merges)('%s', async (merge, at, words) => {
    const text = `${importTf}
class Block extends tf.layers.Layer {
  static className = 'Block';
  private kernel!: tf.LayerVariable;
  override build(): void {
    this.kernel = this.addWeight('kernel', [3, 3, 64, 128], 'float32', tf.initializers.zeros());
  }
  override computeOutputShape(shape: tf.Shape): tf.Shape {
    return shape;
  }
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
    const y = tf.conv2d(x, this.kernel.read() as tf.Tensor4D, 2, 'same');
    return ${merge};
  }
}
export const model = tf.sequential({ layers: [new Block({ inputShape: [56, 56, 64] } as object)] });
`;
    const result = await workbench.inspect(text);
    const { message, source, fix } = failureWith(result, 'layer-call-failed');
    expect(message).toContain(
      `"call" of Block fails on 56×56×64, so the model can be built and not run: `,
    );
    expect(message).toContain(words);
    expect(textAt(text, source, at.length)).toBe(at);
    expect(fix).toBeUndefined();
    expect(result.graph?.complete).toBe(true);
  });

  test('that joins its two inputs: the layers before it tell the shortcut', async () => {
    const text = `${importTf}
class Join extends tf.layers.Layer {
  static className = 'Join';
  override computeOutputShape(shapes: tf.Shape[]): tf.Shape { return shapes[0] ?? []; }
  override call(inputs: tf.Tensor[]): tf.Tensor { return tf.add(inputs[1]!, inputs[0]!); }
}
const x = tf.input({ shape: [56, 56, 64] });
const y = tf.layers.conv2d({ filters: 128, kernelSize: 3, strides: 2, padding: 'same' }).apply(x);
export const z = new Join({}).apply([x, y as tf.SymbolicTensor]);
`;
    const result = await workbench.inspect(text, 'z');
    const { message, fix, source } = failureWith(result, 'layer-call-failed');
    expect(message).toContain(`tf.add does not fit its inputs. ${projection}`);
    expect(source).toMatchObject({ line: 6 });
    expect(fix).toMatchObject({
      kind: 'projection',
      shortcut: 0,
      strides: [2, 2],
      filters: 128,
      place: { line: 10 },
    });
  });
});
