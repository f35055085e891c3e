/** First values of weights, and batches: how far they spread, and that a seed gives them again. */
import { describe, expect, test } from 'vitest';
import {
  randomBatch,
  randomSource,
  weightValues,
  oneHotBatch,
} from '../../../src/worker/profile/values';

function variance(values: ArrayLike<number>): number {
  const all = Array.from(values);
  const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
  return all.reduce((sum, one) => sum + (one - mean) ** 2, 0) / all.length;
}

describe('weights', () => {
  test.each([
    { name: 'kernel', shape: [3, 3, 64, 128], fanIn: 3 * 3 * 64 },
    { name: 'dense/kernel', shape: [300, 200], fanIn: 300 },
    { name: 'depthwise_kernel', shape: [5, 5, 256, 2], fanIn: 25 },
  ])('$name of $shape has the variance 2 / $fanIn', ({ name, shape, fanIn }) => {
    const values = weightValues(name, shape, randomSource(7));
    expect(variance(values) * fanIn).toBeGreaterThan(1.9);
    expect(variance(values) * fanIn).toBeLessThan(2.1);
  });

  test.each([
    ['bias', 0],
    ['moving_mean', 0],
    ['gamma', 1],
    ['moving_variance', 1],
    ['layer_scale', 1],
  ])('%s is %d', (name, value) => {
    expect([...weightValues(name, [3], randomSource(7))]).toEqual([value, value, value]);
  });
});

describe('a seed', () => {
  test('gives the same values each time, and others than another', () => {
    const values = (seed: number) => [...weightValues('kernel', [4, 5], randomSource(seed))];
    expect(values(3)).toEqual(values(3));
    expect(values(3)).not.toEqual(values(4));
  });

  test('gives numbers from 0 to 1 that are spread evenly', () => {
    const random = randomSource(11);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) counts[Math.floor(random() * 10)]!++;
    expect(Math.min(...counts)).toBeGreaterThan(900);
    expect(Math.max(...counts)).toBeLessThan(1_100);
  });
});

describe('batches', () => {
  test('of whole numbers stay below the vocabulary, and reach its ends', () => {
    const batch = randomBatch({ shape: [200], dtype: 'int32', below: 5 }, randomSource(1));
    expect(batch.dtype).toBe('int32');
    expect(new Set(batch.dataSync())).toEqual(new Set([0, 1, 2, 3, 4]));
  });

  test('of truth values are of both', () => {
    const batch = randomBatch({ shape: [50], dtype: 'bool', below: 9 }, randomSource(1));
    expect(new Set(batch.dataSync())).toEqual(new Set([0, 1]));
  });

  test('of floats are centred and have the deviation one', () => {
    const values = randomBatch({ shape: [100, 100], dtype: 'float32' }, randomSource(1)).dataSync();
    expect(Math.abs(Array.from(values).reduce((sum, one) => sum + one, 0) / 10_000)).toBeLessThan(
      0.03,
    );
    expect(Math.abs(variance(values) - 1)).toBeLessThan(0.03);
  });

  test('of classes have one one in each row', () => {
    const batch = oneHotBatch([6, 4], randomSource(2));
    expect([...batch.sum(-1).dataSync()]).toEqual([1, 1, 1, 1, 1, 1]);
    expect(new Set(batch.dataSync())).toEqual(new Set([0, 1]));
  });
});
