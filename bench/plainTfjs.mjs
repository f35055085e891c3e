// @ts-check
/**
 * The peer of inspection: plain TensorFlow.js, cpu backend, builds a sample in this process and prints
 * its summary. Prints one JSON line: milliseconds for each build with `summary()`, peak resident bytes.
 * Arguments: bundled sample, name of the builder, number of builds.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [file = '', builder = '', runs = '3'] = process.argv.slice(2);
const load = createRequire(import.meta.url);
const tf = load('@tensorflow/tfjs');
await tf.setBackend('cpu');
await tf.ready();
const sample = await import(pathToFileURL(file).href);

const ms = [];
for (let i = 0; i < Number(runs); i++) {
  const started = performance.now();
  const model = sample[builder]();
  let lines = 0;
  model.summary(undefined, undefined, () => lines++);
  ms.push(performance.now() - started);
  if (lines === 0) throw new Error('the summary printed nothing');
  model.dispose();
}
console.log(JSON.stringify({ ms, peakBytes: process.resourceUsage().maxRSS * 1024 }));
