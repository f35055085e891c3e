/** What a training step that fails is said to be: a figure that is not known, or a fault of ours. */
import { beforeAll, expect, test } from 'vitest';
import { measureTraining } from '../../../src/worker/graph/measureTraining';
import type { Trainee } from '../../../src/worker/graph/trainees';
import { core } from '../../../src/worker/tfjs/library';
import { installMetaDevice, shapeOnlyTensor } from '../../../src/worker/tfjs/metaDevice';
import { Trace } from '../../../src/worker/trace/trace';

beforeAll(() => installMetaDevice());

function traineeWith(loss: (weight: core.Variable) => core.Scalar): Trainee {
  const weight = core.variable(shapeOnlyTensor([3], 'float32'));
  return {
    variables: [weight],
    weightBytes: 12,
    constantBytes: 0,
    batchSize: 1,
    batch: () => ({ inputs: [], targets: [] }),
    loss: () => loss(weight),
  };
}

const square = (weight: core.Tensor): core.Scalar => core.square(weight).mean().asScalar();

function measured(loss: (weight: core.Variable) => core.Scalar, deadlineMs = Infinity) {
  return measureTraining(traineeWith(loss), { trace: new Trace(), deadlineMs });
}

test('a step that runs is measured', () => {
  const { memory, failure } = measured(square);
  expect(failure).toBeUndefined();
  expect(memory).toMatchObject({ weights: 12, gradients: 12 });
  expect(memory!.slots.momentum - memory!.slots.sgd).toBe(12);
});

test('what TensorFlow.js refuses is a figure that is not known', () => {
  const refused = measured(() => {
    throw new Error('no such product');
  });
  expect(refused.memory).toBeUndefined();
  expect(refused.failure).toMatchObject({ code: 'no-training-memory', severity: 'information' });
  expect(refused.failure!.message).toContain('no such product');
});

test('so is one that takes too long', () => {
  const many = (weight: core.Variable): core.Scalar => {
    let sum: core.Tensor = weight;
    for (let i = 0; i < 1_000; i++) sum = core.add(sum, weight);
    return square(sum);
  };
  expect(measured(many, 0).failure!.message).toContain('longer than the time limit');
  expect(measured(many).memory).toBeDefined();
});

test('a fault in our own code is said to be one', () => {
  const faulty = measured(() => {
    throw new TypeError('undefined is not a function');
  });
  expect(faulty.failure).toMatchObject({ code: 'internal-error', severity: 'error' });
  expect(faulty.failure!.detail).toContain('measureTraining.test');
});
