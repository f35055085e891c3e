/** What people get wrong, and what code may not do to the machine. */
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  body,
  built,
  evilFile,
  lineOf,
  runCases,
  useBadInput,
  type Case,
} from './support/badInput';
import { failureWith, goodText, importTf } from './support/inspect';

const workbench = useBadInput();

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

describe('shapes', () => {
  runCases(workbench, [
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
      says: /^Concatenate does not fit its inputs\. The main path gives 6×6×4, the shortcut 8×8×3: no stride /,
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
      name: 'a stride of 0',
      code: 'shape-mismatch',
      text: `tf.layers.conv2d({ filters: 5, kernelSize: 3, strides: 0 }).apply(first);`,
      says: /^Conv2D does not fit its input 6×6×4: .*shape Infinity×Infinity×5.*a stride of 0/,
      shows: `${built} Conv2D!`,
    },
    {
      name: 'a kernel of no size, where the output has one',
      code: 'shape-mismatch',
      text: `tf.layers.conv2d({ filters: 5, kernelSize: 1e308, padding: 'same' }).apply(first);`,
      says: /^Conv2D does not fit its input 6×6×4: its weight "\S+" would have the shape 1e\+308×/,
      shows: `${built} Conv2D!`,
    },
    ...['Number.NaN', '1.5', '-3', '1 / 0', '"8" as unknown as number'].map((size): Case => ({
      name: `an input of the size ${size}`,
      code: 'model-threw',
      text: `tf.input({ shape: [8, ${size}, 3] });`,
      says: /^Error: tf\.input\(\) was given the shape 8×\S+×3: every size has to be a whole number/,
    })),
    {
      name: 'a size in an operation that is no number',
      code: 'model-threw',
      text: `const pads = [[0, 0], [0, '7']] as unknown as [number, number][];
tf.pad(tf.zeros([2, 3]), pads);`,
      line: 2,
      says: /^Error: PadV2 would give the shape 2×37: every size has to be a whole number/,
    },
    {
      name: 'a fraction as the size of a first layer',
      code: 'shape-mismatch',
      text: `tf.sequential({ layers: [tf.layers.flatten({ inputShape: [2.5, 3] })] });`,
      says: /^Flatten does not fit its input 2\.5×3: that is no shape of a tensor/,
      shows: `${built} InputLayer Flatten!`,
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
  runCases(workbench, [
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
      text: `const ping = (): number => pong() + 1, pong = (): number => ping() + 1;\nping();`,
      says: /calls itself without end/,
    },
  ]);
});

describe('ends the process', () => {
  const says = /was called while the model was being built. Remove the call/;
  runCases(workbench, [
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
  runCases(workbench, [
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
    const text = body(`void require('fs').promises.writeFile(${evilFile(workbench)}, 'x');`);
    const result = await workbench.inspect(text);
    expect(failureWith(result, 'write-denied').source!.line).toBe(lineOf);
    expect(result.graph!.complete).toBe(true);
  });
});
