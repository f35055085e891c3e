/** Instrumented code is run beside the original: it has to do the same, and to report its calls. */
import { runInThisContext } from 'node:vm';
import { transformSync } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyInsertions, shiftsOf } from '../../../src/bundle/insertions';
import { instrument } from '../../../src/bundle/instrument';
import { parseSource } from '../../../src/bundle/parse';
import { isInserted, originalColumn } from '../../../src/protocol/shifts';

interface Instrumented {
  readonly code: string;
  readonly names: readonly string[];
  readonly shifts: ReturnType<typeof shiftsOf>;
}

function instrumented(text: string): Instrumented {
  const tree = parseSource('model.ts', text);
  if (tree === undefined) throw new Error('The text does not parse.');
  const { functions, insertions } = instrument(tree, 0);
  const names = functions.map(({ name }) => name);
  return { code: applyInsertions(text, insertions), names, shifts: shiftsOf(text, insertions) };
}

/** The calls that tracing code makes, as the worker has them. */
class Recorder {
  readonly calls: string[] = [];
  turns = 0;
  private depth = 0;

  constructor(private readonly names: readonly string[]) {}

  enter(id: number): number {
    this.calls.push(`${'  '.repeat(this.depth++)}${this.names[id] ?? '?'}`);
    return id;
  }

  exit(): void {
    this.depth--;
  }

  turn(): void {
    this.turns++;
  }

  pause(_: number, value: unknown): unknown {
    this.exit();
    return value;
  }

  resume(_: number, value: unknown): unknown {
    this.depth++;
    return value;
  }
}

/** Runs the body of an async function and gives what it returns. */
async function run(code: string, recorder: Recorder): Promise<unknown> {
  const { code: script } = transformSync(`(async function(__designer){${code}\n})`, {
    loader: 'ts',
    target: 'node20',
  });
  const main = runInThisContext(script) as (recorder: Recorder) => Promise<unknown>;
  return main(recorder);
}

async function both(text: string): Promise<{ plain: unknown; traced: unknown; spy: Recorder }> {
  const { code, names } = instrumented(text);
  const spy = new Recorder(names);
  const plain = await run(text, new Recorder([]));
  return { plain, traced: await run(code, spy), spy };
}

describe('instrumented code', () => {
  it.each([
    ['a function', 'function f(a: number) { return a + 1; } return f(2);', 3],
    ['an expression body', 'const f = (a: number) => a * 2; return f(4);', 8],
    ['a body that is an object', 'const f = (a: number) => ({ a }); return f(1).a;', 1],
    ['a body that is a sequence', 'const f = (a: number) => (a, 7); return f(1);', 7],
    ['a body over lines', 'const f = () =>\n  // why\n  5;\nreturn f();', 5],
    ['arrows in arrows', 'const f = (a: number) => (b: number) => a - b; return f(5)(3);', 2],
    [
      'this of a method',
      'class A { x = 4; f() { return (() => this.x)(); } } return new A().f();',
      4,
    ],
    ['this of a field', 'class A { x = 4; f = () => this.x; } return new A().f();', 4],
    ['arguments', 'function f(...a: number[]) { return arguments.length; } return f(1, 2);', 2],
    ['a getter', 'class A { get x() { return 9; } } return new A().x;', 9],
    ['a setter', 'let y = 0; const o = { set x(v: number) { y = v; } }; o.x = 6; return y;', 6],
    ['a static method', 'class A { static of(): number { return 1; } } return A.of();', 1],
    [
      'a private method',
      'class A { #f() { return 3; } g() { return this.#f(); } } return new A().g();',
      3,
    ],
    ['a constructor', 'class A { x: number; constructor() { this.x = 2; } } return new A().x;', 2],
    [
      'a derived constructor',
      'class A { x = 1; } class B extends A { constructor() { super(); this.x += 1; } } return new B().x;',
      2,
    ],
    [
      'defaults that are taken apart',
      'function f({ a = 3, b: [c] = [4] } = {}) { return a + c; } return f();',
      7,
    ],
    ['a default that calls', 'const g = () => 5; const f = (a = g()) => a; return f();', 5],
    [
      'a generator',
      'function* f() { for (const a of [1, 2]) yield a; } return [...f()].length;',
      2,
    ],
    [
      'an async function',
      'async function f() { return (await 3) + (await (await 4)); } return f();',
      7,
    ],
    [
      'an async arrow',
      'const f = async (a: Promise<number>) => await a; return f(Promise.resolve(8));',
      8,
    ],
    [
      'await in a loop',
      'async function f() { let s = 0; for (const p of [1, 2]) s += await p; return s; } return f();',
      3,
    ],
    [
      'for await',
      'async function f() { let s = 0; for await (const p of [1, 2]) s += p; return s; } return f();',
      3,
    ],
    [
      'a directive',
      'function f() { "use strict"; return (function (this: unknown) { return this; })() === undefined; } return f();',
      true,
    ],
    [
      'a labelled loop',
      'let n = 0; outer: for (;;) { for (;;) { if (++n > 3) break outer; continue outer; } } return n;',
      4,
    ],
    [
      'a label in a loop',
      'let n = 0; for (const a of [1, 2]) inner: for (;;) { n += a; break inner; } return n;',
      3,
    ],
    [
      'loops without blocks',
      'let n = 0; for (let i = 0; i < 3; i++) n++; while (n < 5) n++; do n++; while (n < 9); for (const k in { a: 1 }) n++; return n;',
      10,
    ],
    ['an empty loop', 'let n = 0; while (n++ < 5); return n;', 6],
    ['if, a loop and else', 'let n = 0; if (n) for (;;) n++; else n = 2; return n;', 2],
    [
      'recursion',
      'function f(n: number): number { return n < 2 ? 1 : n * f(n - 1); } return f(5);',
      120,
    ],
    ['hoisted functions', 'function f() { return g(); function g() { return 1; } } return f();', 1],
    ['var out of a block', 'function f() { if (true) { var a = 3; } return a; } return f();', 3],
    [
      'try and finally',
      'function f() { try { return 1; } finally { n = 5; } } let n = 0; f(); return n;',
      5,
    ],
    [
      'an overload',
      'function f(a: string): number; function f(a: number): number; function f(a: unknown) { return 3; } return f(1);',
      3,
    ],
    ['names and lengths', 'const f = (a: number, b: number) => a; return f.name + f.length;', 'f2'],
  ])('does what the original does: %s', async (_, text, expected) => {
    const { plain, traced } = await both(text);
    expect(plain).toBe(expected);
    expect(traced).toBe(expected);
  });

  it('throws what the original throws, and leaves the call', async () => {
    const text = `function f() { throw new RangeError('no'); }
let told = ''; try { f(); } catch (error) { told = String(error); }
function g() { return 1; } g(); return told;`;
    const { plain, traced, spy } = await both(text);
    expect(plain).toBe('RangeError: no');
    expect(traced).toBe(plain);
    expect(spy.calls).toEqual(['f', 'g']);
  });
});

describe('reports', () => {
  it('tell each call of a named function, within the call around it', async () => {
    const { spy } = await both(`class Net { block() { return conv(); } }
const conv = () => 1;
const kit = { build: () => new Net().block() };
[1, 2].forEach(() => kit.build());`);
    const turn = ['build', '  Net.block', '    conv'];
    expect(spy.calls).toEqual([...turn, ...turn]);
  });

  it('tell nothing of generators and callbacks without a name', () => {
    expect(instrumented('function* f() {} [].map((a) => a);').names).toEqual([]);
  });

  it.each([
    'export default () => 1;',
    'export default (() => 1) as F;',
    'export default function () {}',
    'export default async function () {}',
  ])('tell of a default export without a name: %s', (text) => {
    expect(instrumented(text).names).toEqual(['default']);
  });

  it('tell when an async function waits and goes on', async () => {
    const { spy } = await both(`const a = async () => { await 1; b(); };
const b = () => 1;
async function c() { await null; b(); }
await Promise.all([a(), c()]);`);
    expect(spy.calls).toEqual(['a', 'c', '  b', '  b']);
  });

  it.each([
    ['for', 'for (let i = 0; i < 4; i++) {}'],
    ['while', 'let i = 0; while (i < 4) i++;'],
    ['do', 'let i = 0; do i++; while (i < 4);'],
    ['for of', 'for (const i of [1, 2, 3, 4]);'],
    ['for in', 'for (const i in [1, 2, 3, 4]) void i;'],
    ['a callback', '[1, 2, 3, 4].forEach((i) => i);'],
    ['a callback with a block', '[1, 2, 3, 4].forEach(function (i) { return i; });'],
  ])('count the turns of %s', async (_, text) => {
    const { spy } = await both(text);
    expect(spy.turns).toBe(4);
  });

  it('say where the function stands, from 1', () => {
    const tree = parseSource('model.ts', 'const a = 1;\n  function f() {\n  }\n');
    const functions = tree === undefined ? [] : instrument(tree, 7).functions;
    expect(functions).toEqual([
      { id: 7, name: 'f', start: { line: 2, column: 3 }, end: { line: 3, column: 4 } },
    ]);
  });
});

/** Pieces of code that get tracing code, in a random order and on random lines. */
const pieces = fc.array(
  fc.tuple(
    fc.constantFrom(
      'const f = (x: number) => x * 2;',
      'async function g() { await h(); for (;;) break; }',
      'while (a) b++;',
      'class A { m() { return () => this; } }',
      '[1].map((é) => ({ é }));',
    ),
    fc.constantFrom(' ', '\n', '\r\n', '\n\n    '),
  ),
  { minLength: 1, maxLength: 12 },
);

describe('source positions', () => {
  it('are found again for every character of the original', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.flat().join('');
        const { code, shifts } = instrumented(text);
        const lines = text.split('\n');
        const tracedLines = code.split('\n');
        expect(tracedLines).toHaveLength(lines.length);
        tracedLines.forEach((traced, index) => {
          const original = [...traced.split('')].flatMap((character, column) =>
            isInserted(shifts, index + 1, column)
              ? []
              : [[character, originalColumn(shifts, index + 1, column)] as const],
          );
          expect(original).toEqual((lines[index] ?? '').split('').map((c, at) => [c, at]));
        });
      }),
    );
  });
});
