import { defineConfig } from 'vitest/config';

/** Each kind of test is a project; the order of need. */
const order = ['unit', 'worker', 'golden', 'vscode'];

const project = (
  name: string,
  timeoutMs: number,
  /** How many files run side by side; absent: as many as the machine has cores. */
  most?: number,
  globalSetup: string[] = [],
) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.{ts,tsx}`],
    testTimeout: timeoutMs,
    hookTimeout: Math.max(timeoutMs, 60_000),
    ...(most === undefined ? {} : { maxWorkers: most }),
    sequence: { groupOrder: order.indexOf(name) },
    globalSetup,
  },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', 30_000),
      // Half of a test of workers is waiting: for a process to start, to be killed, to pass a limit.
      project('worker', 60_000, 2, ['test/worker/support/build.ts']),
      project('golden', 60_000, 1),
      project('vscode', 120_000, 1, ['test/vscode/support/globalSetup.ts']),
    ],
    reporters: ['default'],
  },
});
