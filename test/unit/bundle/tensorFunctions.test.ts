/** Which functions of tensors a file offers, and with which call. */
import { expect, test } from 'vitest';
import { discoverEntries } from '../../../src/bundle/discover';
import { parseSource } from '../../../src/bundle/parse';

function expressions(text: string): string[] {
  return discoverEntries(text, parseSource('model.ts', text)!).map(
    ({ expression, needsArguments }) => (needsArguments ? `${expression}?` : expression),
  );
}

const tf = `import * as tf from '@tensorflow/tfjs';\n`;

test.each<[name: string, text: string, expected: readonly string[]]>([
  [
    'an arrow',
    `${tf}export const net = (x: tf.Tensor4D) => tf.add(x, tf.relu(x));`,
    ['net(tf.zeros([1, 224, 224, 3]))'],
  ],
  [
    'a function of features',
    `${tf}function mlp(x: tf.Tensor2D) { return x.matMul(w); }`,
    ['mlp(tf.zeros([1, 128]))'],
  ],
  [
    'a tensor of any rank',
    `${tf}function f(x: tf.Tensor) { return tf.relu(x); }`,
    ['f(tf.zeros([1, 128]))'],
  ],
  [
    'a picture by its operations',
    `${tf}function f(x: tf.Tensor) { return tf.conv2d(x, w, 1, 'same'); }`,
    ['f(tf.zeros([1, 224, 224, 3]))'],
  ],
  [
    'two tensors and a number',
    `${tf}function f(x: tf.Tensor2D, y: tf.Tensor3D, depth: number, on = true) { return tf.add(x, y); }`,
    ['f(tf.zeros([1, 128]), tf.zeros([1, 16, 128]), depth)?'],
  ],
  [
    'a method',
    `${tf}class Net {\n  w = tf.variable(tf.ones([128, 2]));\n  forward(x: tf.Tensor2D) { return tf.matMul(x, this.w); }\n}`,
    ['new Net().forward(tf.zeros([1, 128]))'],
  ],
  [
    'a static method',
    `${tf}class Net { static run(x: tf.Tensor2D) { return tf.relu(x); } }`,
    ['Net.run(tf.zeros([1, 128]))'],
  ],
  [
    'named imports',
    `import { add, zeros, Tensor2D } from '@tensorflow/tfjs-core';\nexport function f(x: Tensor2D) { return add(x, x); }`,
    ['f(zeros([1, 128]))'],
  ],
  [
    'the outermost only',
    `${tf}const block = (x: tf.Tensor2D) => tf.relu(x);\nfunction net(x: tf.Tensor2D) { return block(block(x)); }`,
    ['net(tf.zeros([1, 128]))'],
  ],
  [
    'one that calls itself',
    `${tf}function f(x: tf.Tensor2D): tf.Tensor { return n-- > 0 ? f(tf.relu(x)) : x; }`,
    ['f(tf.zeros([1, 128]))'],
  ],
  [
    'an async one',
    `${tf}export async function f(x: tf.Tensor2D) { return tf.relu(x); }`,
    ['await f(tf.zeros([1, 128]))'],
  ],
  [
    'no symbolic tensors',
    `${tf}function f(x: tf.SymbolicTensor) { return tf.layers.reLU().apply(x); }`,
    [],
  ],
  [
    'no layers',
    `${tf}class Gelu extends tf.layers.Layer { call(x: tf.Tensor) { return tf.relu(x); } }`,
    [],
  ],
  ['nothing without operations', `${tf}function shape(x: tf.Tensor) { return x; }`, []],
  ['no tfjs', `function f(x: Tensor) { return x.add(1); }`, []],
  [
    'a model of layers goes first',
    `${tf}const loss = (a: tf.Tensor) => tf.mean(a);\nexport const build = () => tf.sequential();`,
    ['build()'],
  ],
])('%s', (_name, text, expected) => {
  expect(expressions(text).filter((e) => e !== 'build')).toEqual(expected);
});
