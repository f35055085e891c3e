/** How often a call is asked whose process dies. */
import { expect, test } from 'vitest';
import { fail } from '../../../src/protocol/failure';
import { untilAnswered, type Attempt } from '../../../src/workerHost/attempts';

const soonMs = 3;
const lateMs = 2_000;

function death(ms: number): Attempt {
  const failure = { code: 'worker-exited', severity: 'error', message: `after ${ms} ms` } as const;
  return { result: fail(failure), died: true, ms };
}

const answered: Attempt = {
  result: { ok: true, value: { failures: [], evaluateMs: 1, analyseMs: 1 } },
  died: false,
  ms: 20,
};

/** How many of these attempts are made, with two processes waiting for work. */
async function asked(attempts: readonly Attempt[], wanted = true): Promise<number> {
  let made = 0;
  const next = (): Promise<Attempt> => Promise.resolve(attempts[made++] ?? answered);
  const result = await untilAnswered(next, () => wanted, 2);
  expect(result).toBe((attempts[made - 1] ?? answered).result);
  return made;
}

test.each([
  ['an answer', [], 1],
  ['a death at work', [death(lateMs)], 2],
  ['two deaths at work', [death(lateMs), death(lateMs)], 2],
  ['both waiting processes dead', [death(soonMs), death(soonMs)], 3],
  ['both dead, and the new one dies at work', [death(soonMs), death(soonMs), death(lateMs)], 4],
  ['code that ends every process at once', Array.from({ length: 9 }, () => death(soonMs)), 4],
])('%s', async (_, attempts, expected) => {
  expect(await asked(attempts)).toBe(expected);
});

test('a cancelled call is not asked again', async () => {
  expect(await asked([death(soonMs)], false)).toBe(1);
});
