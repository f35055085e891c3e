import { defineConfig } from 'vitest/config';

/** Each kind of test is a project; the order of need is unit, worker, golden, vscode. */
const project = (
  name: string,
  timeoutMs: number,
  parallel: boolean,
  globalSetup: string[] = [],
) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.{ts,tsx}`],
    testTimeout: timeoutMs,
    hookTimeout: Math.max(timeoutMs, 60_000),
    fileParallelism: parallel,
    globalSetup,
  },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', 30_000, true),
      project('worker', 60_000, false),
      project('golden', 60_000, false),
      project('vscode', 120_000, false, ['test/vscode/support/globalSetup.ts']),
    ],
    reporters: ['default'],
  },
});
