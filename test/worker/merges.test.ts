/** Sums whose paths do not fit: which one is the shortcut, and what would help. */
import { describe, expect, test } from 'vitest';
import type { Failure } from '../../src/protocol/failure';
import { classes, failureWith, importTf, useWorkbench } from './support/inspect';

const workbench = useWorkbench();

const layers = `${importTf}
type Tensor = tf.SymbolicTensor;
const x = tf.input({ shape: [56, 56, 64] });
const conv = (from: Tensor, filters: number, strides = 1, padding: 'same' | 'valid' = 'same') =>
  tf.layers.conv2d({ filters, kernelSize: 3, strides, padding }).apply(from) as Tensor;
const add = (...paths: Tensor[]) => tf.layers.add().apply(paths) as Tensor;
`;

async function failureOf(sum: string): Promise<Failure> {
  const result = await workbench.inspect(`${layers}${sum}\n`);
  expect(classes(result.graph)).toMatch(/Add!$/);
  expect(result.graph?.skips).toEqual([]);
  return failureWith(result, 'shape-mismatch');
}

describe('a sum whose paths do not fit', () => {
  test.each([
    ['the second input', 'add(conv(conv(x, 128, 2), 128), x);', 1],
    ['the first input', 'add(x, conv(conv(x, 128, 2), 128));', 0],
    [
      'the path with fewer weight layers',
      'add(tf.layers.reLU().apply(x) as Tensor, conv(conv(x, 128, 2), 128));',
      0,
    ],
  ])('says what %s needs as the shortcut', async (_, sum, shortcut) => {
    const { message, fix, source } = await failureOf(sum);
    expect(message).toBe(
      'Add does not fit its inputs. The main path gives 28×28×128, the shortcut 56×56×64: stride 2 and 128 filters on the shortcut would make them fit.',
    );
    expect(fix).toEqual({ kind: 'projection', shortcut, strides: [2, 2], filters: 128 });
    expect(source).toMatchObject({
      line: layers.split('\n').findIndex((l) => l.includes('add =')) + 1,
    });
  });

  test('knows the input that the other was made from, without weights on either', async () => {
    const pooled = 'tf.layers.maxPooling2d({ poolSize: 2 }).apply(x) as Tensor';
    const { fix } = await failureOf(`add(x, ${pooled});`);
    expect(fix).toEqual({ kind: 'projection', shortcut: 0, strides: [2, 2], filters: 64 });
    expect((await failureOf(`add(${pooled}, x);`)).fix).toMatchObject({ shortcut: 1 });
  });

  test('says that no stride helps where none does', async () => {
    const { message, fix } = await failureOf("add(conv(x, 64, 1, 'valid'), x);");
    expect(message).toBe(
      'Add does not fit its inputs. The main path gives 54×54×64, the shortcut 56×56×64: no stride on the shortcut makes 56×56 into 54×54.',
    );
    expect(fix).toBeUndefined();
  });

  test.each([
    ['two paths of equal length', 'add(conv(x, 32), conv(x, 16));', '56×56×32 and 56×56×16'],
    [
      'two paths from two inputs',
      'add(conv(x, 32), tf.input({ shape: [56, 56, 16] }));',
      '56×56×32 and 56×56×16',
    ],
    ['three paths', 'add(x, conv(x, 32), x);', '56×56×64, 56×56×32 and 56×56×64'],
    [
      'channels that stand first',
      "add(x, tf.layers.conv2d({ filters: 8, kernelSize: 1, dataFormat: 'channelsFirst' }).apply(x) as Tensor);",
      '56×56×64 and 8×56×64',
    ],
  ])('names no shortcut for %s', async (_, sum, shapes) => {
    const { message, fix } = await failureOf(sum);
    expect(message).toMatch(new RegExp(`^Add does not fit its inputs ${shapes}: `));
    expect(fix).toBeUndefined();
  });
});
