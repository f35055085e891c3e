/**
 * The predicted memory of a training step, against what TensorFlow.js's wasm backend really holds. It has
 * no gradient kernels of convolutions and lookups, so the models are of matrix products.
 */
import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { optimizers } from '../../src/model/peakMemory';
import { Held, peakOfModel, topologyOf } from './support/held';
import { useWorkbench } from './support/inspect';
import { dense } from './support/trainedModels';

const workbench = useWorkbench();

let held: Held;

beforeAll(async () => {
  // Loaded as TensorFlow.js itself is in Node.js, so that both have one core.
  const require = createRequire(import.meta.url);
  require('@tensorflow/tfjs-backend-wasm');
  if (!(await tf.setBackend('wasm'))) throw new Error('the wasm backend does not start');
  held = new Held(tf.backend());
});

const cases = Object.keys(dense).flatMap((model) =>
  optimizers.flatMap((optimizer) => [1, 8].map((batch) => ({ model, optimizer, batch }))),
);

test.each(cases)('$model with $optimizer, $batch a batch', async ({ model, optimizer, batch }) => {
  const make = dense[model]!;
  const options = { name: 'model.json', trainingBatchSize: batch };
  const { training } = await workbench.graph(topologyOf(make), '', options);
  const real = await peakOfModel(held, make, optimizer, batch);
  expect(Math.abs(training!.wasm[optimizer] - real) / real).toBeLessThan(0.02);
});
