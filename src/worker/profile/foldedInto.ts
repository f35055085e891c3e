/** Which normalizations a step's convolutions do as well, and whose the weights are that were made for it. */
import type { FoldedNormalization } from '../backends/backend';
import type { Layer } from '../tfjs/library';
import type { StepMeasurement } from './measurement';

type Folds = Pick<StepMeasurement, 'built' | 'fused' | 'owners'>;

function idsOf(layer: Layer, { ids }: Folds['built']): readonly string[] {
  const [output] = layer.inboundNodes[0]?.outputTensors ?? [];
  return output === undefined ? [] : ids.of(output);
}

/** Nodes of normalizations, by their ids, with the nodes of the convolutions: a nested model that is applied twice has both twice. */
function pairsOf({ convolution, normalization }: FoldedNormalization, { built }: Folds) {
  const [into, folded] = [idsOf(convolution, built), idsOf(normalization, built)];
  return folded.flatMap((id, index): [string, string][] => {
    const convolutionId = into[index];
    return convolutionId === undefined ? [] : [[id, convolutionId]];
  });
}

/** The id of the convolution that each normalization is folded into, by the normalization's. */
export function foldedInto(folds: Folds): ReadonlyMap<string, string> {
  const folded = folds.fused?.folded() ?? [];
  return new Map(folded.flatMap((one) => pairsOf(one, folds)));
}

/** The weights that were made, by the index of the convolution that they are of. */
export function foldedWeights(folds: Folds): { readonly owner: number; readonly bytes: number }[] {
  const folded = folds.fused?.folded() ?? [];
  return folded.flatMap(({ convolution, bytes }) => {
    const [id] = idsOf(convolution, folds.built);
    const owner = id === undefined ? undefined : folds.owners.indexOf(id);
    return owner === undefined ? [] : [{ owner, bytes }];
  });
}
