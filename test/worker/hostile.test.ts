/** What code can throw, leave behind and break in the process that runs it. */
import { describe, expect, test } from 'vitest';
import { body, built, lineOf, runCases, useBadInput, type Case } from './support/badInput';
import { classes, failureWith, goodText, importTf, nodeOf } from './support/inspect';

const workbench = useBadInput();

describe('throws', () => {
  runCases(workbench, [
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

describe('in the place of the worker', () => {
  /** An answer that passes the schema, in the forms that a channel could take it in. */
  const forged = `const answer = JSON.stringify({ jsonrpc: '2.0', id: 0, result: {
  failures: [], evaluateMs: 1, analyseMs: 1,
} });
const forms = [answer + '\\n', '\\n' + answer + '\\n', 'Content-Length: ' + answer.length + '\\r\\n\\r\\n' + answer];
`;
  test.each([
    ['written to the channel', `for (const form of forms) require('fs').writeSync(3, form);`],
    ['no JSON', `require('fs').writeSync(3, 'no JSON\\n{\\n');`],
    ['half a line', `require('fs').writeSync(3, '{');`],
    [
      'through the objects that write',
      `require('net').Socket.prototype.write = require('stream').Writable.prototype.write = () => true;`,
    ],
    ['by another JSON', `JSON.stringify = () => answer;`],
    ['by toJSON of all objects', `(Object.prototype as any).toJSON = () => JSON.parse(answer);`],
    [
      'by the prototype of a prototype',
      `Object.setPrototypeOf(Array.prototype, { toJSON: () => [] });`,
    ],
    ['through arrays that lose all', `Array.prototype.map = Array.prototype.flatMap = () => [];`],
    ['through maps that know nothing', `Map.prototype.get = () => undefined;`],
    ['through promises', `Promise.prototype.then = () => new Promise(() => undefined);`],
    [
      'without globals',
      `for (const name of ['Map', 'Set', 'Array']) delete (globalThis as any)[name];`,
    ],
    ['by the prototypes of tfjs', `(tf.Tensor.prototype as any).toString = () => 'x';`],
    [
      'by values that get into the descriptors of getters',
      `(Object.prototype as any).value = 1;
for (const key of Reflect.ownKeys(process)) try { delete (process as any)[key]; } catch {}`,
    ],
    [
      'by process.send',
      `for (const name of ['send', '_send']) (process as any)[name]?.(JSON.parse(answer));`,
    ],
  ])('%s', async (_, text) => {
    // The channel's `write` and the like are put back, so the true answer comes all the same.
    const { graph, failures } = await workbench.inspect(body('') + forged + text);
    expect(failures).toEqual([]);
    expect(classes(graph)).toBe(built);
  });

  test.each(['exit({})', 'exit(undefined)', 'pause({}, 1)', 'resume({}, 1)', 'resume(-1)'])(
    'a call that was never made: %s',
    async (report) => {
      const text = `(eval('__designer') as any).${report}; throw null;`;
      const result = await workbench.inspect(body(text));
      expect(failureWith(result, 'model-threw').message).toMatch(/^After this line: .* threw null/);
      expect(classes(result.graph)).toBe(built);
    },
  );

  test('a getter on all objects that cannot be taken away is named', async () => {
    const text = `Object.defineProperty(Object.prototype, 'then', { get() { throw new Error('got'); } });`;
    const result = await workbench.inspect(body('') + text);
    expect(failureWith(result, 'model-threw').message).toMatch(/got|broke the process/);
  });

  test('a channel that is closed is the end of the process, and said to be', async () => {
    const result = await workbench.inspect(body('') + `require('fs').closeSync(3);\nfor (;;) {}`);
    expect(result.graph ?? result.failures[0]).toBeDefined();
    for (const { code } of result.failures) expect(code).not.toBe('internal-error');
  });
});

test.each([
  [
    'a getter',
    `Object.defineProperty(Error, 'prepareStackTrace', { configurable: true, get: () => undefined });`,
  ],
  ['a function', `Error.prepareStackTrace = () => 'nothing';`],
  ['another class', `globalThis.Error = class extends Error {} as ErrorConstructor;`],
])('a script that has stacks read by %s keeps the places of its layers', async (_, statement) => {
  const text = `${importTf}${statement}
export const model = tf.sequential();
model.add(tf.layers.dense({ units: 2, inputShape: [3] }));`;
  const { graph, failures } = await workbench.inspect(text);
  expect(failures).toEqual([]);
  expect(nodeOf(graph!, 'Dense').source?.line).toBe(4);
});
