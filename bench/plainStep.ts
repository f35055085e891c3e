/**
 * The outside stopwatch: a process of its own that builds a sample and runs the plain training step of TensorFlow.js
 * on the same backend, with nothing of the profiler in it but that it leaves out the steps that other programs
 * disturbed. Bundled by bench/outside.ts, which puts the sample in
 * SAMPLE's place. Prints the milliseconds of each step that counts as JSON.
 */
import type { LayersModel } from '@tensorflow/tfjs';
import type { BackendName } from '../src/protocol/profile';
import { openBackend } from '../src/worker/backends/open';
import { lossFunctions } from '../src/worker/graph/losses';
import { calmest, thisMachine } from '../src/worker/profile/load';
import { core } from '../src/worker/tfjs/library';
import { rememberOwnClasses } from '../src/worker/trace/layerKinds';
import { build } from 'the sample';

interface Asked {
  readonly backend: BackendName;
  readonly resources: Parameters<typeof openBackend>[1];
  readonly loss: string;
  readonly inputShapes: readonly (readonly number[])[];
  readonly mode: 'train' | 'infer';
  /** With the backend's fused kernels, where it has them. */
  readonly fused: boolean;
  readonly warmUps: number;
  readonly forMs: number;
}

/** Of words: numbers that each vocabulary has. */
function batchOf(dtype: string | undefined, shape: readonly number[]): core.Tensor {
  return dtype === 'int32'
    ? core.randomUniform([...shape], 0, 2, 'int32')
    : core.randomNormal([...shape]);
}

function targetOf(loss: string, shape: readonly number[]): core.Tensor {
  const classes = shape.at(-1) ?? 1;
  if (!/crossentropy/i.test(loss)) return core.randomNormal([...shape]);
  const rows = core.util.sizeFromShape([...shape]) / classes;
  const labels = core.randomUniform([rows], 0, classes, 'int32');
  return core
    .oneHot(labels as core.Tensor1D, classes)
    .toFloat()
    .reshape([...shape]);
}

type Step = () => Promise<unknown>;

function trainingStep(model: LayersModel, inputs: core.Tensor[], asked: Asked): Step {
  const outputs = [model.predictOnBatch(inputs)].flat();
  const losses = asked.loss.split(', ');
  const targets = outputs.map(({ shape }, i) => targetOf(losses[i] ?? '', shape));
  model.compile({ optimizer: core.train.sgd(0.01), loss: lossFunctions(model, losses) });
  return () => model.trainOnBatch(inputs, targets);
}

function forwardPass(model: LayersModel, inputs: core.Tensor[]): Step {
  return async () => {
    const outputs = [model.predictOnBatch(inputs)].flat();
    await Promise.all(outputs.map((output) => output.data()));
    core.dispose(outputs);
  };
}

async function steps(model: LayersModel, asked: Asked): Promise<number[]> {
  const inputs = asked.inputShapes.map((shape, i) => batchOf(model.inputs[i]?.dtype, shape));
  const run =
    asked.mode === 'train' ? trainingStep(model, inputs, asked) : forwardPass(model, inputs);
  const taken: { readonly ms: number; readonly othersShare: number }[] = [];
  const { othersShare } = thisMachine();
  let begun = performance.now();
  for (let step = 0; step <= asked.warmUps || performance.now() - begun < asked.forMs; step++) {
    if (step === asked.warmUps) begun = performance.now();
    othersShare();
    const started = performance.now();
    await run();
    const ms = performance.now() - started;
    if (step >= asked.warmUps) taken.push({ ms, othersShare: othersShare() });
  }
  const kept = calmest(taken.map((one) => one.othersShare));
  return kept.map((at) => taken[at]?.ms ?? 0);
}

async function main(): Promise<void> {
  const asked = JSON.parse(process.argv[2] ?? '') as Asked;
  rememberOwnClasses();
  const opened = await openBackend(asked.backend, asked.resources);
  if (!opened.ok) throw new Error(opened.failure.message);
  if (asked.fused) opened.value.fuse?.();
  console.log(JSON.stringify(await steps(build() as LayersModel, asked)));
}

void main();
