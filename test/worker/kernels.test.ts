/** What is inferred of every kernel, against what the cpu backend's own kernel gives. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import { inferenceOf, valueKernels } from '../../src/worker/kernels/kernels';
import { kernelCalls } from './support/kernelCalls';
import { dice } from './support/kernelCalls/makers';

beforeAll(() => tf.setBackend('cpu'));

const registered = tf.getKernelsForBackend('cpu').map(({ kernelName }) => kernelName);
const rounds = 20;

test('the cpu backend has kernels to compare with', () => {
  expect(registered.length).toBeGreaterThan(150);
});

test.each(registered.filter((name) => !valueKernels.has(name)))('%s', (name) => {
  const rule = inferenceOf(name);
  const make = kernelCalls.get(name);
  if (rule === undefined) throw new Error(`${name} has no rule and is not named as missing`);
  if (make === undefined) throw new Error(`${name} has a rule and no maker of arguments`);
  for (let seed = 1; seed <= rounds; seed++) {
    const { inputs, attrs } = make(dice(seed));
    const given = tf
      .engine()
      .runKernel(name, inputs as tf.NamedTensorMap, attrs as unknown as tf.NamedAttrMap);
    const outputs = Array.isArray(given) ? given : [given];
    const real = outputs.map(({ shape, dtype }) => ({ shape, dtype }));
    expect(rule(inputs, attrs), `${name}, seed ${seed}`).toEqual(real);
  }
});

test('a kernel is followed or named as one that needs values, never both', () => {
  for (const name of valueKernels) {
    expect(registered, name).toContain(name);
    expect(inferenceOf(name), name).toBeUndefined();
  }
});
