/** Which layers a step's convolutions compute as well, and whose the weights are that were made for it. */
import type { FoldedLayers } from '../backends/backend';
import type { Layer } from '../tfjs/library';
import type { StepMeasurement } from './measurement';

type Folds = Pick<StepMeasurement, 'built' | 'fused' | 'owners' | 'step'>;

/** None in training, whose gradients need what each layer gives. */
function foldedIn({ step, fused }: Folds): readonly FoldedLayers[] {
  return step.optimizer === undefined ? (fused?.folded() ?? []) : [];
}

function idsOf(layer: Layer, { ids }: Folds['built']): readonly string[] {
  const [output] = layer.inboundNodes[0]?.outputTensors ?? [];
  return output === undefined ? [] : ids.of(output);
}

/** Nodes of folded layers, by their ids, with those of who computes them: a nested model that is applied twice has both twice. */
function pairsOf(layer: Layer, into: Layer, { built }: Folds) {
  const computing = idsOf(into, built);
  return idsOf(layer, built).flatMap((id, index): [string, string][] => {
    const other = computing[index];
    return other === undefined ? [] : [[id, other]];
  });
}

/** The id of the convolution that each layer is folded into, by the layer's. */
export function foldedInto(folds: Folds): ReadonlyMap<string, string> {
  return new Map(
    foldedIn(folds).flatMap(({ into, layers }) =>
      layers.flatMap((layer) => pairsOf(layer, into, folds)),
    ),
  );
}

/** The weights that were made, by the index of the convolution that they are of. */
export function foldedWeights(folds: Folds): { readonly owner: number; readonly bytes: number }[] {
  return foldedIn(folds).flatMap(({ into, bytes }) => {
    const [id] = idsOf(into, folds.built);
    const owner = id === undefined ? undefined : folds.owners.indexOf(id);
    return owner === undefined || bytes === 0 ? [] : [{ owner, bytes }];
  });
}
