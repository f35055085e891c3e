/**
 * Generated model files, malformed and hostile, against real workers. A run prints its seed; to repeat it:
 * `GENERATED_SEED=… npx vitest run --project worker test/worker/generated.test.ts`. `GENERATED_FILES` sets
 * how many there are.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { check, checkGraph, failureSchema } from '../../src/protocol/schema';
import { encodeGraph } from '../../src/protocol/wireGraph';
import type { Inspection, Inspector } from '../../src/workerHost/inspector';
import { hostile, neverEnding } from './support/generated/hostile';
import { mutated, shuffled, truncated } from './support/generated/malformed';
import { Random } from './support/generated/random';
import { root, uncancelled, useWorkbench } from './support/inspect';

const seed = Number(process.env['GENERATED_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const files = Number(process.env['GENERATED_FILES'] ?? 1_000);
const lanes = 2;
/** Of one inspection: short, but enough for the good file on a busy machine. */
const timeLimitMs = 2_500;
/** Of a file that will not end: so many times what the good file takes, and not below a time to start in. */
const goodFilesLong = 4;
const shortestLimitMs = 800;
const unsettledMs = 30_000;

const models = path.join(root, 'media/models');
const goodFile = path.join(models, 'resnet50.ts');
const goodCount = 25_557_032;

interface Sample {
  readonly file: string;
  readonly entry: string;
}
const samples = JSON.parse(readFileSync(path.join(models, 'counts.json'), 'utf8')) as Sample[];

interface Generated {
  readonly kind: string;
  readonly text: string;
  readonly entry: string;
  /** The code cannot reach what carries the answers, so an answer that is none is the worker's fault. */
  readonly honest?: boolean;
}

/** They build for a second what the other entries of their files build in milliseconds, so they are rarer. */
const deepest = '1202';
const deepestShare = 0.2;

function pickSample(random: Random): Sample {
  const sample = random.pick(samples);
  return sample.entry.includes(deepest) && random.next() > deepestShare
    ? pickSample(random)
    : sample;
}

function malformed(random: Random): Generated {
  const { file, entry } = pickSample(random);
  const change = random.pick([truncated, shuffled, mutated, mutated]);
  const text = change(readFileSync(path.join(models, file), 'utf8'), random);
  return { kind: `${change.name} ${file}`, text, entry, honest: true };
}

const endless = 'endless';

/** The file of a number: the same for the same seed, whichever are made before it. */
function generate(index: number): Generated {
  const random = new Random(seed + index * 7_919);
  const entry = random.pick(['', 'build()', 'build()', 'result', 'x']);
  const share = random.next();
  if (share < 0.015) return { kind: endless, text: neverEnding(random), entry };
  if (share >= 0.27) return malformed(random);
  const made = hostile(random);
  return { ...made, entry, honest: made.kind === 'sizes' };
}

/** What is wrong with the outcome of an inspection; undefined when nothing is. */
function fault({ graph, failures }: Inspection, honest: boolean): string | undefined {
  if (graph === undefined && failures.every(({ severity }) => severity !== 'error'))
    return 'neither a graph nor an error';
  const checked = graph === undefined ? undefined : checkGraph(encodeGraph(graph));
  if (checked?.ok === false) return `not a graph: ${checked.issue}`;
  for (const failure of failures) {
    const { ok } = check(failureSchema, failure);
    if (!ok) return `not a failure: ${JSON.stringify(failure)}`;
    if (honest && failure.code === 'worker-protocol') return `no answer: ${failure.detail}`;
    if (failure.code === 'internal-error' || !/\S\s+\S/.test(failure.message))
      return `${failure.code}: ${failure.message}\n${failure.detail ?? ''}`;
  }
  return undefined;
}

const deadly = new Set(['worker-exited', 'worker-protocol', 'out-of-memory', 'time-limit']);

function within<T>(ms: number, promise: Promise<T>): Promise<T | 'unsettled'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'unsettled'>((resolve) => {
    timer = setTimeout(() => resolve('unsettled'), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const workbench = useWorkbench();

async function goodFault(inspector: Inspector, again = 3): Promise<string | undefined> {
  const request = { file: goodFile, entry: 'resnet50()', unsaved: new Map<string, string>() };
  const result = await within(unsettledMs, inspector.inspect(request, uncancelled));
  if (result === 'unsettled') return 'the good file after it is not settled';
  if (result.graph?.parameters.trainable === goodCount && result.failures.length === 0) return;
  // The short limit is for the bad files; that a busy machine takes longer for the good one says nothing.
  const slow = result.failures.every(({ code }) => code === 'time-limit');
  if (slow && again > 0) return goodFault(inspector, again - 1);
  return `the good file after it gives ${result.graph?.parameters.trainable}, ${JSON.stringify(result.failures)}`;
}

async function faultOf(
  index: number,
  made: Generated,
  inspector: Inspector,
): Promise<string | undefined> {
  const { text, entry } = made;
  const inspecting = workbench.inspect(text, entry, { inspector, name: `generated${index}.ts` });
  const result = await within(unsettledMs, inspecting);
  if (result === 'unsettled') return 'not settled';
  const died = result.failures.some(({ code }) => deadly.has(code));
  return (
    fault(result, made.honest === true) ??
    (died || index % 50 < lanes ? goodFault(inspector) : undefined)
  );
}

interface Lane {
  readonly inspector: Inspector;
  /** For files of which it is known that they will not end. */
  readonly impatient: Inspector;
}

async function openLane(): Promise<Lane> {
  const memoryLimitMB = 512;
  const inspector = workbench.inspector({ timeLimitMs, memoryLimitMB });
  const started = performance.now();
  expect(await goodFault(inspector)).toBeUndefined();
  const goodMs = performance.now() - started;
  const limitMs = Math.min(timeLimitMs, Math.max(shortestLimitMs, goodFilesLong * goodMs));
  return {
    inspector,
    impatient: workbench.inspector({ timeLimitMs: limitMs, memoryLimitMB }),
  };
}

test(`${files} generated files`, { timeout: 600_000 }, async () => {
  console.log(`generated files: GENERATED_SEED=${seed} GENERATED_FILES=${files}`);
  const faults: string[] = [];
  let next = 0;
  const run = async (): Promise<void> => {
    const { inspector, impatient } = await openLane();
    while (next < files) {
      const index = next++;
      const made = generate(index);
      const found = await faultOf(index, made, made.kind === endless ? impatient : inspector);
      if (found === undefined) continue;
      faults.push(`${index}, ${made.kind}, "${made.entry}": ${found}\n${made.text.slice(-600)}`);
    }
  };
  await Promise.all(Array.from({ length: lanes }, run));
  expect(faults, `GENERATED_SEED=${seed}`).toEqual([]);
});
