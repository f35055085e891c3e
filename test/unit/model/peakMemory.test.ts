/** The peak with an optimizer that was not measured, from those that were. */
import { expect, test } from 'vitest';
import { peakWith, type TrainingMemory } from '../../../src/model/peakMemory';

const slots = { sgd: 0, momentum: 100, adam: 200 };
const peak = { sgd: 1000, momentum: 1100, adam: 1200 };
const memory: TrainingMemory = {
  batchSize: 1,
  weights: 150,
  gradients: 100,
  activations: 500,
  slots,
  peak,
  cpu: peak,
  wasm: peak,
};

test('is the measured one where there is one', () => {
  expect(peakWith(memory, 'Adam')).toBe(1200);
  expect(peakWith(memory, 'SGD')).toBe(1000);
});

test('has the slots of the others beside what the gradient takes', () => {
  expect(peakWith(memory, 'Adagrad')).toBe(1100);
  expect(['RMSProp', 'Adadelta', 'Adamax'].map((name) => peakWith(memory, name))).toEqual([
    1200, 1200, 1200,
  ]);
});

test('is not known of an optimizer of the user’s, or where the update is the peak', () => {
  expect(peakWith(memory, 'Lion')).toBeUndefined();
  expect(peakWith({ ...memory, peak: { ...peak, adam: 1500 } }, 'Adagrad')).toBeUndefined();
});
