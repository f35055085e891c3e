/** Which variables are weights that training changes, and which tf.layers does not know of. */
import { core, type Layer } from '../tfjs/library';
import { boundedName, type OwnedWeight } from './layerFacts';

export function isVariable(tensor: core.Tensor): tensor is core.Variable {
  return tensor instanceof core.Variable;
}

export interface Ownership {
  /** The weight that a variable is, seen from the model. */
  weightOf(variable: core.Variable): OwnedWeight;
}

function variablesOf(layer: Layer): Set<core.Tensor> {
  return new Set(layer.trainableWeights.map((weight) => weight.read()));
}

function property(holder: object, variable: core.Variable): string | undefined {
  for (const [name, value] of Object.entries(holder)) {
    if (value === variable || (Array.isArray(value) && value.includes(variable))) return name;
  }
  return undefined;
}

/** Of a layer in a model: training changes what the layer itself says can be trained. */
export function ownedByLayer(layer: Layer, frozen: boolean): Ownership {
  const trainable = frozen ? new Set<core.Tensor>() : variablesOf(layer);
  const names = new Map<core.Tensor, string>();
  for (const weight of layer.weights) names.set(weight.read(), weight.originalName);
  return {
    weightOf: (variable) => ({
      variable,
      name: boundedName(names.get(variable) ?? property(layer, variable) ?? variable.name),
      shape: [...variable.shape],
      trainable: trainable.has(variable),
      ...(names.has(variable) ? {} : { untracked: true }),
    }),
  };
}

/** Of a function of tensors: whoever trains it trains its variables. */
export const ownedByFunction: Ownership = {
  weightOf: (variable) => ({
    variable,
    name: boundedName(variable.name),
    shape: [...variable.shape],
    trainable: variable.trainable,
  }),
};
