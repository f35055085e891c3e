/** What a model is trained with: what its file compiled it with, or what fits its outputs. */
import type { profileLosses } from '../../protocol/profile';
import { core, layersPackage, lossCalled, Sequential, type LayersModel } from '../tfjs/library';

type Model = InstanceType<typeof LayersModel>;

export type ProfileLoss = (typeof profileLosses)[number];

/** What of a model's training is protected, or not declared. */
export interface Trainable {
  readonly loss: unknown;
  readonly optimizer_?: core.Optimizer;
  makeTrainFunction(): (data: core.Tensor[]) => core.Scalar[];
}

function activationOf(model: Model, index: number): string {
  const layer = model.outputLayers[index];
  const { activation } = (layer?.getConfig() ?? {}) as { activation?: unknown };
  if (layer?.getClassName() === 'Softmax') return 'softmax';
  return typeof activation === 'string' ? activation : '';
}

/** The loss that an output's activation is made for. */
function lossFor(model: Model, index: number): ProfileLoss {
  const activation = activationOf(model, index);
  if (activation === 'softmax') return 'categoricalCrossentropy';
  return activation === 'sigmoid' ? 'binaryCrossentropy' : 'meanSquaredError';
}

/** A loss as `compile` was given it: one for all outputs, in the outputs' order, or by their names. */
function lossOf(loss: unknown, output: string, index: number): unknown {
  if (Array.isArray(loss)) return loss[index] as unknown;
  if (typeof loss !== 'object' || loss === null) return loss;
  return Object.entries(loss).find(([name]) => name === output)?.[1];
}

/** A function of TensorFlow.js's own under the name that people know: bundling gives it another one. */
function lossName(loss: unknown): string {
  if (typeof loss === 'string') return loss;
  if (typeof loss !== 'function') return 'custom';
  const known = Object.entries(layersPackage.metrics).find(([, metric]) => metric === loss);
  return (known?.[0] ?? loss.name) || 'custom';
}

/** What trains: a Sequential has its layers and its optimizer in a model of its own. */
export function trainable(model: Model): Trainable {
  if (!(model instanceof Sequential)) return model as unknown as Trainable;
  if (Reflect.get(model, 'model') === undefined) model.build();
  return Reflect.get(model, 'model') as Trainable;
}

/** The names of the losses, by output: the one that is chosen, else the file's own, else ones that fit. */
export function lossNames(model: Model, chosen: ProfileLoss | undefined): string[] {
  const { optimizer_, loss: own } = trainable(model);
  return model.outputNames.map((name, i) =>
    chosen === undefined && optimizer_ !== undefined
      ? lossName(lossOf(own, name, i))
      : (chosen ?? lossFor(model, i)),
  );
}

export type Loss = (target: core.Tensor, output: core.Tensor) => core.Tensor;

/**
 * The losses as `compile` takes them. It adds up those of several outputs example by example, which outputs of
 * different ranks do not let it: theirs are averaged first.
 */
export function lossFunctions(model: Model, names: readonly string[]): Loss[] {
  const losses = names.map((name) => lossCalled(name));
  if (new Set(model.outputs.map(({ rank }) => rank)).size < 2) return losses;
  return losses.map((loss) => (target, output) => core.mean(loss(target, output)));
}
