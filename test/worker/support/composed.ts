/** Model files put together at random from blocks of every kind of skip, in three ways of holding weights. */
import type { SkipKind } from '../../../src/model/graph';
import { importTf } from './inspect';

export type Holder = 'functions' | 'classes' | 'custom layers';

interface Composed {
  readonly text: string;
  readonly entry: string;
  /** Kind and length of each skip. */
  readonly skips: readonly string[];
}

/** The code of one block, of a tensor `x` in NHWC, with `W(i)` for the block's i-th weight. */
interface Written {
  readonly shapes: (readonly number[])[];
  readonly lines: readonly string[];
  readonly result: string;
  readonly length: number;
}

/** Height, width and channels of what stands before a block. */
interface Size {
  readonly side: number;
  readonly channels: number;
}

type Writer = (size: Size) => Written & { readonly after: Size };

function conv(
  shapes: (readonly number[])[],
  x: string,
  from: number,
  to: number,
  more = '',
): string {
  const kernel = more === '1x1' ? 1 : 3;
  shapes.push([kernel, kernel, from, to]);
  const stride = more === 'half' ? 2 : 1;
  return `tf.conv2d(${x}, W(${shapes.length - 1}), ${stride}, 'same')`;
}

function matrix(shapes: (readonly number[])[], x: string, channels: number): string {
  shapes.push([channels, channels]);
  return `tf.matMul(${x}, W(${shapes.length - 1}))`;
}

const writers: Readonly<Record<SkipKind, Writer>> = {
  identity: (after) => {
    const shapes: number[][] = [];
    const lines = [`const y = tf.relu(${conv(shapes, 'x', after.channels, after.channels)});`];
    const result = `x.add(${conv(shapes, 'y', after.channels, after.channels)})`;
    return { shapes, lines, result, length: 2, after };
  },
  projection: ({ side, channels }) => {
    const shapes: number[][] = [];
    const lines = [`const y = tf.relu(${conv(shapes, 'x', channels, 6)});`];
    const result = `${conv(shapes, 'x', channels, 6, '1x1')}.add(${conv(shapes, 'y', 6, 6)})`;
    return { shapes, lines, result, length: 2, after: { side, channels: 6 } };
  },
  padded: ({ side, channels }) => {
    const shapes: number[][] = [];
    const lines = [
      `const y = tf.relu(${conv(shapes, 'x', channels, 2 * channels, 'half')});`,
      `const z = ${conv(shapes, 'y', 2 * channels, 2 * channels)};`,
      `const short = tf.pad(tf.avgPool(x, 2, 2, 'same'), [[0, 0], [0, 0], [0, 0], [0, ${channels}]]);`,
    ];
    const after = { side: side / 2, channels: 2 * channels };
    return { shapes, lines, result: 'short.add(z)', length: 2, after };
  },
  gated: (after) => {
    const shapes: number[][] = [];
    const lines = [
      `const t = tf.sigmoid(${conv(shapes, 'x', after.channels, after.channels)});`,
      `const h = tf.relu(${conv(shapes, 'x', after.channels, after.channels)});`,
    ];
    return { shapes, lines, result: 'h.mul(t).add(x.mul(tf.sub(1, t)))', length: 1, after };
  },
  dense: ({ side, channels }) => {
    const shapes: number[][] = [];
    const lines = [`const y = tf.relu(${conv(shapes, 'x', channels, 4)});`];
    const after = { side, channels: channels + 4 };
    return { shapes, lines, result: 'tf.concat([x, y], 3)', length: 1, after };
  },
  long: ({ side, channels }) => {
    const shapes: number[][] = [];
    const lines = [
      `const y = tf.relu(${conv(shapes, "tf.maxPool(x, 2, 2, 'same')", channels, channels)});`,
      `const up = tf.image.resizeNearestNeighbor(y, [${side}, ${side}]);`,
      `const z = ${conv(shapes, 'up', channels, channels)};`,
    ];
    const after = { side, channels: 2 * channels };
    return { shapes, lines, result: 'tf.concat([x, z], 3)', length: 2, after };
  },
  transformer: (after) => {
    const shapes: number[][] = [];
    const lines = [
      `const rows = x.reshape([-1, ${after.channels}]);`,
      ...['q', 'k', 'v'].map((n) => `const ${n} = ${matrix(shapes, 'rows', after.channels)};`),
      'const mixed = tf.matMul(tf.softmax(tf.matMul(q, k, false, true)), v);',
      `const y = ${matrix(shapes, 'mixed', after.channels)}.reshape(x.shape);`,
    ];
    return { shapes, lines, result: 'x.add(y)', length: 2, after };
  },
  recurrent: (after) => {
    const steps = after.side * after.side;
    const lines = [
      `const rows = x.reshape([-1, ${steps}, ${after.channels}]);`,
      `const lstm = tf.layers.lstm({ units: ${after.channels}, returnSequences: true });`,
    ];
    const result = 'lstm.apply(rows).reshape(x.shape)';
    return { shapes: [], lines, result, length: 1, after };
  },
};

/** A block and a convolution behind it, so that no block's end is the next one's way around. */
function write(kind: SkipKind, size: Size): Written & { readonly after: Size } {
  const made = writers[kind](size);
  const { channels } = made.after;
  const shapes = [...made.shapes];
  const lines = [...made.lines, `const end = ${made.result};`];
  return { ...made, lines, result: `tf.relu(${conv(shapes, 'end', channels, channels)})`, shapes };
}

const body = ({ lines, result }: Written): string => `${lines.join('\n')}\nreturn ${result};`;
const made = ({ shapes }: Written): string =>
  `${JSON.stringify(shapes)}.map((shape) => tf.variable(tf.zeros(shape)))`;

const holders: Readonly<Record<Holder, (blocks: readonly Written[]) => string>> = {
  functions: (blocks) => `${blocks
    .map(
      (block, i) => `const weights${i} = ${made(block)};
function block${i}(x) {
const W = (n) => weights${i}[n];
${body(block)}
}`,
    )
    .join('\n')}
export const net = (x) => [${blocks.map((_, i) => `block${i}`).join(', ')}].reduce((y, block) => block(y), x);`,
  classes: (blocks) => `${blocks
    .map(
      (block, i) => `class Block${i} {
#weights = ${made(block)};
forward(x) {
const W = (n) => this.#weights[n];
${body(block)}
}
}`,
    )
    .join('\n')}
const blocks = [${blocks.map((_, i) => `new Block${i}()`).join(', ')}];
export const net = (x) => tf.tidy(() => blocks.reduce((y, block) => block.forward(y), x));`,
  'custom layers': (blocks) => `${blocks
    .map(
      (block, i) => `class Block${i} extends tf.layers.Layer {
static className = 'Block${i}';
build(shape) {
const zeros = tf.initializers.zeros();
this.w = ${JSON.stringify(block.shapes)}.map((s, n) => this.addWeight('w' + n, s, 'float32', zeros));
super.build(shape);
}
call(inputs) {
const x = Array.isArray(inputs) ? inputs[0] : inputs;
const W = (n) => this.w[n].read();
${body(block)}
}
}`,
    )
    .join('\n')}
export function net() {
const input = tf.input({ shape: [16, 16, 4] });
const outputs = [${blocks.map((_, i) => `new Block${i}()`).join(', ')}].reduce((y, block) => block.apply(y), input);
return tf.model({ inputs: input, outputs });
}`,
};

/** A file with these blocks one behind another. */
export function composed(kinds: readonly SkipKind[], holder: Holder): Composed {
  let size: Size = { side: 16, channels: 4 };
  const blocks = kinds.map((kind) => {
    const block = write(kind, size);
    size = block.after;
    return block;
  });
  return {
    text: `${importTf}${holders[holder](blocks)}`,
    entry: holder === 'custom layers' ? 'net()' : 'net(tf.zeros([1, 16, 16, 4]))',
    skips: kinds.map((kind, i) => `${kind} ${blocks[i]?.length ?? 0}`),
  };
}
