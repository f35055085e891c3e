import { describe, expect, it } from 'vitest';
import { projectionEdits } from '../../../src/bundle/projectionEdit';
import type { ProjectionFix } from '../../../src/protocol/failure';

const fix: ProjectionFix = { kind: 'projection', shortcut: 1, strides: [2, 2], filters: 128 };
const importTf = `import * as tf from '@tensorflow/tfjs';\n`;
const conv = `tf.layers.conv2d({ filters: 128, kernelSize: 1, strides: 2, padding: 'same', useBias: false })`;
const asTensor = ' as tf.SymbolicTensor';

interface Options {
  readonly file?: string;
  readonly fix?: Partial<ProjectionFix>;
  readonly column?: number;
}

/** The whole text, fixed where the mark `▸` stands before its `apply`. */
function fixedText(marked: string, options: Options = {}): string | undefined {
  const at = marked.indexOf('▸');
  const text = marked.replace('▸', '');
  const line = marked.slice(0, at).split('\n').length;
  const column = options.column ?? at - marked.lastIndexOf('\n', at);
  const wanted = { ...fix, ...options.fix };
  const found = projectionEdits(options.file ?? '/m.ts', text, { line, column }, wanted);
  return found?.edits.reduceRight(
    (after, { start, end, text: put }) => after.slice(0, start) + put + after.slice(end),
    text,
  );
}

/** The line with the mark, fixed; undefined where the fix is refused. */
function fixed(marked: string, options: Options = {}): string | undefined {
  const line = marked.slice(0, marked.indexOf('▸')).split('\n').length;
  return fixedText(marked, options)?.split('\n')[line - 1];
}

describe('the projection that a quick fix writes', () => {
  it.each([
    ['the second input', 'tf.layers.add().▸apply([y, x]);', {}, `[y, ${conv}.apply(x)${asTensor}]`],
    [
      'the first input',
      'tf.layers.add().▸apply([x, y]);',
      { fix: { shortcut: 0 } },
      `[${conv}.apply(x)${asTensor}, y]`,
    ],
    [
      'an array with a type',
      'sum.▸apply([y, x] as tf.Tensor[]);',
      {},
      `[y, ${conv}.apply(x)${asTensor}] as tf.Tensor[]`,
    ],
    [
      'an input that is an expression',
      'sum.▸apply([y, block(x, [1])]);',
      {},
      `[y, ${conv}.apply(block(x, [1]))${asTensor}]`,
    ],
    [
      'channels only',
      'sum.▸apply([y, x]);',
      { fix: { strides: [1, 1] } },
      `tf.layers.conv2d({ filters: 128, kernelSize: 1, padding: 'same', useBias: false })`,
    ],
    [
      'two strides',
      'sum.▸apply([y, x]);',
      { fix: { strides: [1, 4] } },
      `kernelSize: 1, strides: [1, 4], padding`,
    ],
    [
      'a sequence',
      'sum.▸apply([y, x]);',
      { fix: { strides: [2] } },
      `tf.layers.conv1d({ filters: 128, kernelSize: 1, strides: 2,`,
    ],
    [
      'vectors',
      'sum.▸apply([y, x]);',
      { fix: { strides: [] } },
      `tf.layers.dense({ units: 128, useBias: false }).apply(x)`,
    ],
    ['a JavaScript file', 'sum.▸apply([y, x]);', { file: '/m.js' }, `[y, ${conv}.apply(x)]`],
  ])('around %s', (_, line, options, expected) => {
    expect(fixed(`${importTf}${line}`, options)).toContain(expected);
  });

  it.each([
    ['batchNormalization()', '()'],
    ['batchNormalization({ momentum: 0.9 })', '({ momentum: 0.9 })'],
    ['batchNormalization({ momentum })', '()'],
    ["batchNormalization({ name: 'bn1' })", '()'],
    ['batchNormalization({ name: `bn${i}` })', '()'],
  ])('normalizes as the file does: %s', (norm, made) => {
    const text = `${importTf}let y = tf.layers.${norm}.apply(x);\nsum.▸apply([y, x]);`;
    expect(fixed(text)).toBe(
      `sum.apply([y, tf.layers.batchNormalization${made}.apply(${conv}.apply(x))${asTensor}]);`,
    );
  });

  it.each([
    ['another name', `import * as tfjs from '@tensorflow/tfjs-node';`, 'tfjs.layers', 'tfjs.'],
    ['a default import', `import tf from '@tensorflow/tfjs';`, 'tf.layers', 'tf.'],
    [
      'names of their own',
      `import { layers as L, type SymbolicTensor } from '@tensorflow/tfjs';`,
      'L',
      '',
    ],
  ])('calls TensorFlow.js by %s', (_, imported, layers, prefix) => {
    const line = fixed(`${imported}\nsum.▸apply([y, x]);`);
    expect(line).toContain(`[y, ${layers}.conv2d(`);
    expect(line).toContain(` as ${prefix}SymbolicTensor]`);
  });

  it('finds a required library, which has no types', () => {
    const text = `const tf = require('@tensorflow/tfjs');\nsum.▸apply([y, x]);`;
    expect(fixed(text, { file: '/m.js' })).toBe(`sum.apply([y, ${conv}.apply(x)]);`);
  });

  it('takes the call at the column where a line has two, and the only one of a line that moved', () => {
    const two = `${importTf}a.apply([p, q]); b.▸apply([y, x]);`;
    expect(fixed(two)).toBe(`a.apply([p, q]); b.apply([y, ${conv}.apply(x)${asTensor}]);`);
    expect(fixed(two, { column: 3 })).toContain(`a.apply([p, ${conv}`);
    expect(fixed(two, { column: 5 })).toBeUndefined();
    expect(fixed(`${importTf}b.▸apply([y, x]);`, { column: 1 })).toContain(conv);
  });

  it.each([
    ['inputs in a variable', `${importTf}sum.▸apply(paths);`],
    ['inputs that are spread', `${importTf}sum.▸apply([y, ...paths]);`],
    ['three inputs', `${importTf}sum.▸apply([y, x, z]);`],
    ['another method', `${importTf}sum.▸call([y, x]);`],
    ['no import of TensorFlow.js', `sum.▸apply([y, x]);`],
    [
      'types of TensorFlow.js only',
      `import type * as tf from '@tensorflow/tfjs';\nsum.▸apply([y, x]);`,
    ],
    ['a text that does not parse', `${importTf}sum.▸apply([y, x`],
  ])('is refused for %s', (_, text) => {
    expect(fixed(text)).toBeUndefined();
  });
});

describe('a sum that is made more than once', () => {
  const call = '[y, projectShortcut(x, y)]';

  it.each([
    ['in a function of tensors', 'function block(x, y) { return sum.▸apply([y, x]); }', call],
    ['in a method', 'class Net { block(x, y) { return sum.▸apply([y, x]); } }', call],
    ['in a callback', 'widths.forEach((width) => { sum.▸apply([y, x]); });', call],
    ['in a loop', 'for (const width of widths) x = sum.▸apply([y, x]);', call],
    [
      'of what is named by a path',
      'while (more) sum.▸apply([this.y, f(x)]);',
      '[this.y, projectShortcut(f(x), this.y)]',
    ],
    [
      'where there is such a function',
      'function projectShortcut(x, y) { sum.▸apply([y, x]); }',
      '[y, projectShortcut2(x, y)]',
    ],
  ])('projects by a function, %s', (_, line, expected) => {
    expect(fixed(`${importTf}${line}`)).toContain(expected);
  });

  it('writes the function behind the file, in its own words', () => {
    const text = `${importTf}function block(x, y) {\n  return sum.▸apply([y, x]);\n}`;
    expect(fixedText(text)).toBe(`${importTf}function block(x, y) {
  return sum.apply([y, projectShortcut(x, y)]);
}

/** x in the shape of like: itself where it fits, else projected (He et al. 2016, option B). */
function projectShortcut(x: tf.SymbolicTensor, like: tf.SymbolicTensor): tf.SymbolicTensor {
  if (x.shape.join() === like.shape.join()) return x;
  const projection = tf.layers.conv2d({
    filters: like.shape[3] as number,
    kernelSize: 1,
    strides: [1, 2].map((axis) => Math.ceil((x.shape[axis] ?? 1) / (like.shape[axis] ?? 1))),
    padding: 'same',
    useBias: false,
  });
  return projection.apply(x) as tf.SymbolicTensor;
}
`);
  });

  it.each([
    ['a function of defaults only', 'function net(classes = 10) { sum.▸apply([y, x]); }'],
    ['a main path that cannot be named twice', 'for (;;) sum.▸apply([f(x), x]);'],
    ['beside a loop', 'for (;;) f(); sum.▸apply([y, x]);'],
  ])('has its numbers in %s', (_, line) => {
    expect(fixed(`${importTf}${line}`)).toContain(`${conv}.apply(x)`);
  });

  it('has its numbers where a typed file has no name for tensors', () => {
    const text = `import { layers } from '@tensorflow/tfjs';\nfor (;;) sum.▸apply([y, x]);`;
    expect(fixed(text)).toContain('layers.conv2d({ filters: 128,');
    expect(fixed(text, { file: '/m.mjs' })).toContain(call);
  });
});
