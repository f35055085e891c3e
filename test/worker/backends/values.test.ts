/** Values and gradients of every backend, against those of the cpu backend: at most 1e-4 of the largest value apart. */
import { beforeAll, describe, expect, test } from 'vitest';
import { layerCases } from './support/layers';
import { operations } from './support/operations';
import { bundleProgram, runProgram, surroundingsFor } from './support/processes';
import type { CaseValues, Printed } from './support/program';
import type { BackendName } from '../../../src/protocol/profile';

const tolerance = 1e-4;
const longMs = 400_000;

/** A backend, or the tensorflow backend with its fused kernels. */
type Variant = BackendName | 'tensorflow fused';

async function printedBy(variant: Variant): Promise<Printed> {
  const [name, ...fused] = variant.split(' ') as [BackendName, ...string[]];
  const { resources, env } = await surroundingsFor(name);
  const printed = JSON.parse(
    await runProgram(script, [name, JSON.stringify(resources), ...fused], env),
  ) as Printed;
  expect(printed.failure).toBeUndefined();
  return printed;
}

let script: string;
let reference: Printed;

beforeAll(async () => {
  script = await bundleProgram('program');
  reference = await printedBy('cpu');
}, longMs);

/** The largest difference, relative to the largest value. */
function distance(expected: readonly number[], actual: readonly number[]): number {
  if (expected.length !== actual.length) return Number.POSITIVE_INFINITY;
  const most = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-6);
  const furthest = expected.reduce((largest, value, index) => {
    const apart = Math.abs(value - (actual[index] ?? Number.NaN));
    return Number.isNaN(apart) ? Number.POSITIVE_INFINITY : Math.max(largest, apart);
  }, 0);
  return furthest / most;
}

function expectSame(expected: CaseValues | undefined, actual: CaseValues | undefined): void {
  expect(actual?.error).toBeUndefined();
  expect(expected?.error).toBeUndefined();
  expect(actual?.values.length).toBe(expected?.values.length);
  expected?.values.forEach((values, index) => {
    expect(distance(values, actual?.values[index] ?? [])).toBeLessThan(tolerance);
  });
}

/** Layers and operations that a backend refuses, in words that match. */
const byNumbers = {
  'operation/conv2d 3×3, padding in numbers': /only 'valid' and 'same' padding/,
};
const refused: Partial<Record<Variant, Readonly<Record<string, RegExp>>>> = {
  tensorflow: byNumbers,
  'tensorflow fused': byNumbers,
};

const keys = [
  ...Object.keys(operations).map((name) => `operation/${name}`),
  ...Object.keys(layerCases).map((name) => `layer/${name}`),
];

function withoutGradient(
  kind: string,
  cases: Readonly<Record<string, { readonly noGradient?: RegExp }>>,
): (readonly [string, RegExp])[] {
  return Object.entries(cases).flatMap(([name, { noGradient: words }]) =>
    words === undefined ? [] : [[`${kind}/${name}`, words] as const],
  );
}

const noGradient = new Map([
  ...withoutGradient('operation', operations),
  ...withoutGradient('layer', layerCases),
]);

describe.each(['cpu', 'wasm', 'tensorflow', 'tensorflow fused', 'webgpu'] as const)(
  '%s',
  (name) => {
    let printed: Printed;

    beforeAll(async () => {
      printed = name === 'cpu' ? reference : await printedBy(name);
    }, longMs);

    test.each(keys)('%s', (key) => {
      const refusal = refused[name]?.[key];
      const [forward, gradient] = [`${key}/forward`, `${key}/gradient`];
      if (refusal === undefined) expectSame(reference.results[forward], printed.results[forward]);
      else expect(printed.results[forward]?.error).toMatch(refusal);
      const words = refusal ?? noGradient.get(key);
      if (words === undefined) expectSame(reference.results[gradient], printed.results[gradient]);
      else expect(printed.results[gradient]?.error).toMatch(words);
    });

    test('gradients of linear operations are their adjoints', () => {
      const apart = Object.entries(printed.adjoints).filter(
        ([, [forward, backward]]) =>
          !(Math.abs(forward - backward) <= 1e-4 * Math.max(1, Math.abs(forward))),
      );
      expect(apart).toEqual([]);
      expect(Object.keys(printed.adjoints).length).toBeGreaterThan(10);
    });
  },
);
