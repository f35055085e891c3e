/**
 * The memory of a training step: one step runs on the meta device, forward, backward and through the
 * optimizers, and the data that its tensors would hold is added up as it comes and goes. TensorFlow.js
 * keeps every tensor of the forward pass until its end, and of the backward pass until its own; what
 * operations save for their gradients lives in between. All of that is counted as it is.
 */
import { optimizers, type OptimizerName, type TrainingMemory } from '../../model/peakMemory';
import { core } from '../tfjs/library';
import { shapeOnlyTensor, watchHeld } from '../tfjs/metaDevice';
import { activeTrace, setActiveTrace, type Trace } from '../trace/trace';
import type { Trainee } from './trainees';

/** The step takes more time than there is; everything else of the inspection stands. */
export class TooSlow extends Error {
  constructor() {
    super('measuring it takes longer than the time limit');
  }
}

type Stage =
  'forward' | 'backward' | OptimizerName | `${OptimizerName} slots` | `${OptimizerName} gone`;

/** What was held during a stage of the step, in bytes. */
interface Held {
  readonly most: number;
  readonly end: number;
}

const nothing: Held = { most: 0, end: 0 };

/** Bytes that are held, in the stages of a step. */
class StepRecord {
  #now: number;
  #most = 0;
  #changes = 0;
  readonly #stages = new Map<Stage, Held>();

  constructor(
    before: number,
    readonly deadlineMs: number,
  ) {
    this.#now = before;
  }

  readonly count = (elements: number, bytesPerElement: number): void => {
    this.#now += elements * bytesPerElement;
    this.#most = Math.max(this.#most, this.#now);
    if (++this.#changes % 256 === 0 && performance.now() > this.deadlineMs) throw new TooSlow();
  };

  /** Ends a stage. */
  mark(stage: Stage): void {
    this.#stages.set(stage, { most: this.#most, end: this.#now });
    this.#most = this.#now;
  }

  stage(name: Stage): Held {
    return this.#stages.get(name) ?? nothing;
  }

  /** What an optimizer keeps between steps: what its first step left behind. */
  slotsOf(name: OptimizerName): number {
    return this.stage(name).end - this.stage(`${name} gone`).end;
  }

  /** In a step that is not the first, the optimizer has its slots from the beginning. */
  peakWith(name: OptimizerName): number {
    const gradients = Math.max(this.stage('forward').most, this.stage('backward').most);
    return Math.max(gradients + this.slotsOf(name), this.stage(name).most);
  }
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

function byOptimizer(of: (name: OptimizerName) => number): Record<OptimizerName, number> {
  return { sgd: of('sgd'), momentum: of('momentum'), adam: of('adam') };
}

/** Gives a variable data of its own, as it has after a first step. */
function settle(variable: core.Variable): void {
  const value = shapeOnlyTensor(variable.shape, variable.dtype);
  variable.assign(value);
  value.dispose();
}

function measure(trainee: Trainee, deadlineMs: number): TrainingMemory {
  const before = trainee.weightBytes + trainee.constantBytes;
  const record = new StepRecord(before, deadlineMs);
  for (const variable of trainee.variables) settle(variable);
  let gradients = 0;
  core.tidy(() =>
    watchHeld(record.count, () => {
      for (const { tensor } of runStep(trainee, record)) gradients += 4 * tensor.size;
    }),
  );
  return {
    batchSize: trainee.batchSize,
    weights: trainee.weightBytes,
    gradients,
    activations: record.stage('forward').end - before,
    slots: byOptimizer((name) => record.slotsOf(name)),
    peak: byOptimizer((name) => record.peakWith(name)),
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
