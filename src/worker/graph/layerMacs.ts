/** MACs of one application of a layer, forward and backward. */
import { forwardMacs, type LayerFacts } from '../../model/macs';
import { Container, type core, type Layer, type SymbolicTensor } from '../tfjs/library';
import { isWrapper } from '../trace/layerKinds';
import type { LayerRun } from '../trace/operations';
import type { UserStack } from '../trace/stack';
import type { GraphContext } from './context';
import { noGradient } from './noGradient';
import { operationGradients, type OperationGradients } from './operationGradients';
import { stepGradients, type SteppedLayer } from './stepGradients';

export interface AppliedLayer {
  readonly layer: Layer;
  readonly inputs: readonly SymbolicTensor[];
  readonly outputs: readonly SymbolicTensor[];
  readonly stack: UserStack | undefined;
  readonly failed: boolean;
  readonly run?: LayerRun;
}

interface GradientScene {
  readonly context: GraphContext;
  /** Whether the model around it is frozen. */
  readonly frozen: boolean;
  /** Tensors behind a weight that is trained. */
  readonly trained: Set<SymbolicTensor>;
}

/** Operations are counted as they ran; tf.layers' own layers by their formulas, which agree. */
export function forwardOf(facts: LayerFacts, { run }: AppliedLayer): number {
  return run === undefined ? forwardMacs(facts) : run.recording.macs * run.times;
}

/** What the gradient of a node costs, and of each operation in it where that is known. */
export interface Backward {
  readonly macs: number;
  readonly operations?: OperationGradients;
}

/** Marks the outputs that depend on trained weights, and counts the gradient that goes through. */
export function backwardOf(
  scene: GradientScene,
  facts: LayerFacts,
  source: AppliedLayer,
): Backward {
  const { layer, inputs, outputs } = source;
  const weights = scene.frozen ? [] : layer.trainableWeights;
  const needed = inputs.map((tensor) => scene.trained.has(tensor));
  if (weights.length > 0 || needed.includes(true))
    for (const output of outputs) scene.trained.add(output);
  if (layer instanceof Container || source.failed || inputs.length === 0) return { macs: 0 };
  const trainable = weights.map((weight) => weight.read());
  const operations = gradientOfRun(scene, source, needed, trainable);
  const request = {
    layer,
    config: facts.config,
    inputs: facts.inputs,
    needed,
    trainable,
    bare: source.run?.bare ?? inputs.length === 1,
  };
  const { macs, missing } =
    operations ?? scene.context.gradients.of(request, forwardOf(facts, source));
  if (missing === undefined) return { macs, ...(operations === undefined ? {} : { operations }) };
  const name = layer.getClassName();
  scene.context.warnings.push(noGradient(scene.context, { ...source, name }, missing));
  return { macs: 0 };
}

/** Of a layer whose operations are shown; the time steps of a recurrent one differ in their gradients. */
function gradientOfRun(
  { context }: GradientScene,
  { layer, run }: AppliedLayer,
  needed: readonly boolean[],
  trainable: readonly core.Tensor[],
): OperationGradients | undefined {
  if (run === undefined || !context.showsInside(layer)) return undefined;
  if (isWrapper(layer)) return gradientOfSteps(context, { layer, run, needed, trainable });
  const inputs = run.inputs.filter((_, i) => needed[i] === true);
  return operationGradients(context.trace, { run, given: [], wanted: [...trainable, ...inputs] });
}

function gradientOfSteps(
  { trace }: GraphContext,
  stepped: SteppedLayer,
): OperationGradients | undefined {
  try {
    return stepGradients(trace, stepped);
  } catch {
    // It runs code of the user's for more steps than one; what that throws is met when it is trained.
    return undefined;
  }
}
