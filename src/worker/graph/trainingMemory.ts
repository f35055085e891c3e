/**
 * The memory of a training step: one step runs on the meta device, forward, backward and through the
 * optimizers, and the data that its tensors would hold is added up as it comes and goes. TensorFlow.js
 * keeps every tensor of the forward pass until its end, and of the backward pass until its own; what
 * operations save for their gradients lives in between. All of that is counted as it is.
 */
import {
  optimizers,
  type ByOptimizer,
  type OptimizerName,
  type TrainingMemory,
} from '../../model/peakMemory';
import type { KnownBackend } from '../kernels/workspace';
import { core } from '../tfjs/library';
import { shapeOnlyTensor, watchHeld, type HeldWatcher } from '../tfjs/metaDevice';
import { activeTrace, setActiveTrace, type Trace } from '../trace/trace';
import type { Trainee } from './trainees';

/** The step takes more time than there is; everything else of the inspection stands. */
export class TooSlow extends Error {}

type Stage =
  'forward' | 'backward' | OptimizerName | `${OptimizerName} slots` | `${OptimizerName} gone`;

/** What was held during a stage of the step, in bytes. */
interface Held {
  /** The most, by tensors alone and with what kernels hold while they run. */
  readonly tensors: number;
  readonly all: number;
  readonly end: number;
}

const nothing: Held = { tensors: 0, all: 0, end: 0 };

function byOptimizer(of: (name: OptimizerName) => number): ByOptimizer {
  return { sgd: of('sgd'), momentum: of('momentum'), adam: of('adam') };
}

/** Bytes that are held, in the stages of a step. */
class StepRecord implements HeldWatcher {
  #now: number;
  #tensors = 0;
  #all = 0;
  #changes = 0;
  readonly #stages = new Map<Stage, Held>();

  constructor(
    readonly backend: KnownBackend,
    before: number,
    readonly deadlineMs: number,
  ) {
    this.#now = before;
  }

  changed(bytes: number): void {
    this.#now += bytes;
    this.#tensors = Math.max(this.#tensors, this.#now);
    if (++this.#changes % 256 === 0 && performance.now() > this.deadlineMs) throw new TooSlow();
  }

  workspace(bytes: number): void {
    this.#all = Math.max(this.#all, this.#now + bytes);
  }

  /** Ends a stage. */
  mark(stage: Stage): void {
    const all = Math.max(this.#all, this.#tensors);
    this.#stages.set(stage, { tensors: this.#tensors, all, end: this.#now });
    this.#tensors = this.#now;
    this.#all = this.#now;
  }

  stage(name: Stage): Held {
    return this.#stages.get(name) ?? nothing;
  }

  /** What an optimizer keeps between steps: what its first step left behind. */
  slotsOf(name: OptimizerName): number {
    return this.stage(name).end - this.stage(`${name} gone`).end;
  }

  /** In a step that is not the first, the optimizer has its slots from the beginning. */
  readonly peaks = (of: 'tensors' | 'all'): ByOptimizer =>
    byOptimizer((name) => {
      const gradients = Math.max(this.stage('forward')[of], this.stage('backward')[of]);
      return Math.max(gradients + this.slotsOf(name), this.stage(name)[of]);
    });
}

/** The same loss; `began` is called when its gradient is asked for, the first of all. */
function withNotice(loss: core.Scalar, began: () => void): core.Scalar {
  const noticed = core.customGrad((x) => ({
    value: core.clone(x as core.Tensor),
    gradFunc: (dy: core.Tensor) => {
      began();
      return dy;
    },
  }));
  return noticed(loss).asScalar();
}

const makers: Readonly<Record<OptimizerName, () => core.Optimizer>> = {
  sgd: () => core.train.sgd(0.01),
  momentum: () => core.train.momentum(0.01, 0.9),
  adam: () => core.train.adam(0.01),
};

type NamedGradients = { readonly name: string; readonly tensor: core.Tensor }[];

function gradientsOf(trainee: Trainee, record: StepRecord): NamedGradients {
  const { variables, batch, loss } = trainee;
  const { inputs, targets } = batch();
  const noticed = (): core.Scalar =>
    withNotice(loss(inputs, targets), () => record.mark('forward'));
  const { value, grads } = core.variableGrads(noticed, [...variables]);
  value.dispose();
  return variables.flatMap(({ name }) => {
    const tensor = grads[name];
    return tensor === undefined ? [] : [{ name, tensor }];
  });
}

/** Two steps of each optimizer: it makes its slots in the first. */
function runStep(trainee: Trainee, record: StepRecord): NamedGradients {
  const gradients = gradientsOf(trainee, record);
  record.mark('backward');
  for (const name of optimizers) {
    const optimizer = makers[name]();
    optimizer.applyGradients(gradients);
    record.mark(`${name} slots`);
    optimizer.applyGradients(gradients);
    record.mark(name);
    optimizer.dispose();
    record.mark(`${name} gone`);
  }
  return gradients;
}

/** Gives a variable data of its own, as it has after a first step. */
function settle(variable: core.Variable): void {
  const value = shapeOnlyTensor(variable.shape, variable.dtype);
  variable.assign(value);
  value.dispose();
}

/** The step on one backend, with the bytes of its gradients. */
function stepOn(backend: KnownBackend, trainee: Trainee, deadlineMs: number) {
  const record = new StepRecord(backend, heldBefore(trainee), deadlineMs);
  for (const variable of trainee.variables) settle(variable);
  let gradients = 0;
  core.tidy(() =>
    watchHeld(record, () => {
      for (const { tensor } of runStep(trainee, record)) gradients += 4 * tensor.size;
    }),
  );
  return { record, gradients };
}

function heldBefore({ weightBytes, constantBytes }: Trainee): number {
  return weightBytes + constantBytes;
}

function measure(trainee: Trainee, deadlineMs: number): TrainingMemory {
  const { record, gradients } = stepOn('cpu', trainee, deadlineMs);
  const wasm = stepOn('wasm', trainee, deadlineMs);
  return {
    batchSize: trainee.batchSize,
    weights: trainee.weightBytes,
    gradients,
    activations: record.stage('forward').end - heldBefore(trainee),
    slots: byOptimizer((name) => record.slotsOf(name)),
    peak: record.peaks('tensors'),
    cpu: record.peaks('all'),
    wasm: wasm.record.peaks('all'),
  };
}

/**
 * What a training step holds.
 * @param deadlineMs on the clock of `performance.now()`; a step that is not done by then is given up.
 * @returns undefined where nothing is trained.
 * @throws TooSlow behind the deadline, and what the step itself throws.
 */
export function trainingMemory(
  trainee: Trainee,
  { trace, deadlineMs }: { readonly trace: Trace; readonly deadlineMs: number },
): TrainingMemory | undefined {
  if (trainee.variables.length === 0) return undefined;
  const recording = activeTrace();
  // What runs here is not part of the model's picture.
  setActiveTrace(undefined);
  try {
    return trace.calls.detached(() => measure(trainee, deadlineMs));
  } finally {
    setActiveTrace(recording);
  }
}
