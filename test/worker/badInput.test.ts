/**
 * What people get wrong, and what code can do to the process that runs it. Each case: a failure with
 * its code, a place, a sentence to act on; what was built so far; and a good inspection after it.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { FailureCode } from '../../src/protocol/failure';
import { classes, failureWith, goodText, importTf, useWorkbench } from './support/inspect';

const workbench = useWorkbench();
const before = `${importTf}const input = tf.input({ shape: [8, 8, 3] });
const first = tf.layers.conv2d({ filters: 4, kernelSize: 3 }).apply(input) as tf.SymbolicTensor;
`;
/** Number of the first line behind `before`. */
const lineOf = before.split('\n').length;
const after = `\nexport const model = tf.model({ inputs: input, outputs: first });\n`;
const built = 'InputLayer Conv2D';
const evil = (): string => JSON.stringify(path.join(workbench.folder, 'evil.txt'));

afterEach(async () => {
  const { graph, failures } = await workbench.inspect(goodText, '', { name: 'good.ts' });
  expect(failures).toEqual([]);
  expect(graph).toMatchObject({ complete: true, parameters: { trainable: 112, nonTrainable: 0 } });
  expect(graph!.nodes.map(({ name }) => name)).toEqual([
    'conv2d_Conv2D1_input',
    'conv2d_Conv2D1',
    'flatten_Flatten1',
  ]);
  expect(existsSync(path.join(workbench.folder, 'evil.txt'))).toBe(false);
});

describe('a file that cannot be bundled', () => {
  test('a syntax error', async () => {
    const result = await workbench.inspect(`${importTf}function f() {\n  const x = ;\n}\n`);
    const { source, message } = failureWith(result, 'syntax-error');
    expect(source).toMatchObject({ line: 3, column: 13 });
    expect(message).toBe('Unexpected ";".');
  });

  test('imports that are missing, all of them', async () => {
    const { failures } = await workbench.inspect(
      `import './nope';\nimport b from '@scope/nothing/deep';\nconsole.log(b);\n`,
    );
    expect(failures).toMatchObject([
      { code: 'import-not-found', source: { line: 1, column: 8 } },
      { code: 'import-not-found', source: { line: 2, column: 15 } },
    ]);
    expect(failures[0]!.message).toContain('there is no such file');
    expect(failures[1]!.message).toContain('npm install @scope/nothing');
  });

  test.each(['const x = 3', 'a; b', '(', 'resnet('])('the entry %s', async (entry) => {
    const { message, source } = failureWith(
      await workbench.inspect(goodText, entry),
      'entry-invalid',
    );
    expect(message).toContain(`"${entry}" is not an expression`);
    expect(source!.file).toBe(path.join(workbench.folder, 'model.ts'));
  });
});

interface Case {
  readonly name: string;
  readonly code: FailureCode;
  /** Put between the first layers and the model. */
  readonly text: string;
  /** Of the failure, counted from the first line of `text`. */
  readonly line?: number;
  readonly says: RegExp;
  readonly shows?: string;
}

function body(text: string): string {
  return before + text + after;
}

function runs(cases: readonly Case[]): void {
  test.each(cases)('$name', async ({ code, text, line = 1, says, shows = built }) => {
    const result = await workbench.inspect(body(text.replaceAll('EVIL', evil())));
    const { source, message, severity } = failureWith(result, code);
    expect(severity).toBe('error');
    expect(message).toMatch(says);
    expect(source).toMatchObject({
      file: path.join(workbench.folder, 'model.ts'),
      line: lineOf + line - 1,
    });
    expect(classes(result.graph)).toBe(shows);
  });
}

describe('shapes', () => {
  runs([
    {
      name: 'a sum of two shapes',
      code: 'shape-mismatch',
      text: `const other = tf.layers.conv2d({ filters: 5, kernelSize: 1 }).apply(input) as tf.SymbolicTensor;
const sum = tf.layers.add()
  .apply([first, other]);`,
      line: 3,
      says: /^Add does not fit its inputs 6×6×4 and 8×8×5: /,
      shows: `${built} Conv2D Add!`,
    },
    {
      name: 'a concatenation of two shapes',
      code: 'shape-mismatch',
      text: `tf.layers.concatenate({ axis: -1 }).apply([first, input]);`,
      says: /^Concatenate does not fit its inputs 6×6×4 and 8×8×3: /,
      shows: `${built} Concatenate!`,
    },
    {
      name: 'a wrong number of dimensions',
      code: 'shape-mismatch',
      text: `tf.layers.conv1d({ filters: 5, kernelSize: 3 }).apply(first);`,
      says: /^Conv1D does not fit its input 6×6×4: .*expected ndim=3, found ndim=4/,
      shows: `${built} Conv1D!`,
    },
    {
      name: 'a kernel larger than its input',
      code: 'shape-mismatch',
      text: `tf.layers.conv2d({ filters: 5, kernelSize: 9 }).apply(first);`,
      says: /^Conv2D does not fit its input 6×6×4: .*shape -2×-2×5.*smaller kernel/,
      shows: `${built} Conv2D!`,
    },
    {
      name: 'a size that is no number',
      code: 'shape-mismatch',
      text: `tf.sequential({ layers: [
  tf.layers.dense({ units: 3, inputShape: [Number.NaN] }),
] });`,
      line: 2,
      says: /^Dense does not fit its input NaN: .*\[NaN, 3\]/,
      shows: `${built} InputLayer Dense!`,
    },
    {
      name: 'a layer inside tf.sequential, on its own line',
      code: 'shape-mismatch',
      text: `tf.sequential({ layers: [
  tf.layers.dense({ units: 3, inputShape: [4] }),
  tf.layers.reLU(),
  tf.layers.conv2d({ filters: 1, kernelSize: 1 }),
] });`,
      line: 4,
      says: /^Conv2D does not fit its input 3: /,
      shows: `${built} InputLayer Dense ReLU Conv2D!`,
    },
    {
      name: 'a configuration that tf.layers refuses',
      code: 'model-threw',
      text: `tf.layers.dense({ units: Number.NaN }).apply(first);`,
      says: /Expected units to be a positive integer, but got NaN/,
    },
    {
      name: 'behind a nested model that is finished',
      code: 'shape-mismatch',
      text: `const inner = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [6, 6, 4] })] });
const flat = inner.apply(first) as tf.SymbolicTensor;
tf.layers.lstm({ units: 3 }).apply(flat);`,
      line: 3,
      says: /^LSTM does not fit its input 144: /,
      shows: `${built} Sequential LSTM!`,
    },
  ]);
});

describe('without end', () => {
  runs([
    {
      name: 'recursion',
      code: 'model-threw',
      text: `function again(n: number): number {\n  return again(n + 1) + 1;\n}\nagain(0);`,
      line: 2,
      says: /calls itself without end .* Give the recursion a condition/,
    },
    {
      name: 'mutual recursion of arrows',
      code: 'model-threw',
      text: `const ping = (): number => pong() + 1;\nconst pong = (): number => ping() + 1;\nping();`,
      says: /calls itself without end/,
    },
  ]);
});

describe('ends the process', () => {
  const says = /was called while the model was being built. Remove the call/;
  runs([
    { name: 'exit', code: 'process-exit', text: 'process.exit(3);', says },
    { name: 'abort', code: 'process-exit', text: '\nprocess.abort();', line: 2, says },
    { name: 'kill', code: 'process-exit', text: "process.kill(process.pid, 'SIGKILL');", says },
    { name: 'disconnect', code: 'process-exit', text: 'process.disconnect();', says },
    {
      name: 'exit of the module',
      code: 'process-exit',
      text: "(await import('node:process')).exit(1);",
      says,
    },
  ]);
});

describe('forbidden', () => {
  const says = /is not allowed while a model is being inspected.*Move this out/;
  const code = 'write-denied';
  runs([
    { name: 'write', code, text: `require('fs').writeFileSync(EVIL, 'x');`, says },
    {
      name: 'write with a callback',
      code,
      text: `require('node:fs').writeFile(EVIL, 'x', (error: unknown) => {\n  if (error) throw error;\n});\nawait new Promise((resolve) => setTimeout(resolve, 20));`,
      says,
    },
    {
      name: 'write with a promise',
      code,
      text: `await (await import('node:fs/promises')).writeFile(EVIL, 'x');`,
      says,
    },
    { name: 'a folder', code, text: `require('fs').mkdirSync(EVIL);`, says },
    { name: 'a program', code, text: `require('child_process').execSync('touch ' + EVIL);`, says },
    {
      name: 'a thread',
      code,
      text: `new (require('node:worker_threads').Worker)('1', { eval: true });`,
      says,
    },
    {
      name: 'a native add-on',
      code,
      text: `(process as any).dlopen({ exports: {} }, '/x.node');`,
      says,
    },
  ]);

  test('a write that nobody waits for', async () => {
    const text = body(`void require('fs').promises.writeFile(${evil()}, 'x');`);
    const result = await workbench.inspect(text);
    expect(failureWith(result, 'write-denied').source!.line).toBe(lineOf);
    expect(result.graph!.complete).toBe(true);
  });
});

describe('throws', () => {
  runs([
    {
      name: 'an error',
      code: 'model-threw',
      text: `throw new TypeError('no luck');`,
      says: /^TypeError: no luck$/,
    },
    // What is no error knows no line: that of the last layer is given, and said to be so.
    ...['null', 'undefined', 'Symbol("s")', '"text"', '{ toString: null }', '() => 1'].map(
      (value): Case => ({
        name: value,
        code: 'model-threw',
        text: `throw ${value};`,
        line: 0,
        says: /^After this line: The code threw .* Throw an Error/,
      }),
    ),
    {
      name: 'a proxy that throws at every look',
      code: 'model-threw',
      text: `const trap = () => { throw new Error('trap'); };
throw new Proxy({}, { get: trap, getPrototypeOf: trap, has: trap, ownKeys: trap });`,
      line: 0,
      says: /cannot be shown/,
    },
  ]);

  test('an error with a message that is none', async () => {
    const result = await workbench.inspect(
      body(`throw Object.assign(new Error('x'), { message: { a: 1 }, stack: 5 });`),
    );
    expect(failureWith(result, 'model-threw').message).toBe('Error: [object Object]');
    expect(classes(result.graph)).toBe(built);
  });

  test('an error with a very long message', async () => {
    const result = await workbench.inspect(body(`throw new Error('long '.repeat(1e6));`));
    expect(failureWith(result, 'model-threw').message.length).toBeLessThan(5_000);
  });

  test('a rejection that nobody handles', async () => {
    const result = await workbench.inspect(body(`void Promise.reject(new Error('lost'));`));
    expect(failureWith(result, 'model-threw')).toMatchObject({
      message: 'Error: lost',
      source: { line: lineOf },
    });
    expect(result.graph!.complete).toBe(true);
  });
});

describe('entries', () => {
  test('one that throws stands on the line that threw', async () => {
    const text = `${importTf}export function build(): tf.LayersModel {\n  throw new Error('boom');\n}\n`;
    const result = await workbench.inspect(text, 'build()');
    expect(failureWith(result, 'model-threw')).toMatchObject({
      message: 'Error: boom',
      source: { line: 3, column: 9 },
    });
    expect(result.graph).toBeUndefined();
  });

  test('one that is not defined', async () => {
    const result = await workbench.inspect(goodText, 'nope()');
    expect(failureWith(result, 'entry-threw').message).toBe(
      'The entry expression "nope()" failed. ReferenceError: nope is not defined',
    );
  });

  test('one that is no model, and a file without one', async () => {
    const text = 'export const a = 3;\n';
    expect(failureWith(await workbench.inspect(text, 'a + 1'), 'no-model').message).toMatch(
      /^"a \+ 1" builds no model. Choose an expression/,
    );
    for (const nothing of [text, '', '// only a comment']) {
      expect(failureWith(await workbench.inspect(nothing), 'no-model').message).toMatch(
        /^Running this file builds no model/,
      );
    }
  });

  test('a model without layers', async () => {
    const result = await workbench.inspect(`${importTf}export const model = tf.sequential();`);
    expect(failureWith(result, 'no-model').message).toMatch(/without layers. Add layers/);
  });

  test('values of a weight', async () => {
    const result = await workbench.inspect(`${goodText}model.getWeights()[0]!.dataSync();`);
    expect(failureWith(result, 'unsupported-operation').source!.line).toBe(
      goodText.split('\n').length,
    );
    expect(result.graph!.complete).toBe(true);
  });
});

describe('left behind', () => {
  test.each([
    ['a timer', 'setInterval(() => undefined, 1000);'],
    ['a timer that throws', `setTimeout(() => { throw new Error('later'); }, 30);`],
    ['a server', `require('node:net').createServer().listen(0);`],
    ['a global', '(globalThis as any).leak = 1;'],
    ['a changed built-in', 'Math.max = () => 7;'],
    ['no more stack traces', 'Error.stackTraceLimit = 0;'],
    ['a polluted prototype of all objects', '(Object.prototype as any).evil = 1;'],
    ['a broken array', 'Array.prototype.map = (() => []) as any;'],
    ['another JSON', `JSON.stringify = () => 'x';`],
    ['listeners', `process.on('SIGUSR2', () => undefined);`],
    ['no listeners', 'process.removeAllListeners();'],
    [
      'a fake message',
      `process.emit('disconnect' as any); process.emit('message', { jsonrpc: '2.0', id: 7, result: 1 } as any, undefined);`,
    ],
    ['a closed channel', '(process as any)._channel?.close?.();'],
    [
      'other names of layers',
      'for (let i = 0; i < 5; i++) tf.layers.conv2d({ filters: 1, kernelSize: 1 });',
    ],
    ['an exit code', 'process.exitCode = 9;'],
  ])('%s', async (_, text) => {
    const result = await workbench.inspect(body('') + text);
    // The answer may be lost to what was broken; afterEach asks for the next one.
    expect(result.graph ?? result.failures[0]).toBeDefined();
  });

  test('a very large configuration and very long names', async () => {
    const text = `${importTf}export const model = tf.sequential({ name: 'm'.repeat(1e6), layers: [
  tf.layers.dense({ units: 3, inputShape: [4], name: 'n'.repeat(1e6) }),
] });`;
    const { graph, failures } = await workbench.inspect(text);
    expect(failures).toEqual([]);
    expect(JSON.stringify(graph).length).toBeLessThan(100_000);
  });
});
