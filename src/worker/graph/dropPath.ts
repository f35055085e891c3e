/**
 * Stochastic depth in a layer of the user's own (Huang et al. 2016, "Deep networks with stochastic
 * depth", section 3): the identity, or a factor, at inference, and a random mask in training. Such a
 * layer is run once more as training runs it, since nothing else tells what it is for.
 */
import type { Dropped } from '../../model/graph';
import { dropsInside } from '../../model/skips/stochasticDepth';
import { core } from '../tfjs/library';
import { shapeOnlyTensor } from '../tfjs/metaDevice';
import { isCustom } from '../trace/layerKinds';
import { survivalOf } from '../trace/masks';
import { Recording, tensorList, type KernelOperation } from '../trace/operations';
import type { GraphContext, Inference } from './context';
import { operationGraph } from './operationGraph';
import { ownedByFunction } from './ownership';

/** An identity, or a product with the probability: more operations are something else. */
const mostOperations = 4;

function mayDrop({ layer, inputs, outputs, recording }: Inference): boolean {
  const { operations } = recording;
  const [input, output] = [inputs[0], outputs[0]];
  if (!isCustom(layer) || inputs.length !== 1 || outputs.length !== 1) return false;
  if (operations.length > mostOperations || layer.weights.length > 0) return false;
  const alone = operations.every(({ type, macs }) => type === 'kernel' && macs === 0);
  return alone && input?.shape.join() === output?.shape.join();
}

/** Two examples, so that a mask of one number for each differs from a number for all. */
const examples = 2;

function train({ layer, inputs, bare }: Inference, context: GraphContext) {
  const recording = new Recording();
  const { calls, recorder } = context.trace;
  const given = inputs.map(({ shape, dtype }) =>
    shapeOnlyTensor([examples, ...shape.slice(1)], dtype),
  );
  const outputs = core.tidy(() =>
    calls.detached(() =>
      recorder.into(recording, () =>
        tensorList(layer.call(bare ? (given[0] ?? []) : given, { training: true })),
      ),
    ),
  );
  return { recording, inputs: given, outputs, times: 1 };
}

/** The first mask is that of the drop. */
function survivalIn({ operations }: Recording): number | undefined {
  const masks = operations.flatMap(({ outputs }) => outputs.map(survivalOf));
  return masks.find((survival) => survival !== undefined);
}

/** Six digits: 1 − 0.2 in single precision is not quite 0.8. */
function rounded(probability: number): number {
  return Number(probability.toPrecision(6));
}

/** How an operation drops whole examples by a mask that it multiplies with; undefined for others. */
export function droppedByMask({ kernel, inputs, outputs }: KernelOperation): Dropped | undefined {
  if (kernel !== 'Multiply' || outputs.some((tensor) => survivalOf(tensor) !== undefined))
    return undefined;
  const masks = inputs.filter(({ shape }) => shape.slice(1).every((size) => size === 1));
  const survival = masks.map(survivalOf).find((found) => found !== undefined);
  return survival === undefined ? undefined : { survival: rounded(survival) };
}

/** How training drops what the layer is given; undefined where it does not. */
export function droppedInTraining(
  context: GraphContext,
  inference: Inference,
): Dropped | undefined {
  if (!mayDrop(inference)) return undefined;
  try {
    const run = train(inference, context);
    if (run.recording.operations.some(({ type }) => type === 'layer')) return undefined;
    const level = { name: '', prefix: '', depth: 0, ownership: ownedByFunction };
    const graph = operationGraph(context, run, { ...level, modelInside: () => undefined });
    if (!dropsInside(graph)) return undefined;
    const survival = survivalIn(run.recording);
    return survival === undefined ? {} : { survival: rounded(survival) };
  } catch {
    // What its code throws in training is met there; inference has shown what there is to draw.
    return undefined;
  }
}
