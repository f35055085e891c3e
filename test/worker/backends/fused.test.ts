/** Training with the fused kernels of the tensorflow backend gives what training without them gives. */
import { beforeAll, expect, test } from 'vitest';
import { bundleProgram, runProgram, surroundingsFor } from './support/processes';
import type { Trained } from './support/training';

let plain: Record<string, Trained>;
let fused: Record<string, Trained>;
let undone: Record<string, Trained>;

beforeAll(async () => {
  const { resources, env } = await surroundingsFor('tensorflow');
  const script = await bundleProgram('training');
  const printed = await runProgram(script, [JSON.stringify(resources)], env);
  ({ plain, fused, undone } = JSON.parse(printed) as Record<
    string,
    Record<string, Trained>
  > as never);
}, 400_000);

/** The largest difference of each tensor, relative to its largest value. */
function distance(a: readonly number[][], b: readonly number[][]): number {
  const each = a.map((values, index) => {
    const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-3);
    const apart = values.map((value, at) => Math.abs(value - (b[index]?.[at] ?? Number.NaN)));
    return apart.reduce((largest, value) => (value <= largest ? largest : value), 0) / most;
  });
  return Math.max(...each);
}

const cases = ['residual', 'recurrent'].flatMap((model) =>
  ['sgd', 'momentum', 'nesterov', 'adam', 'rmsprop'].map(
    (optimizer) => `${model} with ${optimizer}`,
  ),
);

test.each(cases)('%s', (name) => {
  const [a, b] = [plain[name]!, fused[name]!];
  expect(distance([a.losses], [b.losses])).toBeLessThan(1e-4);
  expect(distance(a.values, b.values)).toBeLessThan(2e-3);
  expect(b.leaked).toBe(a.leaked);
});

test('the losses fall, so that something was learned', () => {
  for (const { losses } of Object.values(fused)) expect(losses.at(-1)).toBeLessThan(losses[0]!);
});

test('what was changed is put back', () => {
  for (const name of cases)
    expect(distance(plain[name]!.values, undone[name]!.values)).toBeLessThan(1e-5);
});
