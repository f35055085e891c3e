/** One real step of a model, as TensorFlow.js runs it in `fit` or `predict`, or of a function of tensors. */
import type { ModelGraph } from '../../model/graph';
import type { ProfileSettings } from '../../protocol/profile';
import type { FunctionRun } from '../graph/functionGraph';
import type { FusedKernels } from '../backends/backend';
import { lossFunctions, lossNames, trainable } from '../graph/losses';
import { trainedOutputs } from '../graph/operationGradients';
import { core, execute, FeedDict, type LayersModel } from '../tfjs/library';
import { runLayer, runOperations } from '../tfjs/running';
import { tensorList } from '../trace/operations';
import { Replay } from '../trace/replay';
import { oneHotBatch, randomBatch } from './values';

type Model = InstanceType<typeof LayersModel>;

export interface Step {
  /** Runs it once; resolves when its result has been read back. */
  readonly run: () => Promise<void>;
  /** Of a training step. */
  readonly optimizer: core.Optimizer | undefined;
  /** The batch and its targets. */
  readonly given: readonly core.Tensor[];
  readonly loss: string;
  readonly optimizerName: string;
  readonly inputShapes: readonly (readonly number[])[];
}

export interface StepRequest {
  readonly settings: ProfileSettings;
  readonly graph: ModelGraph;
  readonly random: () => number;
  /** Kernels that the step runs on, other than TensorFlow.js's own. */
  readonly fused?: FusedKernels | undefined;
}

/** No weight is trained, so there is no step. */
export class NothingToTrain extends Error {}

/** The loss was not a number, so what the step did says nothing of training. */
export class NotANumber extends Error {}

const optimizers: Readonly<
  Record<NonNullable<ProfileSettings['optimizer']>, () => core.Optimizer>
> = {
  sgd: () => core.train.sgd(0.01),
  momentum: () => core.train.momentum(0.01, 0.9),
  rmsprop: () => core.train.rmsprop(0.001),
  adam: () => core.train.adam(0.001),
};

export function sizesOf(
  shape: readonly (number | null)[],
  { batch, inputShapes }: ProfileSettings,
  name: string,
): number[] {
  const given = inputShapes?.[name];
  return shape.map((size, axis) => size ?? (axis === 0 ? batch : (given?.[axis - 1] ?? 1)));
}

/** The vocabulary of the embedding that reads an input, if one does. */
function vocabularyOf({ nodes, edges, inputs }: ModelGraph, index: number): number | undefined {
  const readers = edges.filter(({ from }) => from === inputs[index]).map(({ to }) => to);
  const embedding = nodes.find(({ id, config }) => readers.includes(id) && 'inputDim' in config);
  const size = embedding?.config['inputDim'];
  return typeof size === 'number' ? size : undefined;
}

function targetFor(loss: string, shape: readonly number[], random: () => number): core.Tensor {
  if (/^sparse/i.test(loss)) {
    const below = shape.at(-1) ?? 1;
    const labels = { shape: [...shape.slice(0, -1), 1], dtype: 'int32', below } as const;
    // tf.layers takes the numbers of classes as floats alone.
    return core.tidy(() => randomBatch(labels, random).toFloat());
  }
  return /crossentropy/i.test(loss)
    ? oneHotBatch(shape, random)
    : randomBatch({ shape, dtype: 'float32' }, random);
}

/**
 * Compiles the model where its file does not, or where other ways to train it are asked for; what is not asked
 * for is as the file has it. @returns the names of the losses, by output.
 */
function compile(model: Model, { loss, optimizer }: ProfileSettings): string[] {
  const { optimizer_, loss: own } = trainable(model);
  const names = lossNames(model, loss);
  if (optimizer_ !== undefined && loss === undefined && optimizer === undefined) return names;
  model.compile({
    optimizer:
      optimizer === undefined && optimizer_ !== undefined
        ? optimizer_
        : optimizers[optimizer ?? 'sgd'](),
    loss:
      loss === undefined && optimizer_ !== undefined
        ? (own as string)
        : lossFunctions(model, names),
  });
  return names;
}

async function readBack(values: readonly core.Tensor[]): Promise<void> {
  const [first] = await Promise.all(values.map((value) => value.data()));
  core.dispose([...values]);
  if (first !== undefined && Number.isNaN(first[0])) throw new NotANumber();
}

function nameOf(optimizer: core.Optimizer | undefined): string {
  return optimizer?.getClassName() ?? '';
}

function inputsOf(model: Model, { settings, graph, random }: StepRequest): core.Tensor[] {
  return model.inputs.map(({ shape, dtype, name }, i) => {
    const below = vocabularyOf(graph, i);
    const sizes = sizesOf(shape, settings, name);
    return randomBatch(
      {
        shape: sizes,
        dtype: below === undefined ? dtype : 'int32',
        ...(below === undefined ? {} : { below }),
      },
      random,
    );
  });
}

export function runModel(
  model: Model,
  inputs: readonly core.Tensor[],
  fused: Pick<FusedKernels, 'inModel'> | undefined,
): core.Tensor[] {
  const feeds = new FeedDict();
  inputs.forEach((input, i) => {
    const key = model.inputs[i];
    if (key !== undefined) feeds.add(key, input);
  });
  const run = (): core.Tensor[] =>
    core.tidy(() => tensorList([execute(model.outputs, feeds, { training: false })].flat()));
  const layers = model.outputs.map(({ sourceLayer }) => sourceLayer);
  return fused === undefined ? run() : fused.inModel(layers, run);
}

/** A step of a model of layers. */
function modelStep(model: Model, request: StepRequest): Step {
  const { settings, random, fused } = request;
  const inputs = inputsOf(model, request);
  const inputShapes = inputs.map(({ shape }) => [...shape]);
  if (settings.mode === 'infer') {
    const run = async (): Promise<void> => readBack(runModel(model, inputs, fused));
    return { run, optimizer: undefined, given: inputs, loss: '', optimizerName: '', inputShapes };
  }
  if (model.trainableWeights.length === 0) throw new NothingToTrain();
  const losses = compile(model, settings);
  // By plain kernels: a training step has no others, and none are to be noted for it.
  const shapes = runModel(model, inputs, undefined).map((output) => {
    output.dispose();
    return output.shape;
  });
  const targets = shapes.map((shape, i) => targetFor(losses[i] ?? '', shape, random));
  const given = [...inputs, ...targets];
  const trained = trainable(model);
  const train = trained.makeTrainFunction();
  const optimizer = trained.optimizer_;
  return {
    run: async () => readBack(core.tidy(() => train(given))),
    optimizer,
    given,
    loss: losses.join(', '),
    optimizerName: nameOf(optimizer),
    inputShapes,
  };
}

function replayed(run: FunctionRun, inputs: readonly core.Tensor[]): core.Tensor[] {
  const pairs = run.inputs.map((recorded, i) => [recorded, inputs[i] ?? recorded] as const);
  const replay = new Replay(pairs, { only: run.operations, inLayer: runLayer });
  runOperations(() => replay.run(run.recording));
  return run.outputs.map(replay.tensor);
}

/** A step of a function of tensors: its recorded operations, trained toward zero by the mean squared error. */
function functionStep(run: FunctionRun, { settings, random }: StepRequest): Step {
  const inputs = run.inputs.map(({ shape, dtype }) => randomBatch({ shape, dtype }, random));
  const inputShapes = inputs.map(({ shape }) => [...shape]);
  if (settings.mode === 'infer') {
    const forward = async (): Promise<void> => readBack(core.tidy(() => replayed(run, inputs)));
    return {
      run: forward,
      optimizer: undefined,
      given: inputs,
      loss: '',
      optimizerName: '',
      inputShapes,
    };
  }
  const optimizer = optimizers[settings.optimizer ?? 'sgd']();
  const variables = run.variables.filter(({ trainable }) => trainable);
  if (variables.length === 0) throw new NothingToTrain();
  const trained = new Set<core.Tensor | undefined>(trainedOutputs(run.outputs));
  const loss = (): core.Scalar => {
    const outputs = replayed(run, inputs).filter((_, i) => trained.has(run.outputs[i]));
    return core.addN(outputs.map((output) => core.mean(core.square(output)))).asScalar();
  };
  const train = (): core.Tensor[] =>
    core.tidy(() => {
      const { value, grads } = core.variableGrads(loss, [...variables]);
      optimizer.applyGradients(grads);
      return [value];
    });
  return {
    run: async () => readBack(train()),
    optimizer,
    given: inputs,
    loss: 'meanSquaredError',
    optimizerName: nameOf(optimizer),
    inputShapes,
  };
}

/** A step of whatever the file's entry gives. */
export function stepOf(found: Model | FunctionRun, request: StepRequest): Step {
  return 'recording' in found ? functionStep(found, request) : modelStep(found, request);
}
