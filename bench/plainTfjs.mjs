// @ts-check
/**
 * The peer of inspection: plain TensorFlow.js, cpu backend, builds a sample in this process and prints
 * its summary. Prints one JSON line: milliseconds for each build with `summary()`, its trainable weights,
 * peak resident bytes. Arguments: bundled sample, name of the builder, most builds, and the milliseconds
 * after which no further build is begun.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [file = '', builder = '', builds = '3', budgetMs = '0'] = process.argv.slice(2);
const load = createRequire(import.meta.url);
const tf = load('@tensorflow/tfjs');
await tf.setBackend('cpu');
await tf.ready();
const sample = await import(pathToFileURL(file).href);

const begun = performance.now();
const ms = [];
let trainable = 0;
do {
  const started = performance.now();
  const model = sample[builder]();
  let lines = 0;
  model.summary(undefined, undefined, () => lines++);
  ms.push(performance.now() - started);
  if (lines === 0) throw new Error('the summary printed nothing');
  trainable = countTrainable(model);
  model.dispose();
} while (ms.length < Number(builds) && performance.now() - begun < Number(budgetMs));
console.log(JSON.stringify({ ms, trainable, peakBytes: process.resourceUsage().maxRSS * 1024 }));

/** Weights that several layers share are one. */
function countTrainable(
  /** @type {{ trainableWeights: { id: number, shape: number[] }[] }} */ model,
) {
  const shapes = new Map(model.trainableWeights.map(({ id, shape }) => [id, shape]));
  return [...shapes.values()].reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0);
}
