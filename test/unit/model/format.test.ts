import fc from 'fast-check';
import { expect, test } from 'vitest';
import { categoryOf, isWeightLayer } from '../../../src/model/category';
import {
  formatCount,
  formatExact,
  formatMacs,
  formatMilliseconds,
  formatShape,
} from '../../../src/model/format';

test.each([
  [0, '0'],
  [7, '7'],
  [512, '512'],
  [999, '999'],
  [999.4, '999.4'],
  [999.5, '1.00 k'],
  [1_000, '1.00 k'],
  [1_234, '1.23 k'],
  [9_995, '9.99 k'],
  [9_996, '10.0 k'],
  [53_120, '53.1 k'],
  [999_499, '999 k'],
  [999_500, '1.00 M'],
  [999_999, '1.00 M'],
  [25_557_032, '25.6 M'],
  [4_089_184_256, '4.09 G'],
  [1e15, '1.00 P'],
  [1e19, '1.00e+4 P'],
  [-25_557_032, '−25.6 M'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
])('the count %d is %s', (value, text) => {
  expect(formatCount(value)).toBe(text);
});

test('a count is within half a percent of what it says', () => {
  const factors: Record<string, number> = { k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15 };
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (value) => {
      const [digits, prefix = ''] = formatCount(value).split(' ');
      const read = Number(digits) * (factors[prefix] ?? 1);
      expect(Math.abs(read - value)).toBeLessThanOrEqual(value * 0.005 + 1e-9);
      expect(Number(digits)).toBeLessThan(1000);
    }),
  );
});

test.each([
  [4_089_184_256, '4.09 GMACs'],
  [950, '950 MACs'],
  [0, '0 MACs'],
])('%d MACs', (value, text) => {
  expect(formatMacs(value)).toBe(text);
});

test.each([
  [12.3, '12.3 ms'],
  [12.34, '12.3 ms'],
  [99.96, '100 ms'],
  [0.1234, '0.12 ms'],
  [0.996, '1.0 ms'],
  [5, '5.00 ms'],
  [0, '0 ms'],
  [123.4, '123 ms'],
  [999.4, '999 ms'],
  [999.6, '1.00 s'],
  [1_000, '1.00 s'],
  [1_236, '1.24 s'],
])('%d ms is %s', (value, text) => {
  expect(formatMilliseconds(value)).toBe(text);
});

test('exact numbers and shapes', () => {
  expect(formatExact(25_557_032)).toBe('25,557,032');
  expect(formatShape([null, 56, 56, 64])).toBe('56×56×64');
  expect(formatShape([null, null, 3])).toBe('?×3');
  expect(formatShape([null])).toBe('scalar');
});

test('families of layers', () => {
  expect(
    ['Conv2D', 'Dense', 'LSTM', 'Add', 'MyLayer', 'toString', 'Functional'].map(categoryOf),
  ).toEqual(['convolution', 'dense', 'recurrent', 'merge', 'custom', 'custom', 'model']);
  expect(['SeparableConv2D', 'GRU', 'BatchNormalization', 'Add'].map(isWeightLayer)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
