/** What a training step is measured of: a model of layers, or a function of tensors. */
import type { ModelBundle } from '../../protocol/inspect';
import { profileLosses } from '../../protocol/profile';
import { core, execute, FeedDict, type LayersModel } from '../tfjs/library';
import { isShared, shapeOnlyTensor } from '../tfjs/metaDevice';
import { tensorList, type Operation } from '../trace/operations';
import { Replay } from '../trace/replay';
import type { FunctionRun } from './functionGraph';
import { lossFunctions, lossNames, type Loss } from './losses';
import { trainedOutputs } from './operationGradients';
import { isVariable } from './ownership';

type Model = InstanceType<typeof LayersModel>;

export interface Trainee {
  readonly variables: readonly core.Variable[];
  readonly weightBytes: number;
  /** Of constants that are there before the step, and behind it. */
  readonly constantBytes: number;
  readonly batchSize: number;
  /** New tensors of what the step is given, and of what is expected of it. */
  readonly batch: () => { readonly inputs: core.Tensor[]; readonly targets: core.Tensor[] };
  /** The loss of a forward pass. */
  readonly loss: (inputs: readonly core.Tensor[], targets: readonly core.Tensor[]) => core.Scalar;
}

function bytesOf(tensors: readonly core.Tensor[]): number {
  const byData = new Map(tensors.map((tensor) => [tensor.dataId, tensor]));
  return [...byData.values()].reduce(
    (sum, { size, dtype }) =>
      sum + (dtype === 'string' ? 0 : size * core.util.bytesPerElement(dtype)),
    0,
  );
}

interface Spec {
  readonly shape: readonly (number | null)[];
  readonly dtype: core.DataType;
}

/** A batch of what a model takes or gives; sizes that nobody knows are one. */
function batchOf({ shape, dtype }: Spec, batchSize: number): core.Tensor {
  const sizes = shape.map((size, axis) => size ?? (axis === 0 ? batchSize : 1));
  return shapeOnlyTensor(sizes, dtype);
}

/** What a profile's step takes; a loss of the user's own is taken for one that `fit` knows. */
function namesOf(model: Model, loss: ModelBundle['trainingLoss']): readonly string[] {
  if (loss === undefined) return model.outputs.map(() => 'meanSquaredError');
  const known: readonly string[] = profileLosses;
  const names = lossNames(model, loss === 'model' ? undefined : loss);
  return names.map((name) => (known.includes(name) ? name : 'meanSquaredError'));
}

/** Numbers of classes are one for each row. */
function targetOf({ shape }: Spec, loss: string | undefined): Spec {
  const isSparse = loss === 'sparseCategoricalCrossentropy';
  return { shape: isSparse ? [...shape.slice(0, -1), 1] : shape, dtype: 'float32' };
}

/** The loss in the operations that `fit` has it in, since they hold memory too. */
function lossOfModel(
  model: Model,
  lossOf: readonly Loss[],
  inputs: readonly core.Tensor[],
  targets: readonly core.Tensor[],
): core.Scalar {
  const feeds = new FeedDict();
  inputs.forEach((input, i) => {
    const key = model.inputs[i];
    if (key !== undefined) feeds.add(key, input);
  });
  const outputs = tensorList([execute(model.outputs, feeds, { training: true })].flat());
  const losses = outputs.map((output, i) => (lossOf[i] ?? core.sub)(targets[i] ?? output, output));
  // `fit` tells the mean of each output's loss.
  for (const loss of losses) core.mean(loss);
  const total = core.mean(losses.reduce((sum, loss) => core.add(sum, loss)));
  return model
    .calculateLosses()
    .reduce((sum, loss) => core.add(sum, loss), total)
    .asScalar();
}

/** A model in a step of `fit`. */
export function modelTrainee(
  model: Model,
  weightBytes: number,
  batchSize: number,
  loss?: ModelBundle['trainingLoss'],
): Trainee {
  const names = namesOf(model, loss);
  const losses = lossFunctions(model, names);
  return {
    variables: model.trainableWeights.map((weight) => weight.read()).filter(isVariable),
    weightBytes,
    constantBytes: 0,
    batchSize,
    batch: () => ({
      inputs: model.inputs.map((input) => batchOf(input, batchSize)),
      targets: model.outputs.map((output, i) => batchOf(targetOf(output, names[i]), batchSize)),
    }),
    loss: (inputs, targets) => lossOfModel(model, losses, inputs, targets),
  };
}

/** Variables of the layers that run in operations. */
function layerVariables(operations: Iterable<Operation>): readonly core.Tensor[] {
  return [...operations].flatMap((operation) =>
    operation.type === 'layer'
      ? [
          ...operation.layer.weights.map((weight) => weight.read()),
          ...layerVariables(operation.inside.operations),
        ]
      : [],
  );
}

/**
 * Variables whose first values are held beside them from the first step on: `tf.variable(tensor)` shares
 * the tensor's data, and the tensor stays when training gives the variable other data. A layer makes
 * its first values inside of the step, which lets them go.
 */
function initialValues({ variables, operations }: FunctionRun): readonly core.Tensor[] {
  const ofLayers = new Set(layerVariables(operations));
  return variables.filter(
    (variable) => variable.trainable && !ofLayers.has(variable) && isShared(variable),
  );
}

/** A function in a step of `minimize`, on tensors such as those it was called with. */
export function functionTrainee(run: FunctionRun): Trainee {
  const outputs = trainedOutputs(run.outputs);
  const again = ({ shape, dtype }: core.Tensor): core.Tensor => shapeOnlyTensor(shape, dtype);
  return {
    variables: run.variables.filter(({ trainable }) => trainable),
    weightBytes: bytesOf(run.variables),
    constantBytes: bytesOf(run.constants) + bytesOf(initialValues(run)),
    batchSize: run.inputs[0]?.shape[0] ?? 1,
    batch: () => ({ inputs: run.inputs.map(again), targets: outputs.map(again) }),
    loss: (inputs, targets) => {
      const pairs = run.inputs.map((recorded, i) => [recorded, inputs[i] ?? recorded] as const);
      const given = [...pairs, ...run.passing.map((made) => [made, again(made)] as const)];
      const replay = new Replay(given, { only: run.operations });
      replay.run(run.recording);
      const losses = outputs.map((output, i) =>
        core.losses.meanSquaredError(targets[i] ?? output, replay.tensor(output)),
      );
      return core.addN(losses).asScalar();
    },
  };
}
