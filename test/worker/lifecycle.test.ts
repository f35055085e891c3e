/** The life of the worker processes: cancelled, shared, disposed of, impossible to start. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ensureNode } from '../../scripts/lib/nodeRuntime.mjs';
import { Bundler } from '../../src/bundle/bundler';
import { InspectPool } from '../../src/workerHost/inspectPool';
import type { Inspection, Inspector } from '../../src/workerHost/inspector';
import {
  classes,
  failureWith,
  goodText,
  importTf,
  limits,
  uncancelled,
  useWorkbench,
  workerScript,
} from './support/inspect';
import { killChildren } from './support/killing';

const workbench = useWorkbench();
afterEach(() => workbench.endOwnInspectors());
const endless = `${importTf}const model = tf.sequential();\nfor (;;) {}\n`;

function turns(count: number): Promise<void> {
  let all = Promise.resolve();
  for (let i = 0; i < count; i++) all = all.then(() => new Promise((r) => setImmediate(r)));
  return all;
}

function milliseconds(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function expectGood(inspector: Inspector): Promise<void> {
  const { graph, failures } = await workbench.inspect(goodText, '', { inspector, name: 'good.ts' });
  expect(failures).toEqual([]);
  expect(classes(graph)).toBe('InputLayer Conv2D Flatten');
}

/** VS Code 1.139 runs workers on Node 24 and 1.100 on Node 20; each loads other things late. */
describe.each([20, 24] as const)('on Node %i', (major) => {
  test('an edit without fault keeps its worker for the next', async () => {
    const { node } = await ensureNode(major);
    const inspector = workbench.inspector({ nodePath: node });
    const before = workbench.log.length;
    for (let edit = 0; edit < 3; edit++) await expectGood(inspector);
    expect(workbench.log.slice(before)).toEqual([]);
  }, 60_000);
});

test('weights have the same names in each inspection of a process', async () => {
  const inspector = workbench.inspector();
  const text = `${importTf}const layer = tf.layers.dense({ units: 2, inputShape: [3] });
const { inputs, outputs } = tf.sequential({ layers: [layer] });
export const model = tf.model({ inputs, outputs, name: layer.weights[0]!.name });`;
  for (let edit = 0; edit < 3; edit++) {
    const { graph } = await workbench.inspect(`${text}\n// ${edit}`, '', { inspector });
    expect(graph?.name).toBe('dense_Dense1/kernel');
  }
});

describe('cancelling', () => {
  let files = 0;
  const inspect = (
    inspector: Inspector,
    text: string,
    cancelled: Promise<void>,
  ): Promise<Inspection> => {
    const file = workbench.write(`cancel${++files}.ts`, text);
    return inspector.inspect({ file, entry: '', unsaved: new Map() }, cancelled);
  };

  test.each([
    ['before it begins', () => Promise.resolve()],
    ['while it is bundled', () => turns(2)],
    ['as the worker is asked', () => turns(12)],
    ['while it runs', () => milliseconds(400)],
  ])('%s', async (_, when) => {
    const inspector = workbench.inspector();
    const result = await inspect(inspector, endless, when());
    expect(failureWith(result, 'cancelled').message).toBe('The inspection was cancelled.');
    await expectGood(inspector);
  });

  test('while the processes start', async () => {
    const inspector = workbench.inspector();
    failureWith(await inspect(inspector, endless, milliseconds(5)), 'cancelled');
    await expectGood(inspector);
  });

  test('while it waits for others', async () => {
    const inspector = workbench.inspector();
    let stop = (): void => undefined;
    const stopped = new Promise<void>((resolve) => (stop = resolve));
    const running = [endless, endless].map((text) => inspect(inspector, text, stopped));
    failureWith(await inspect(inspector, endless, milliseconds(300)), 'cancelled');
    stop();
    for (const result of await Promise.all(running)) failureWith(result, 'cancelled');
    await expectGood(inspector);
  });

  test('when it is over already', async () => {
    const inspector = workbench.inspector();
    let cancel = (): void => undefined;
    const cancelled = new Promise<void>((resolve) => (cancel = resolve));
    expect((await inspect(inspector, goodText, cancelled)).failures).toEqual([]);
    cancel();
    await expectGood(inspector);
  });

  test('many edits in a row, of which only the last is wanted', async () => {
    const inspector = workbench.inspector();
    const cancels: (() => void)[] = [];
    const results = Array.from({ length: 8 }, (_, i) => {
      cancels.at(-1)?.();
      const cancelled = new Promise<void>((resolve) => cancels.push(resolve));
      return inspect(inspector, i < 7 ? endless : goodText, cancelled);
    });
    const settled = await Promise.all(results);
    expect(settled.at(-1)!.failures).toEqual([]);
    settled.slice(0, -1).forEach((result) => failureWith(result, 'cancelled'));
  });
});

test('processes that were all killed while they waited are replaced, and the call is answered', async () => {
  const options = { script: workerScript, nodePath: '', ...limits };
  const pool = new InspectPool({ workerOptions: () => options, log: () => undefined });
  const bundler = new Bundler();
  const file = workbench.write('waiting.ts', goodText);
  const bundle = await bundler.bundle({ file, entry: '', unsaved: new Map() });
  if (!bundle.ok) throw new Error(bundle.failures[0]?.message);
  for (let round = 0; round < 5; round++) {
    // Two at once, so that both processes wait for work when they are killed.
    const calls = [0, 1].map(() => pool.inspect(bundle.value, uncancelled));
    for (const answered of await Promise.all(calls))
      expect(answered.ok && answered.value.failures).toEqual([]);
    killChildren('inspect-worker.js');
    // They are dead when the next call comes, and nobody has been told.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
  pool.dispose();
}, 60_000);

test('several at once, each with its own answer', async () => {
  const inspector = workbench.inspector();
  const graphs = await Promise.all(
    [1, 2, 3, 4, 5].map((units) =>
      workbench.graph(
        `${importTf}export const m = tf.sequential({ layers: [tf.layers.dense({ units: ${units}, inputShape: [9] })] });`,
        '',
        { inspector, name: `m${units}.ts` },
      ),
    ),
  );
  expect(graphs.map(({ parameters }) => parameters.trainable)).toEqual([10, 20, 30, 40, 50]);
});

test('one that dies does not take its neighbour along', async () => {
  const inspector = workbench.inspector({ memoryLimitMB: 300 });
  const heavy = `${importTf}JSON.parse('[' + '{},'.repeat(3e7) + '{}]');`;
  const [dead, alive] = await Promise.all([
    workbench.inspect(heavy, '', { inspector, name: 'heavy.ts' }),
    workbench.inspect(goodText, '', { inspector, name: 'light.ts' }),
  ]);
  failureWith(dead, 'out-of-memory');
  expect(alive.failures).toEqual([]);
});

describe('disposal', () => {
  test('while one runs and others wait', async () => {
    const inspector = workbench.inspector();
    const pending = [1, 2, 3, 4].map((n) =>
      workbench.inspect(endless, '', { inspector, name: `d${n}.ts` }),
    );
    await milliseconds(400);
    inspector.dispose();
    for (const result of await Promise.all(pending)) failureWith(result, 'cancelled');
  });

  test('while the processes start', async () => {
    const inspector = workbench.inspector();
    const pending = workbench.inspect(goodText, '', { inspector });
    inspector.dispose();
    failureWith(await pending, 'cancelled');
  });

  test('before a call', async () => {
    const inspector = workbench.inspector();
    inspector.dispose();
    failureWith(await workbench.inspect(goodText, '', { inspector }), 'cancelled');
  });

  test.runIf(process.platform === 'linux')('leaves no process behind', async () => {
    const others = workersOf(process.pid);
    const inspector = workbench.inspector();
    const busy = workbench.inspect(endless, '', { inspector });
    const started = (): number[] => workersOf(process.pid).filter((pid) => !others.includes(pid));
    await expect.poll(started, { timeout: 10_000 }).toHaveLength(2);
    const own = started();
    inspector.dispose();
    await busy;
    await expect.poll(() => own.filter(isRunning), { timeout: 10_000 }).toEqual([]);
  });
});

describe.runIf(process.platform === 'linux')('a process that is started ahead', () => {
  const startedAhead = async (inspector: Inspector, forMs: number): Promise<number[]> => {
    const others = workersOf(process.pid);
    await inspector.prepare(forMs);
    return workersOf(process.pid).filter((pid) => !others.includes(pid));
  };

  test('is one, and answers the first inspection', async () => {
    const inspector = workbench.inspector();
    const [first, ...more] = await startedAhead(inspector, 60_000);
    expect(more).toEqual([]);
    await expectGood(inspector);
    expect(isRunning(first!)).toBe(true);
  });

  test('ends where no inspection comes, and one that comes later starts another', async () => {
    const inspector = workbench.inspector();
    const started = await startedAhead(inspector, 1_000);
    expect(started).toHaveLength(1);
    await expect.poll(() => started.filter(isRunning), { timeout: 10_000 }).toEqual([]);
    await expectGood(inspector);
  });
});

/** The process ids of the children that run the worker's bundle. */
function workersOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent && isRunning(pid));
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) \S /, '')
        .split(' ')[0],
    );
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('inspect-worker');
  } catch {
    return false;
  }
}

describe('a process that cannot start', () => {
  const notNode = path.join(path.dirname(process.execPath), '../LICENSE');
  test.each([
    ['no such program', { nodePath: '/nowhere/node' }],
    ['a program that is not Node', { nodePath: '/bin/true' }],
    ['a file that is no program', { nodePath: existsSync(notNode) ? notNode : '/etc/hostname' }],
    ['no bundle', { script: '/nowhere/worker.js' }],
  ])('%s', async (_, options) => {
    const inspector = workbench.inspector(options);
    const first = await workbench.inspect(goodText, '', { inspector });
    const { message } = failureWith(first, 'worker-start-failed');
    expect(message).toContain('Set "resnetDesigner.worker.nodePath" to a Node.js');
    // And again: no call is left pending behind the first.
    failureWith(await workbench.inspect(goodText, '', { inspector }), 'worker-start-failed');
  });

  test('a changed setting holds for the next inspection', async () => {
    const { Inspector } = await import('../../src/workerHost/inspector');
    const options = {
      script: path.resolve('dist/inspect-worker.js'),
      timeLimitMs: 9_000,
      memoryLimitMB: 700,
    };
    let nodePath = '/nowhere/node';
    const inspector = new Inspector({
      workerOptions: () => ({ ...options, nodePath }),
      log: () => undefined,
    });
    const request = {
      file: workbench.write('s.ts', goodText),
      entry: '',
      unsaved: new Map<string, string>(),
    };
    failureWith(await inspector.inspect(request, uncancelled), 'worker-start-failed');
    nodePath = process.execPath;
    expect((await inspector.inspect(request, uncancelled)).failures).toEqual([]);
    inspector.dispose();
  });
});
