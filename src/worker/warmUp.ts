/** A first build inside a new worker, so that the user's first one meets compiled code. */
import path from 'node:path';
import type { ModelBundle } from '../protocol/inspect';
import { inspect } from './inspect';

const code = `
const { tf } = __designer;
__designer.entry(() => {
  const call = __designer.enter(0);
  const input = tf.input({ shape: [32, 32, 3] });
  let x = input;
  for (let i = 0; i < 12; i++) {
    const y = tf.layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same', useBias: false }).apply(x);
    const z = tf.layers.batchNormalization({}).apply(y);
    x = tf.layers.add().apply([x, tf.layers.reLU().apply(z)]);
  }
  x = tf.layers.globalAveragePooling2d({}).apply(tf.layers.maxPooling2d({ poolSize: 2 }).apply(x));
  __designer.exit(call);
  return tf.model({ inputs: input, outputs: tf.layers.dense({ units: 2, activation: 'softmax' }).apply(x) });
});`;

const bundle: ModelBundle = {
  code,
  map: JSON.stringify({ version: 3, sources: [], names: [], mappings: '' }),
  file: path.resolve('warm-up.ts'),
  entry: 'warmUp()',
  entryLine: 1,
  sources: [],
};

export async function warmUp(tf: unknown): Promise<void> {
  await inspect(
    { bundle, timeLimitMs: 60_000, memoryLimitMB: 4_096, outputLimitBytes: 1_000_000 },
    tf,
  );
}
