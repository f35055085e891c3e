/** Which of the builders of a file is shown when nobody chose. */
import { describe, expect, it } from 'vitest';
import { defaultEntry, designerComment, discoverEntries } from '../../../src/bundle/discover';
import { parseSource } from '../../../src/bundle/parse';
import type { EntryCandidate } from '../../../src/protocol/designer';

describe('the default entry', () => {
  const entry = (expression: string, needsArguments = false): EntryCandidate => ({
    expression,
    label: expression,
    needsArguments,
    line: 1,
  });

  it.each([
    ['nothing', [], ''],
    ['the first that needs no arguments', [entry('a(n)', true), entry('b()'), entry('c()')], 'b()'],
    ['a call before a constant', [entry('model'), entry('b()')], 'b()'],
    ['a constant when there is no more', [entry('a(n)', true), entry('model')], 'model'],
  ])('is %s', (_, entries, expected) => {
    expect(defaultEntry('', entries)).toBe(expected);
  });

  it.each([
    ['// designer: resnet(34)', 'resnet(34)'],
    ['  //designer:resnet(34)  ', 'resnet(34)'],
    [
      'const a = 1;\n// designer: new Net({ depth: 5 }).build()\r\nmore();',
      'new Net({ depth: 5 }).build()',
    ],
  ])('is that of a comment: %j', (text, expected) => {
    expect(designerComment(text)).toBe(expected);
    expect(defaultEntry(text, [entry('b()')])).toBe(expected);
  });

  it.each([
    '// designer:',
    '// the designer: me',
    'const a = "// designer: b()";',
    '/* designer: b() */',
  ])('is not that of %j', (text) => {
    expect(designerComment(text)).toBeUndefined();
  });
});

describe('the default among what calls each other', () => {
  const defaultOf = (text: string): string => {
    const whole = `import * as tf from '@tensorflow/tfjs';\n${text}`;
    const tree = parseSource('model.ts', whole);
    if (tree === undefined) throw new Error('The text does not parse.');
    return defaultEntry('', discoverEntries(whole, tree));
  };

  it.each([
    ['the one that no other calls', 'const a = () => tf.model(x);\nconst b = () => a();', 'b()'],
    [
      'the first of several',
      'const a = () => tf.model(x);\nconst c = () => a();\nconst b = () => a();',
      'c()',
    ],
    [
      'one that calls it through what builds nothing',
      'function a() { return tf.model(x); }\nfunction add(n) { a().apply(n); }\nfunction b() { add(1); return tf.model(y); }',
      'b()',
    ],
    [
      'one that has it by default',
      'const a = () => tf.model(x);\nconst b = (part = a()) => tf.model(part);',
      'b()',
    ],
    [
      'one that hands it on',
      'function a() { return tf.model(x); }\nfunction b() { return compose(a) as tf.LayersModel; }\nfunction c(): tf.LayersModel { return wrap(a); }',
      'c()',
    ],
    [
      'one that can be called as it stands',
      'const a = () => tf.model(x);\nconst b = (depth: number) => a();',
      'a()',
    ],
    [
      'the first of those that call each other',
      'function a(n = 1) { return n ? b() : tf.model(x); }\nfunction b() { return a(0); }',
      'a()',
    ],
    [
      'a static method that makes one of its class',
      'class Net { build() { return tf.model(x); } static small() { return new Net().build(); } }',
      'Net.small()',
    ],
    [
      'a function that makes one of a class',
      'class Net { build() { return tf.model(x); } }\nfunction b() { const n = new Net(); return n.build(); }\nfunction c(): tf.LayersModel { const n = new Net(); return n.build(); }',
      'b()',
    ],
    [
      'a chain of calls on an object',
      'const begin = () => { const chain = { dense: () => chain, end: () => tf.model(x) }; return chain; };\nexport const net = () => begin().dense().end();',
      'net()',
    ],
    [
      'a chain of calls on one of a class',
      'class Net { stem() { return this; } build() { return tf.model(x); } }\nfunction net() { return new Net().stem().build(); }',
      'net()',
    ],
    [
      'no method that is named and not called',
      'class Net { static create() { return tf.model(x); } }\nexport const create = Net.create;',
      'Net.create()',
    ],
    [
      'a function that takes a model out of what another gives',
      'function parts() { return { model: tf.model(x), loss: 1 }; }\nfunction net() { const { model } = parts(); return model; }',
      'net()',
    ],
    [
      'the model among others of an object',
      'function nets() { const encoder = tf.model(x); return { encoder, model: tf.model(y) }; }',
      'nets().model',
    ],
    [
      'a constant that takes one out',
      'function parts(n: number) { return { model: tf.model(x) }; }\nexport const { model } = parts(2);',
      'model',
    ],
    [
      'a local that holds what another gives',
      'function parts() { return { model: tf.model(x) }; }\nfunction net() { const made = parts(); return made.model; }',
      'net()',
    ],
    [
      'a constant that is more than a call',
      'function a(n = 1) { return tf.model(x); }\nconst model = a(2);',
      'model',
    ],
    [
      'a builder before its model',
      'function a() { return tf.model(x); }\nconst model = a();',
      'a()',
    ],
    [
      'one whose name a parameter hides elsewhere',
      'function a() { return tf.model(x); }\nfunction b(a = 1) { return tf.model(a); }',
      'a()',
    ],
    [
      'one whose name is a key elsewhere',
      'function a() { return tf.model(x); }\nfunction b() { return tf.model({ a: 1, c: c.a }); }',
      'a()',
    ],
  ])('is %s', (_, text, expected) => {
    expect(defaultOf(text)).toBe(expected);
  });
});
