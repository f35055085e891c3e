import { describe, expect, it } from 'vitest';
import { expressionsIn, tf } from './support';

describe('what builds a model', () => {
  it.each([
    ['a function', 'function net() { return tf.sequential(); }', 'net()'],
    ['an exported one', 'export function net() { return tf.model({ inputs, outputs }); }', 'net()'],
    ['the default export', 'export default function net() { return tf.sequential(); }', 'net()'],
    ['an async function', 'async function net() { return tf.sequential(); }', 'await net()'],
    ['an arrow', 'const net = () => tf.sequential();', 'net()'],
    ['an exported arrow', 'export const net = () => { return tf.sequential(); };', 'net()'],
    ['an async arrow', 'const net = async () => tf.sequential();', 'await net()'],
    ['a function expression', 'const net = function () { return tf.sequential(); };', 'net()'],
    ['a constant', 'const net = tf.sequential();', 'net'],
    ['an exported constant', 'export const net = tf.model({ inputs, outputs });', 'net'],
    ['a method', 'class Net { build() { return tf.sequential(); } }', 'new Net().build()'],
    ['a static one', 'class Net { static of() { return tf.sequential(); } }', 'Net.of()'],
    ['a model class', 'class Net extends tf.Sequential {}', 'new Net()'],
    ['an exported class', 'export class Net extends tf.LayersModel {}', 'new Net()'],
    ['a result in a variable', 'function net() { const m = tf.model(a); return m; }', 'net()'],
    ['a result in a choice', 'function net() { return a ? tf.model(b) : tf.model(c); }', 'net()'],
    ['a result with a type', 'function net() { return tf.model(a) as tf.LayersModel; }', 'net()'],
    ['an awaited result', 'async function net() { return await tf.model(a); }', 'await net()'],
    ['a named import', 'function net() { return sequential(); }', 'net()'],
    ['a default export, an arrow', 'export default () => tf.sequential();', 'exports.default()'],
    [
      'one in parentheses',
      'export default (() => tf.sequential()) satisfies Builder;',
      'exports.default()',
    ],
    [
      'a default export, a function without a name',
      'export default function () { return tf.sequential(); }',
      'exports.default()',
    ],
    [
      'an async default export',
      'export default async () => tf.sequential();',
      'await exports.default()',
    ],
    [
      'an async function without a name',
      'export default async function () { return tf.sequential(); }',
      'await exports.default()',
    ],
    ['a default export, a model', 'export default tf.sequential();', 'exports.default'],
    [
      'a default export, a function expression with a name',
      'export default (function net() { return tf.sequential(); });',
      'exports.default()',
    ],
    [
      'a variable whose function has another name',
      'const net = function inner() { return tf.sequential(); };',
      'net()',
    ],
    ['an export of CommonJS', 'exports.net = () => tf.sequential();', 'exports.net()'],
    [
      'one of module.exports',
      'module.exports.net = function () { return tf.sequential(); };',
      'module.exports.net()',
    ],
    ['all that a module exports', 'module.exports = () => tf.sequential();', 'module.exports()'],
    [
      'a function in the object that a module exports',
      'module.exports = { net() { return tf.sequential(); } };',
      'module.exports.net()',
    ],
    ['a model that CommonJS exports', 'exports.net = tf.sequential();', 'exports.net'],
    [
      'a class expression',
      'const Net = class { build() { return tf.sequential(); } };',
      'new Net().build()',
    ],
    [
      'a class expression with a name of its own',
      'const Net = class Inner { static of() { return tf.sequential(); } };',
      'Net.of()',
    ],
    ['a model class as an expression', 'const Net = class extends tf.Sequential {};', 'new Net()'],
    [
      'an exported class of CommonJS',
      'exports.Net = class { build() { return tf.sequential(); } };',
      'new exports.Net().build()',
    ],
    [
      'a model in an object',
      'function net() { const model = tf.model(a); return { model, loss: 1 }; }',
      'net().model',
    ],
    [
      'a model in an awaited object',
      'async function net() { return { model: tf.sequential() }; }',
      '(await net()).model',
    ],
    ['a model in a list', 'const net = () => [history, tf.sequential()];', 'net()[1]'],
    [
      'a model in an object that a method gives',
      'class Net { build() { return { model: tf.sequential() }; } }',
      'new Net().build().model',
    ],
    [
      'a class without a name',
      'export default class { build() { return tf.sequential(); } }',
      'new exports.default().build()',
    ],
    [
      'a model class without a name',
      'export default class extends tf.Sequential {}',
      'new exports.default()',
    ],
    [
      'a method that calls a private one',
      'class Net { build() { return this.#all(); } #all() { return tf.sequential(); } }',
      'new Net().build()',
    ],
    [
      'a static one that calls a private one',
      'class Net { static of() { return Net.#all(); } static #all() { return tf.model(a); } }',
      'Net.of()',
    ],
    [
      'a static one that calls the private one of a new object',
      'class Net { static of() { return new Net().#all(); } #all() { return tf.model(a); } }',
      'Net.of()',
    ],
    [
      'a method that calls a private property',
      'class Net { build() { return this.#all(); } #all = () => tf.sequential(); }',
      'new Net().build()',
    ],
    ['a property', 'class Net { build = () => tf.sequential(); }', 'new Net().build()'],
    ['a static property', 'class Net { static of = () => tf.sequential(); }', 'Net.of()'],
    [
      'a function that calls one inside of it',
      'function net() { const of = () => tf.sequential(); return of(); }',
      'net()',
    ],
    [
      'a function that calls one below',
      'function net() { return of(); function of() { return tf.sequential(); } }',
      'net()',
    ],
    ['a getter', 'class Net { get model() { return tf.sequential(); } }', 'new Net().model'],
    ['a static getter', 'class Net { static get of() { return tf.model(a); } }', 'Net.of'],
    [
      'what reads a getter',
      'class Net { build() { return this.#m; } get #m() { return tf.model(a); } }',
      'new Net().build()',
    ],
    ['a method of an object', 'const nets = { small() { return tf.model(a); } };', 'nets.small()'],
    [
      'an arrow in an object',
      'export const nets = { small: async () => tf.model(a) } as const;',
      'await nets.small()',
    ],
    [
      'a getter of an object',
      'const nets = { get small() { return tf.model(a); } };',
      'nets.small',
    ],
    [
      'an object in an object',
      "const nets = { 'res-net': { small: () => tf.model(a) } };",
      'nets["res-net"].small()',
    ],
    [
      'an object without a name',
      'export default { small: () => tf.model(a) };',
      'exports.default.small()',
    ],
    ['a curried function', 'const net = (n = 3) => (c = 10) => tf.model(a);', 'net()()'],
    [
      'one that gives a function by its name',
      'function net() { const of = (n = 2) => tf.model(a); return of; }',
      'net()()',
    ],
    ['an async curried one', 'const net = async () => () => tf.model(a);', '(await net())()'],
    [
      'a curried one that awaits in the end',
      'const net = () => async () => tf.model(a);',
      'await net()()',
    ],
    [
      'a curried method',
      'class Net { of() { return () => tf.sequential(); } }',
      'new Net().of()()',
    ],
    ['a return type only', 'function net(): tf.LayersModel { return other(); }', 'net()'],
    ['a promise of a model', 'async function net(): Promise<tf.Sequential> { }', 'await net()'],
  ])('is %s', (_, text, expression) => {
    expect(expressionsIn(tf + text)).toEqual([expression]);
  });

  it('is what returns the model of another builder, in whatever order they stand', () => {
    const text = `${tf}
function resnet50() { return resnet([3, 4, 6, 3]); }
function resnet(blocks = [2]) { return assemble(blocks); }
const assemble = (blocks: number[]) => tf.model({ inputs, outputs });
class Net {
  build() { return this.assemble(); }
  assemble() { return resnet50(); }
}
const ready = resnet50();`;
    expect(expressionsIn(text)).toEqual([
      'resnet50()',
      'resnet()',
      'assemble(blocks)',
      'new Net().build()',
      'new Net().assemble()',
      'ready',
    ]);
  });

  it('is a constant that a curried function gave', () => {
    const text = `${tf}const net = (depth: number) => (classes = 10, { wide } = {}) => tf.model(a);
const small = net(18);
const model = small(1000);
const all = () => net(50)(10);`;
    expect(expressionsIn(text)).toEqual(['net(depth)()', 'small()', 'model', 'all()']);
  });

  it('is what returns an instance of a model class of the file', () => {
    const text = `${tf}const net = () => new Net();\nclass Net extends tf.LayersModel {}`;
    expect(expressionsIn(text)).toEqual(['net()', 'new Net()']);
  });

  it.each([
    ['a function that returns no model', 'function relu(x) { return tf.layers.reLU().apply(x); }'],
    ['one that only makes one', 'function train() { const m = tf.sequential(); m.fit(a, b); }'],
    ['one whose callback does', 'function all() { return list.map(() => tf.sequential()); }'],
    ['a call of another model()', 'function view() { return three.model(); }'],
    ['one that takes a model', 'function show(m: tf.LayersModel): string { return m.name; }'],
    ['one that makes builders', 'function of(): () => tf.LayersModel { return other; }'],
    ['a function in a function', 'function outer() { function net() { return tf.model(a); } }'],
    [
      'a method of a class in a function',
      'function f() { class A { b() { return tf.model(a); } } }',
    ],
    ['a model class in a function', 'function f() { class Net extends tf.Sequential {} }'],
    ['a constant in a function', 'function f() { const net = tf.sequential(); }'],
    ['a private method', 'class Net { #build() { return tf.sequential(); } }'],
    ['a default export of something else', 'export default () => tf.layers.reLU();'],
    ['a default export that is no function', 'export default { depth: 50 };'],
    ['a function that calls itself alone', 'function net() { const a = () => a(); return a(); }'],
    [
      'one whose local name is that of a builder',
      'class A { net() { const of = () => 1; return of(); } } class B { #of() { return tf.model(a); } }',
    ],
    ['a setter', 'class Net { set model(m) { return tf.sequential(); } }'],
    ['a private getter', 'class Net { get #model() { return tf.sequential(); } }'],
    ['a method as a value', 'class A { of() { return this.b; } #b() { return tf.model(a); } }'],
    ['a member that is computed', 'const models = { [name]: () => tf.sequential() };'],
    ['an object in a function', 'function f() { const m = { small: () => tf.model(a) }; }'],
    ['what a function in no name gives', 'list.map(() => () => tf.sequential());'],
    ['a part of a curried function', 'const net = () => (x) => tf.layers.reLU().apply(x);'],
    ['nothing at all', ''],
  ])('is not %s', (_, text) => {
    expect(expressionsIn(tf + text)).toEqual([]);
  });
});
