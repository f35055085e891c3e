/** What an entry says of itself: arguments, lines, labels. */
import { describe, expect, it } from 'vitest';
import { parseSource } from '../../../src/bundle/parse';
import { entriesIn, tf } from './support';

describe('arguments', () => {
  it.each([
    ['none', '', 'net()', false],
    ['defaults', 'depth = 50, { classes = 10 } = {}', 'net()', false],
    ['optional ones', 'depth?: number, ...more: number[]', 'net()', false],
    ['a required one', 'depth: number', 'net(depth)', true],
    ['required before defaults', 'depth: number, classes = 10', 'net(depth)', true],
    ['a required pattern', '{ depth }: Options', 'net({})', true],
    ['a type of this', 'this: void, depth = 50', 'net()', false],
  ])('are filled in: %s', (_, parameters, expression, needsArguments) => {
    const text = `${tf}function net(${parameters}) { return tf.sequential(); }`;
    expect(entriesIn(text)).toMatchObject([{ expression, needsArguments }]);
  });

  it('are those of the constructor and of the method', () => {
    const body = '(filters: number) { return tf.sequential(); }';
    const text = `${tf}class Net { constructor(private depth: number) {} build${body} }`;
    const [entry] = entriesIn(text);
    expect(entry).toMatchObject({ label: 'Net.build', needsArguments: true });
    expect(entry?.expression).toBe('new Net(depth).build(filters)');
  });

  it('of an arrow decide as those of a function do', () => {
    const text = `${tf}const net = (depth: number) => tf.sequential();`;
    expect(entriesIn(text)).toEqual([
      { label: 'net', line: 2, expression: 'net(depth)', needsArguments: true },
    ]);
  });
});

describe('lines', () => {
  it('are those of the definitions, in the order of the text', () => {
    const text = `${tf}\nexport class Net {\n  build() { return small(); }\n}\n
const small = () => tf.sequential();\n`;
    expect(entriesIn(text).map(({ label, line }) => [label, line])).toEqual([
      ['Net.build', 4],
      ['small', 7],
    ]);
  });

  it('are found beside an error that the parser gets over', () => {
    const text = `${tf}function net() { return tf.sequential(); }\nconst a = 1;\nconst a = 2;`;
    expect(entriesIn(text)).toMatchObject([{ expression: 'net()', line: 2 }]);
  });

  it('are not to be had of a text that makes no sense', () => {
    expect(parseSource('model.ts', 'function net( {')).toBeUndefined();
  });

  it('are found in JavaScript with JSX', () => {
    const text = 'const view = <div/>;\nexport function net() { return tf.sequential(); }';
    expect(entriesIn(text, 'model.jsx')).toMatchObject([{ expression: 'net()', line: 2 }]);
  });
});
