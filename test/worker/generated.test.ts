/**
 * Generated model files, malformed and hostile, against real workers. A run prints its seed; to repeat it:
 * `GENERATED_SEED=… npx vitest run --project worker test/worker/generated.test.ts`. `GENERATED_FILES` sets
 * how many there are.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { modelGraphSchema, failureSchema, check } from '../../src/protocol/schema';
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
}

function malformed(random: Random): Generated {
  const { file, entry } = random.pick(samples);
  const change = random.pick([truncated, shuffled, mutated, mutated]);
  const text = change(readFileSync(path.join(models, file), 'utf8'), random);
  return { kind: `${change.name} ${file}`, text, entry };
}

/** The file of a number: the same for the same seed, whichever are made before it. */
function generate(index: number): Generated {
  const random = new Random(seed + index * 7_919);
  const entry = random.pick(['', 'build()', 'build()', 'result', 'x']);
  const share = random.next();
  if (share < 0.015) return { kind: 'endless', text: neverEnding(random), entry };
  return share < 0.27 ? { ...hostile(random), entry } : malformed(random);
}

/** What is wrong with the outcome of an inspection; undefined when nothing is. */
function fault({ graph, failures }: Inspection): string | undefined {
  if (graph === undefined && failures.every(({ severity }) => severity !== 'error'))
    return 'neither a graph nor an error';
  const checked = graph === undefined ? undefined : check(modelGraphSchema, graph);
  if (checked?.ok === false) return `not a graph: ${checked.issue}`;
  for (const failure of failures) {
    const { ok } = check(failureSchema, failure);
    if (!ok) return `not a failure: ${JSON.stringify(failure)}`;
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
  return fault(result) ?? (died || index % 50 < lanes ? goodFault(inspector) : undefined);
}

test(`${files} generated files`, { timeout: 600_000 }, async () => {
  console.log(`generated files: GENERATED_SEED=${seed} GENERATED_FILES=${files}`);
  const faults: string[] = [];
  const run = async (lane: number): Promise<void> => {
    const inspector = workbench.inspector({ timeLimitMs, memoryLimitMB: 512 });
    for (let index = lane; index < files; index += lanes) {
      const made = generate(index);
      const found = await faultOf(index, made, inspector);
      if (found === undefined) continue;
      faults.push(`${index}, ${made.kind}, "${made.entry}": ${found}\n${made.text.slice(-600)}`);
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => run(lane)));
  expect(faults, `GENERATED_SEED=${seed}`).toEqual([]);
});
