/** Which process serves whom: what somebody waits for, what nobody waits for, and the spare one. */
import { afterEach, describe, expect, test } from 'vitest';
import { Bundler } from '../../src/bundle/bundler';
import { InspectPool } from '../../src/workerHost/inspectPool';
import type { Inspection, Inspector } from '../../src/workerHost/inspector';
import {
  failureWith,
  goodText,
  importTf,
  limits,
  uncancelled,
  useWorkbench,
  workerScript,
} from './support/inspect';
import { childrenWith } from './support/killing';

const workbench = useWorkbench();
afterEach(() => workbench.endOwnInspectors());
const endless = `${importTf}const model = tf.sequential();\nfor (;;) {}\n`;
const workers = (): number[] => childrenWith('inspect-worker.js');

function milliseconds(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function expectGood(inspector: Inspector): Promise<void> {
  const { graph, failures } = await workbench.inspect(goodText, '', { inspector, name: 'good.ts' });
  expect(failures).toEqual([]);
  expect(graph?.complete).toBe(true);
}

async function poolWith(changes: { readonly processes?: number }) {
  const options = { script: workerScript, nodePath: '', ...limits };
  const pool = new InspectPool({ workerOptions: () => options, log: () => undefined, ...changes });
  const request = { file: workbench.write('one.ts', goodText), entry: '', unsaved: new Map() };
  const bundle = await new Bundler().bundle(request);
  if (!bundle.ok) throw new Error(bundle.failures[0]?.message);
  return { pool, bundle: bundle.value };
}

describe.skipIf(process.platform === 'win32')('what nobody waits for', () => {
  const file = (): string => workbench.write('background.ts', endless);
  const inBackground = (inspector: Inspector, cancelled: Promise<void>): Promise<Inspection> =>
    inspector.inspect({ file: file(), entry: '', unsaved: new Map() }, cancelled, 'background');

  test('runs in another process, whose end leaves the one that has served to the next edit', async () => {
    const others = workers();
    const inspector = workbench.inspector();
    await expectGood(inspector);
    const first = workers().find((pid) => !others.includes(pid))!;
    for (let edit = 0; edit < 2; edit++) {
      failureWith(await inBackground(inspector, milliseconds(400)), 'cancelled');
      expect(workers()).toContain(first);
      await expectGood(inspector);
    }
  });

  test('does not keep who waits from an answer, however much of it there is', async () => {
    const inspector = workbench.inspector();
    await expectGood(inspector);
    let cancel = (): void => undefined;
    const cancelled = new Promise<void>((resolve) => (cancel = resolve));
    const running = [1, 2, 3].map(() => inBackground(inspector, cancelled));
    await milliseconds(400);
    await expectGood(inspector);
    cancel();
    for (const result of await Promise.all(running)) failureWith(result, 'cancelled');
  });

  test('leaves a process to who waits, though one had to be ended', async () => {
    const inspector = workbench.inspector();
    await expectGood(inspector);
    let cancel = (): void => undefined;
    const cancelled = new Promise<void>((resolve) => (cancel = resolve));
    let settled = 0;
    const running = [1, 2].map(async () => {
      const result = await inBackground(inspector, cancelled);
      settled++;
      return result;
    });
    await milliseconds(400);
    const ended = { file: file(), entry: '', unsaved: new Map<string, string>() };
    failureWith(await inspector.inspect(ended, milliseconds(300)), 'cancelled');
    await expectGood(inspector);
    expect(settled).toBe(0);
    cancel();
    for (const result of await Promise.all(running)) failureWith(result, 'cancelled');
  });

  test('takes no process where it was cancelled before', async () => {
    const others = workers();
    const { pool, bundle } = await poolWith({});
    expect((await pool.inspect(bundle, Promise.resolve())).ok).toBe(false);
    expect(workers().filter((pid) => !others.includes(pid))).toEqual([]);
    pool.dispose();
  });

  test('is answered where there is one process only', async () => {
    const { pool, bundle } = await poolWith({ processes: 1 });
    for (const urgency of ['background', 'awaited'] as const)
      expect((await pool.inspect(bundle, uncancelled, urgency)).ok).toBe(true);
    pool.dispose();
  });
});

test.skipIf(process.platform === 'win32')(
  'the second process is started after the first answer, when there is time',
  async () => {
    const others = workers();
    const own = (): number[] => workers().filter((pid) => !others.includes(pid));
    const inspector = workbench.inspector();
    await expectGood(inspector);
    expect(own()).toHaveLength(1);
    await expect.poll(own, { timeout: 10_000 }).toHaveLength(2);
  },
);
