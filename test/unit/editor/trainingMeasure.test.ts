/** When a training step is measured, when not, and what is told of it. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TrainingMeasure } from '../../../src/editor/trainingMeasure';
import type { TrainingState } from '../../../src/protocol/designer';
import type { Failure } from '../../../src/protocol/failure';
import type { Inspection } from '../../../src/workerHost/inspector';
import { resNet } from '../layout/models';

vi.mock('vscode', () => import('./beside/fakeVscode'));

const bytes = { sgd: 1, momentum: 2, adam: 3 };
const memory = {
  batchSize: 8,
  weights: 1,
  gradients: 1,
  activations: 5,
  slots: bytes,
  peak: bytes,
  cpu: bytes,
  wasm: bytes,
};
const request = {
  file: '/a.ts',
  entry: 'a()',
  unsaved: new Map<string, string>(),
  trainingBatchSize: 8,
};
const timings = { bundleMs: 0, evaluateMs: 0, analyseMs: 0, totalMs: 0 };
const good: Inspection = {
  graph: { ...resNet({ blocks: [1] }), training: memory, flops: 12 },
  failures: [],
  files: [],
  timings,
};

function failed(code: Failure['code']): Inspection {
  return { failures: [{ code, severity: 'error', message: code }], files: [], timings };
}

/** A measure whose inspections end when the test says so. */
function setup() {
  const told: TrainingState[] = [];
  const faults: Failure[] = [];
  const running: { end: (inspection: Inspection) => void; cancelled: boolean; urgency?: string }[] =
    [];
  const inspect = (
    _request: unknown,
    cancelled: Promise<void>,
    urgency = 'awaited',
  ): Promise<Inspection> =>
    new Promise((end) => {
      const run = { end, cancelled: false, urgency };
      running.push(run);
      void cancelled.then(() => (run.cancelled = true));
    });
  const measure = new TrainingMeasure({
    inspector: () => Promise.resolve({ inspect }),
    fault: (failure) => void faults.push(failure),
  });
  const start = (): void => void measure.start(request, (training) => void told.push(training));
  return { measure, start, told, faults, running };
}

/** Long enough for the user to have stopped, and for what follows then. */
const rest = (): Promise<unknown> => vi.advanceTimersByTimeAsync(5_000);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('it begins after a rest, and tells the result', async () => {
  const { start, told, running } = setup();
  start();
  await vi.advanceTimersByTimeAsync(10);
  expect(running).toHaveLength(0);
  await rest();
  expect(told).toEqual([{ batchSize: 8 }]);
  expect(running[0]!.urgency).toBe('background');
  running[0]!.end(good);
  await rest();
  expect(told).toEqual([{ batchSize: 8 }, { batchSize: 8, memory, flops: 12 }]);
});

test('an edit before the rest is over leaves nothing to do', async () => {
  const { measure, start, told, running } = setup();
  start();
  measure.cancel();
  await rest();
  expect(running).toHaveLength(0);
  expect(told).toEqual([]);
});

test('an edit while it runs cancels the inspection, and its answer is not told', async () => {
  const { measure, start, told, running } = setup();
  start();
  await rest();
  measure.cancel();
  await rest();
  expect(running[0]!.cancelled).toBe(true);
  running[0]!.end(good);
  await rest();
  expect(told).toEqual([{ batchSize: 8 }]);
});

test('a second one takes the place of the first', async () => {
  const { start, told, running } = setup();
  start();
  await rest();
  start();
  await rest();
  expect(running.map(({ cancelled }) => cancelled)).toEqual([true, false]);
  running[1]!.end(good);
  await rest();
  expect(told.at(-1)).toEqual({ batchSize: 8, memory, flops: 12 });
});

test('why it is not known is told, and a fault of ours is logged', async () => {
  for (const code of ['no-training-memory', 'time-limit', 'internal-error'] as const) {
    const { start, told, faults, running } = setup();
    start();
    await rest();
    running[0]!.end(failed(code));
    await rest();
    expect(told.at(-1)).toEqual({ batchSize: 8, problem: code });
    expect(faults.map((fault) => fault.code)).toEqual(code === 'internal-error' ? [code] : []);
  }
});
