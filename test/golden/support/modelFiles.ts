/** Small model files, good and bad, for the command line's tests. */

const imports = `import * as tf from '@tensorflow/tfjs';\n`;

export const modelFiles = {
  'block.ts': `${imports}
function block(x: tf.SymbolicTensor, filters: number): tf.SymbolicTensor {
  return tf.layers.conv2d({ filters, kernelSize: 3, padding: 'same' }).apply(x) as tf.SymbolicTensor;
}

export function small(filters = 4) {
  const x = tf.input({ shape: [8, 8, filters] });
  const sum = tf.layers.add().apply([x, block(x, filters)]) as tf.SymbolicTensor;
  return tf.model({ name: 'small', inputs: x, outputs: sum });
}
`,
  'comment.ts': `${imports}
// designer: dense(3)
export function first() {
  return dense(1);
}
function dense(units: number) {
  return tf.sequential({ name: 'dense', layers: [tf.layers.dense({ units, inputShape: [2] })] });
}
`,
  'partial.ts': `${imports}
export function net() {
  const x = tf.input({ shape: [8, 8, 3] });
  const conv = tf.layers.conv2d({ filters: 4, kernelSize: 3 }).apply(x) as tf.SymbolicTensor;
  const sum = tf.layers.add().apply([x, conv]) as tf.SymbolicTensor;
  return tf.model({ inputs: x, outputs: sum });
}
`,
  'projection.ts': `${imports}
export function net() {
  const x = tf.input({ shape: [8, 8, 3] });
  const conv = tf.layers.conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: 'same' }).apply(x);
  const sum = tf.layers.add().apply([conv as tf.SymbolicTensor, x]) as tf.SymbolicTensor;
  return tf.model({ inputs: x, outputs: sum });
}
`,
  'syntax.ts': 'export const x = (;\n',
  'nothing.ts': 'export const answer = 42;\n',
  'loop.ts': `${imports}
export function endless(): tf.LayersModel {
  for (;;);
}
`,
  'hungry.ts': `${imports}
export function hungry(): tf.LayersModel {
  const all: number[][] = [];
  for (;;) all.push(new Array<number>(1e6).fill(1));
}
`,
  'chatty.ts': `${imports}
console.log('from the model');
export const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
`,
  'script.ts': `${imports}
const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
await model.fit(tf.zeros([1, 1]), tf.zeros([1, 1]));
`,
} as const;
