/**
 * The memory of a training step: one step of tf.layers' `fit` runs on the meta device, forward, backward
 * and through the optimizers, and the data that its tensors would hold is added up as it comes and goes.
 * TensorFlow.js keeps every tensor of the forward pass until its end, and of the backward pass until
 * its own; what operations save for their gradients lives in between. All of that is counted as it is.
 */
import {
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
 * The examples of the step that is looked at. No size of a layer is a multiple of this prime but by rare
 * chance, so a tensor whose number of elements is one has them for each example.
 */
const batchSize = 10_007;

/** Adds up what is held at each moment, and keeps the moments at which it is most. */
class Meter {
  #fixed = 0;
  #perExample = 0;
  #peaks = new Peaks();

  constructor(weightBytes: number) {
    this.#fixed = weightBytes;
  }

  readonly count = (elements: number, bytesPerElement: number): void => {
    if (elements % batchSize === 0) this.#perExample += (elements / batchSize) * bytesPerElement;
    else this.#fixed += elements * bytesPerElement;
    if (elements > 0) this.#peaks.add({ fixed: this.#fixed, perExample: this.#perExample });
  };

  get fixed(): number {
    return this.#fixed;
  }

  /** The peaks since this was last called. */
  take(): readonly HeldBytes[] {
    const { moments } = this.#peaks;
    this.#peaks = new Peaks();
    return moments;
  }
}

function batchOf({ shape, dtype }: { shape: readonly (number | null)[]; dtype: core.DataType }) {
  return shapeOnlyTensor(
    shape.map((size, axis) => size ?? (axis === 0 ? batchSize : 1)),
    dtype,
  );
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

function withMore(moments: readonly HeldBytes[], bytes: number): HeldBytes[] {
  return moments.map(({ fixed, perExample }) => ({ fixed: fixed + bytes, perExample }));
}

interface Gradients {
  readonly named: { readonly name: string; readonly tensor: core.Tensor }[];
  /** What was held while they were computed, without an optimizer. */
  readonly moments: readonly HeldBytes[];
}

/** What is held in a step that is not the first: the optimizer has its slots from the beginning. */
function momentsWith(name: OptimizerName, { named, moments }: Gradients, meter: Meter) {
  const before = meter.fixed;
  const optimizer = makers[name]();
  optimizer.applyGradients(named);
  const slots = meter.fixed - before;
  meter.take();
  optimizer.applyGradients(named);
  const peaks = new Peaks();
  for (const moment of [...withMore(moments, slots), ...meter.take()]) peaks.add(moment);
  optimizer.dispose();
  return peaks.moments;
}

function gradientsOf(model: Model, variables: core.Variable[], meter: Meter): Gradients {
  const inputs = model.inputs.map(batchOf);
  const targets = model.outputs.map(batchOf);
  const { value, grads } = core.variableGrads(() => lossOf(model, inputs, targets), variables);
  value.dispose();
  const named = variables.flatMap(({ name }) => {
    const tensor = grads[name];
    return tensor === undefined ? [] : [{ name, tensor }];
  });
  return { named, moments: meter.take() };
}

function measure(model: Model, variables: core.Variable[], weightBytes: number): TrainingMemory {
  const meter = new Meter(weightBytes);
  return watchHeld(meter.count, () => {
    const gradients = gradientsOf(model, variables, meter);
    return {
      sgd: momentsWith('sgd', gradients, meter),
      momentum: momentsWith('momentum', gradients, meter),
      adam: momentsWith('adam', gradients, meter),
    };
  });
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
    let memory: TrainingMemory | undefined;
    core.tidy(() => {
      memory = trace.calls.detached(() => measure(model, variables, weightBytes));
    });
    return memory;
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
