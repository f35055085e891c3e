/** What is folded into convolutions in inference, what must not be, and that the values stay. */
import { beforeAll, expect, test } from 'vitest';
import { bundleProgram, runProgram, surroundingsFor } from './support/processes';
import type { Folded } from './support/folding';

let plain: Record<string, number[][]>;
let fused: Record<string, Folded>;
let folds: string;
let without: { folds: string; model: Folded };
let refused: string;

beforeAll(async () => {
  const { resources, env } = await surroundingsFor('tensorflow');
  const script = await bundleProgram('folding');
  const printed = await runProgram(script, [JSON.stringify(resources)], env);
  ({ plain, fused, folds, without, refused } = JSON.parse(printed) as never);
}, 400_000);

/** The largest difference, relative to the largest value. */
function distance(a: readonly number[], b: readonly number[]): number {
  expect(b).toHaveLength(a.length);
  const most = a.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-3);
  return a.reduce((far, value, at) => Math.max(far, Math.abs(value - b[at]!)), 0) / most;
}

const expected: Readonly<Record<string, readonly string[]>> = {
  identity: ['stem < stem_bn stem_relu', 'a < a_bn a_relu', 'b < b_bn sum relu'],
  'projection, main first': [
    'stem < stem_bn stem_relu',
    'short < short_bn',
    'main < main_bn sum relu',
  ],
  'projection, shortcut first': [
    'stem < stem_bn stem_relu',
    'main < main_bn',
    'short < short_bn sum relu',
  ],
  'pre-activation': [
    'a_conv2 < a_sum',
    'b_conv2 < b_sum',
    'a_conv1 < a_bn2 a_relu2',
    'b_conv1 < b_bn2 b_relu2',
  ],
  'read twice': ['second < second_bn sum', 'third < third_bn'],
  activations: ['plain < named', 'six < six_bn relu6', 'three < three_bn'],
  'other sums': [
    'stem < stem_bn stem_relu',
    'y < y_bn',
    'wide < wide_bn',
    'z < z_bn',
    'shared < shared_bn',
  ],
  'called inside': ['main < main_bn sum relu'],
  nested: ['in_a < in_a_bn in_relu', 'in_b < in_b_bn in_sum in_end'],
};

test('the binding that is built here takes lists', () => {
  expect(folds).toBe('normalizations, sums and activations');
  expect(refused).toMatch(/string/i);
});

test('a binding that takes none folds normalizations alone', () => {
  expect(without.folds).toBe('normalizations');
  expect(without.model.folded).toEqual(['stem < stem_bn', 'a < a_bn', 'b < b_bn']);
  plain['identity']!.forEach((values, at) => {
    expect(distance(values, without.model.values[at]!)).toBeLessThan(1e-4);
  });
});

test.each(Object.keys(expected))('%s: the values stay', (name) => {
  plain[name]!.forEach((values, at) => {
    expect(distance(values, fused[name]!.values[at]!)).toBeLessThan(1e-4);
    expect(Math.max(...values.map(Math.abs))).toBeGreaterThan(0.01);
  });
});

test.each(Object.entries(expected))('%s: what is folded', (name, layers) => {
  expect(fused[name]!.folded).toEqual(layers);
});
