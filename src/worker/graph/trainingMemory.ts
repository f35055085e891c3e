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

/** Bytes that came (or, negative, went), in their order, and the marks between the stages of a step. */
class StepRecord {
  readonly changes: number[] = [];
  readonly marks = new Map<string, number>();

  readonly count = (elements: number, bytesPerElement: number): void => {
    this.changes.push(elements * bytesPerElement);
  };

  mark(name: string): void {
    this.marks.set(name, this.changes.length);
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
function recordOf(model: Model, variables: core.Variable[], batchSize: number): StepRecord {
  const record = new StepRecord();
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

/** What is held after every change, with the weights from the beginning. */
function heldAfter(a: StepRecord, b: StepRecord, weightBytes: number): HeldBytes[] {
  let [fixed, perExample] = [weightBytes, 0];
  return a.changes.map((change, i) => {
    const difference = ((b.changes[i] ?? 0) - change) / (more - few);
    perExample += difference;
    fixed += change - few * difference;
    return { fixed, perExample };
  });
}

function mostOf(moments: readonly HeldBytes[]): readonly HeldBytes[] {
  const peaks = new Peaks();
  for (const moment of moments) peaks.add(moment);
  return peaks.moments;
}

/** In a step that is not the first, the optimizer has its slots from the beginning. */
function momentsWith(name: OptimizerName, { marks }: StepRecord, held: readonly HeldBytes[]) {
  const at = (mark: string): number => marks.get(mark) ?? 0;
  const before = optimizers[optimizers.indexOf(name) - 1];
  const start = at(before === undefined ? 'gradients' : `${before} gone`);
  const empty = held[start - 1];
  const slots = (held[at(`${name} slots`) - 1]?.fixed ?? 0) - (empty?.fixed ?? 0);
  const gradients = mostOf(held.slice(0, at('gradients')));
  return mostOf([
    ...gradients.map(({ fixed, perExample }) => ({ fixed: fixed + slots, perExample })),
    ...held.slice(at(`${name} slots`), at(name)),
  ]);
}

function measure(
  model: Model,
  variables: core.Variable[],
  weightBytes: number,
): TrainingMemory | undefined {
  const a = recordOf(model, variables, few);
  const b = recordOf(model, variables, more);
  // A layer may do other things for other batches; then there is no rule.
  if (a.changes.length !== b.changes.length) return undefined;
  const held = heldAfter(a, b, weightBytes);
  return {
    sgd: momentsWith('sgd', a, held),
    momentum: momentsWith('momentum', a, held),
    adam: momentsWith('adam', a, held),
  };
}

/**
 * What a training step of a model holds.
 * @param weightBytes of all weights of the model, which are held before the step and behind it.
 * @returns undefined where nothing is trained, or where a layer's code fails on it.
 */
export function trainingMemory(
  model: Model,
  weightBytes: number,
  trace: Trace,
): TrainingMemory | undefined {
  const variables = model.trainableWeights.map((weight) => weight.read()).filter(isVariable);
  if (variables.length === 0) return undefined;
  const recording = activeTrace();
  // What runs here is not part of the model's picture.
  setActiveTrace(undefined);
  try {
    return trace.calls.detached(() => measure(model, variables, weightBytes));
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
