/** Code that takes all the time, memory or output that there is. */
import { expect, test } from 'vitest';
import type { FailureCode } from '../../src/protocol/failure';
import type { Inspector } from '../../src/workerHost/inspector';
import { classes, failureWith, goodText, importTf, useWorkbench } from './support/inspect';

const workbench = useWorkbench();
let impatient: Inspector | undefined;
let tight: Inspector | undefined;

/**
 * Small limits, so that the tests are over soon; but time enough to reach the code in question on a busy machine,
 * and to fill the memory.
 */
function limited(code: FailureCode): Inspector {
  impatient ??= workbench.inspector({ timeLimitMs: 2_500, memoryLimitMB: 1_024 });
  tight ??= workbench.inspector({ timeLimitMs: 30_000, memoryLimitMB: 400 });
  return code === 'time-limit' ? impatient : tight;
}

const before = `${importTf}const input = tf.input({ shape: [4] });
const x = tf.layers.dense({ units: 4 }).apply(input) as tf.SymbolicTensor;
`;
const lineOf = before.split('\n').length;

/** The same processes serve the next inspection as if nothing had been. */
async function expectGood(inspector: Inspector): Promise<void> {
  const options = { inspector, name: 'good.ts' };
  const { graph, failures } = await workbench.inspect(goodText, '', options);
  expect(failures).toEqual([]);
  expect(graph!.complete).toBe(true);
}

interface Case {
  readonly name: string;
  readonly code: FailureCode;
  readonly text: string;
  readonly line?: number;
}

test.each<Case>([
  { name: 'a loop', code: 'time-limit', text: 'let i = 0;\nwhile (true) { i++; }', line: 2 },
  { name: 'a loop without a block', code: 'time-limit', text: 'for (;;) ;' },
  {
    name: 'a loop without an end or a body',
    code: 'time-limit',
    text: 'do\n  ;\nwhile (x);',
    line: 2,
  },
  {
    name: 'a loop in a function, that catches everything',
    code: 'time-limit',
    text: 'function spin() {\n  for (;;) { try { spin.call(1); } catch { /* no */ } }\n}\nspin();',
  },
  {
    name: 'callbacks of an array',
    code: 'time-limit',
    text: 'Array.from({ length: 1e9 },\n  (_, i) => i % 7);',
    line: 2,
  },
  {
    name: 'a regular expression',
    code: 'time-limit',
    // No check of ours runs in it, so the last layer's line is given.
    text: `/^(a+)+$/.test('a'.repeat(40) + 'b');`,
    line: 0,
  },
  {
    name: 'a promise that is never kept',
    code: 'time-limit',
    text: 'await new Promise(() => undefined);',
    line: 0,
  },
  {
    name: 'a loop behind await',
    code: 'time-limit',
    text: 'await Promise.resolve();\nfor (;;) {}',
    line: 2,
  },
  {
    name: 'a chain of promises',
    code: 'time-limit',
    text: 'const again = (): Promise<unknown> => Promise.resolve().then(again);\nawait again();',
  },
  {
    name: 'arrays in a loop',
    code: 'out-of-memory',
    text: 'const all: unknown[] = [];\nwhile (true) all.push(new Array(1e5).fill(1));',
    line: 2,
  },
  { name: 'one typed array', code: 'out-of-memory', text: 'new Float64Array(3e8).fill(1);' },
  { name: 'one buffer', code: 'out-of-memory', text: 'new ArrayBuffer(2e9);' },
  {
    name: 'objects in callbacks',
    code: 'out-of-memory',
    text: 'let all: unknown[] = [1];\n[...Array(40)].forEach(() => { all = all.concat(all.map((v) => ({ v }))); });',
    line: 2,
  },
  {
    name: 'printing in a loop',
    code: 'output-flood',
    text: `for (;;)\n  console.log('hello '.repeat(100));`,
    line: 2,
  },
  {
    name: 'printing in a callback',
    code: 'output-flood',
    text: `[...Array(1e6)].forEach(() => console.log('hello '.repeat(100)));`,
  },
  {
    name: 'printing to the other stream',
    code: 'output-flood',
    text: `[...Array(1e6)].forEach(() => process.stderr.write('hello '.repeat(100)));`,
  },
])('$name', async ({ code, text, line = 1 }) => {
  const inspector = limited(code);
  const result = await workbench.inspect(before + text, '', { inspector });
  const { source, message } = failureWith(result, code);
  expect(result.failures).toHaveLength(1);
  expect(source).toMatchObject({ line: lineOf + line - 1 });
  expect(message).toMatch(/setting "resnetDesigner\.|Remove the printing/);
  expect(classes(result.graph)).toBe('InputLayer Dense');
  await expectGood(inspector);
});

test('the heap of V8 itself, in one expression', async () => {
  const text = `${before}JSON.parse('[' + '{},'.repeat(3e7) + '{}]');`;
  const inspector = limited('out-of-memory');
  const result = await workbench.inspect(text, '', { inspector });
  expect(failureWith(result, 'out-of-memory').source!.file).toMatch(/model\.ts$/);
  await expectGood(inspector);
});

test('printing more than a pipe holds, in one go', async () => {
  const text = `${goodText}console.log('x'.repeat(2e7));`;
  const result = await workbench.inspect(text, '', { inspector: limited('output-flood') });
  expect(failureWith(result, 'output-flood').source!.line).toBe(goodText.split('\n').length);
});

test('a little printing is nothing, and no reason for a new process', async () => {
  workbench.log.length = 0;
  const text = `${goodText}model.summary();\nconsole.log('done');`;
  await workbench.graph(text, '', { inspector: limited('out-of-memory') });
  await workbench.graph(text, '', { inspector: limited('out-of-memory') });
  expect(workbench.log.join('\n')).toContain('done');
  expect(workbench.log.filter((line) => line.includes('replaced'))).toEqual([]);
});

test('no weight is allocated', async () => {
  const text = `${importTf}export const model = tf.sequential({ layers: [
  tf.layers.dense({ units: 50_000, inputShape: [20_000], kernelInitializer: 'orthogonal' }),
  tf.layers.dense({ units: 20_000 }),
] });`;
  const graph = await workbench.graph(text, '', { inspector: limited('out-of-memory') });
  expect(graph.parameters.trainable).toBe(20_000 * 50_000 * 2 + 70_000);
});
