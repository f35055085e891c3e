/**
 * The memory of a training step: one step of tf.layers' `fit` runs on the meta device, forward, backward
 * and through the optimizers, and the data that its tensors would hold is added up as it comes and goes.
 * TensorFlow.js keeps every tensor of the forward pass until its end, and of the backward pass until
 * its own; what operations save for their gradients lives in between. All of that is counted as it is.
 */
import {
  optimizers,
  Peaks,
  type HeldBytes,
  type OptimizerName,
  type TrainingMemory,
} from '../../model/peakMemory';
import { Terminated } from '../evaluate/watchdog';
import { isInstance } from '../errors';
import { core, execute, FeedDict, type LayersModel } from '../tfjs/library';
import { shapeOnlyTensor, watchHeld } from '../tfjs/metaDevice';
import { tensorList } from '../trace/operations';
import { activeTrace, setActiveTrace, type Trace } from '../trace/trace';

type Model = InstanceType<typeof LayersModel>;

/**
 * The step is run with two examples and with three: what comes and goes is the same, and the difference
 * in size is what each example adds. (One example alone is broadcast where several are not.)
 */
const [few, more] = [2, 3] as const;

/** The step takes more time than there is; everything else of the inspection stands. */
class TooSlow extends Error {}

type Stage = 'gradients' | OptimizerName | `${OptimizerName} slots` | `${OptimizerName} gone`;

/** Bytes that are held after each change, in the stages of a step. */
class StepRecord {
  #now: number;
  #current: number[] = [];
  readonly #stages = new Map<Stage, readonly number[]>();

  constructor(readonly bounds: Bounds) {
    this.#now = bounds.weightBytes;
  }

  readonly count = (elements: number, bytesPerElement: number): void => {
    this.#now += elements * bytesPerElement;
    this.#current.push(this.#now);
    if (this.#current.length % 256 === 0 && performance.now() > this.bounds.deadlineMs)
      throw new TooSlow();
  };

  /** Ends a stage. */
  mark(stage: Stage): void {
    this.#stages.set(stage, this.#current);
    this.#current = [];
  }

  stage(name: Stage): readonly number[] {
    return this.#stages.get(name) ?? [];
  }

  /** What an optimizer keeps between steps: what its first step left behind. */
  slotsOf(name: OptimizerName): number {
    const gone = this.stage(`${name} gone`).at(-1) ?? 0;
    const full = this.stage(name).at(-1) ?? 0;
    return full - gone;
  }
}

function batchOf(spec: TensorLike, batchSize: number): core.Tensor {
  const sizes = spec.shape.map((size, axis) => size ?? (axis === 0 ? batchSize : 1));
  return shapeOnlyTensor(sizes, spec.dtype);
}

interface TensorLike {
  readonly shape: readonly (number | null)[];
  readonly dtype: core.DataType;
}

/** The loss of a forward pass as `fit` runs it, with the mean squared error. */
function lossOf(model: Model, inputs: readonly core.Tensor[], targets: readonly core.Tensor[]) {
  const feeds = new FeedDict();
  inputs.forEach((input, i) => {
    const key = model.inputs[i];
    if (key !== undefined) feeds.add(key, input);
  });
  const outputs = tensorList([execute(model.outputs, feeds, { training: true })].flat());
  const losses = outputs.map((output, i) =>
    core.mean(core.losses.meanSquaredError(targets[i] ?? output, output)),
  );
  return core.addN(losses).asScalar();
}

const makers: Readonly<Record<OptimizerName, () => core.Optimizer>> = {
  sgd: () => core.train.sgd(0.01),
  momentum: () => core.train.momentum(0.01, 0.9),
  adam: () => core.train.adam(0.01),
};

type NamedGradients = { readonly name: string; readonly tensor: core.Tensor }[];

function gradientsOf(model: Model, variables: core.Variable[], batchSize: number): NamedGradients {
  const inputs = model.inputs.map((input) => batchOf(input, batchSize));
  const targets = model.outputs.map((output) => batchOf(output, batchSize));
  const { value, grads } = core.variableGrads(() => lossOf(model, inputs, targets), variables);
  value.dispose();
  return variables.flatMap(({ name }) => {
    const tensor = grads[name];
    return tensor === undefined ? [] : [{ name, tensor }];
  });
}

/** Two steps of each optimizer: it makes its slots in the first. */
function recordOf(model: Model, variables: core.Variable[], batchSize: number, bounds: Bounds) {
  const record = new StepRecord(bounds);
  const step = (): void => {
    const gradients = gradientsOf(model, variables, batchSize);
    record.mark('gradients');
    for (const name of optimizers) {
      const optimizer = makers[name]();
      optimizer.applyGradients(gradients);
      record.mark(`${name} slots`);
      optimizer.applyGradients(gradients);
      record.mark(name);
      optimizer.dispose();
      record.mark(`${name} gone`);
    }
  };
  core.tidy(() => watchHeld(record.count, step));
  return record;
}

/** The line through what two and three examples take. */
function lineOf(ofFew: number, ofMore: number): HeldBytes {
  const perExample = Math.max(0, ofMore - ofFew) / (more - few);
  return { fixed: Math.max(0, ofFew - few * perExample), perExample };
}

function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0);
}

/**
 * The moments of one stage at which most is held. Some gradients (that of `tile`) run an operation for
 * each example, so that moments of the two steps have no partners; then it is the line of the peaks.
 */
function mostOf(ofFew: readonly number[], ofMore: readonly number[]): readonly HeldBytes[] {
  if (ofFew.length !== ofMore.length) return [lineOf(largest(ofFew), largest(ofMore))];
  const peaks = new Peaks();
  ofFew.forEach((bytes, i) => peaks.add(lineOf(bytes, ofMore[i] ?? bytes)));
  return peaks.moments;
}

/** In a step that is not the first, the optimizer has its slots from the beginning. */
function momentsWith(name: OptimizerName, ofFew: StepRecord, ofMore: StepRecord) {
  const slots = ofFew.slotsOf(name);
  const gradients = mostOf(ofFew.stage('gradients'), ofMore.stage('gradients'));
  const peaks = new Peaks();
  for (const { fixed, perExample } of gradients) peaks.add({ fixed: fixed + slots, perExample });
  for (const moment of mostOf(ofFew.stage(name), ofMore.stage(name))) peaks.add(moment);
  return peaks.moments;
}

interface Bounds {
  readonly weightBytes: number;
  readonly deadlineMs: number;
}

function measure(model: Model, variables: core.Variable[], bounds: Bounds): TrainingMemory {
  const ofFew = recordOf(model, variables, few, bounds);
  const ofMore = recordOf(model, variables, more, bounds);
  return {
    sgd: momentsWith('sgd', ofFew, ofMore),
    momentum: momentsWith('momentum', ofFew, ofMore),
    adam: momentsWith('adam', ofFew, ofMore),
  };
}

/**
 * What a training step of a model holds.
 * @param weightBytes of all weights of the model, which are held before the step and behind it.
 * @param deadlineMs on the clock of `performance.now()`; a step that is not done by then is given up.
 * @returns undefined where nothing is trained, or where a layer's code fails on it.
 */
export function trainingMemory(
  model: Model,
  weightBytes: number,
  { trace, deadlineMs }: { readonly trace: Trace; readonly deadlineMs: number },
): TrainingMemory | undefined {
  const variables = model.trainableWeights.map((weight) => weight.read()).filter(isVariable);
  if (variables.length === 0) return undefined;
  const recording = activeTrace();
  // What runs here is not part of the model's picture.
  setActiveTrace(undefined);
  try {
    return trace.calls.detached(() => measure(model, variables, { weightBytes, deadlineMs }));
  } catch (error) {
    if (isInstance(error, Terminated)) throw error;
    // Why it fails was said when the layer ran forward, or its gradient was taken.
    return undefined;
  } finally {
    setActiveTrace(recording);
  }
}

function isVariable(tensor: core.Tensor): tensor is core.Variable {
  return tensor instanceof core.Variable;
}
