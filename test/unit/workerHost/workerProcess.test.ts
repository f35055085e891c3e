/** How the end of a worker process is explained, with a process that ends as the test says. */
import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { Duplex, PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WorkerProcess } from '../../../src/workerHost/workerProcess';

/** As much of a process as its supervisor sees. */
class FakeChild extends EventEmitter {
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();
  /** What every later write to it fails with. */
  broken: Error | undefined;
  readonly channel = new Duplex({
    read: () => undefined,
    write: (_chunk, _encoding, done) => {
      done(this.broken);
    },
  });
  readonly stdio = [null, this.stdout, this.stderr, this.channel];
  readonly kill = vi.fn();
}

let child = new FakeChild();

vi.mock('node:child_process', () => ({ spawn: () => child as unknown as ChildProcess }));
vi.mock('../../../src/workerHost/orphans', () => ({ endWithHost: () => undefined }));
vi.mock('../../../src/workerHost/memoryWatch', () => ({ watchMemory: () => () => undefined }));

const options = { script: 'worker.js', nodePath: '', timeLimitMs: 60_000, memoryLimitMB: 512 };
const bundle = { code: '', map: '{}', file: '/net.ts', entry: '', entryLine: 1, sources: [] };
const lastWords =
  'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory';

beforeEach(() => {
  vi.useFakeTimers();
  child = new FakeChild();
});

afterEach(() => {
  vi.useRealTimers();
});

/** The code of what comes of an inspection during which the process ends so. */
async function endOf(end: (worker: WorkerProcess) => void): Promise<string> {
  const worker = new WorkerProcess(options, 'v24.0.0', () => undefined);
  const pending = worker.inspect(bundle);
  end(worker);
  await vi.advanceTimersByTimeAsync(0);
  await vi.advanceTimersByTimeAsync(2_000);
  const result = await pending;
  return result.ok ? 'ok' : result.failure.code;
}

test('last words that come after the exit explain it', async () => {
  const code = await endOf((worker) => {
    child.emit('exit', null, 'SIGABRT');
    expect(worker.alive).toBe(false);
    child.stderr.write(lastWords);
    setTimeout(() => child.emit('close', null, 'SIGABRT'), 20);
  });
  expect(code).toBe('out-of-memory');
});

test('without any, it ended by itself', async () => {
  const code = await endOf(() => {
    child.emit('exit', 3, null);
    child.emit('close', 3, null);
  });
  expect(code).toBe('worker-exited');
});

test('pipes that stay open are not waited for', async () => {
  expect(await endOf(() => child.emit('exit', 3, null))).toBe('worker-exited');
});

test('words after the bound are too late, and change nothing', async () => {
  const code = await endOf(() => {
    child.emit('exit', null, 'SIGABRT');
    setTimeout(() => {
      child.stderr.write(lastWords);
      child.emit('close', null, 'SIGABRT');
    }, 1_500);
  });
  expect(code).toBe('worker-exited');
});

test('a process that cannot be started says so at once', async () => {
  const worker = new WorkerProcess(options, 'v24.0.0', () => undefined);
  child.emit('error', new Error('spawn ENOENT'));
  expect((await worker.ready)?.code).toBe('worker-start-failed');
});

test('what was ended on purpose needs no words of its own', async () => {
  const code = await endOf((worker) => {
    worker.dispose();
    child.emit('exit', null, 'SIGKILL');
  });
  expect(code).toBe('cancelled');
});

test.each(['EPIPE', 'ECONNRESET'])(
  'a process that was dead when it was asked (%s) is said to have ended',
  async (code) => {
    const said = await endOf((worker) => {
      child.broken = Object.assign(new Error(`write ${code}`), { code });
      child.kill.mockImplementation(() => {
        expect(worker.alive).toBe(false);
        child.emit('exit', null, 'SIGKILL');
        child.emit('close', null, 'SIGKILL');
      });
    });
    expect(said).toBe('worker-exited');
  },
);

test('a channel that fails otherwise is a fault of the worker', async () => {
  const said = await endOf(() => (child.broken = new Error('garbled')));
  expect(said).toBe('worker-protocol');
});
