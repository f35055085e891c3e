/**
 * Stochastic depth in a layer of the user's own (Huang et al. 2016, "Deep networks with stochastic
 * depth", section 3): the identity, or a factor, at inference, and a random mask in training. Such a
 * layer is run once more as training runs it, since nothing else tells what it is for.
 */
import type { Dropped } from '../../model/graph';
import { dropsInside } from '../../model/skips/stochasticDepth';
import { core } from '../tfjs/library';
import { shapeOnlyTensor } from '../tfjs/metaDevice';
import { isRandom, rangeOf } from '../tfjs/random';
import { isCustom } from '../trace/layerKinds';
import { Recording, tensorList, type KernelOperation, type Operation } from '../trace/operations';
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

/** Keeps the numbers that operations read: they are gone when the layer's code is done. */
class TrainingRecording extends Recording {
  readonly numbers = new Map<core.Tensor, number>();

  override add(operation: Operation): void {
    super.add(operation);
    for (const tensor of operation.inputs) {
      if (tensor.size !== 1 || this.numbers.has(tensor)) continue;
      const [value] = valuesOf(tensor);
      if (value !== undefined) this.numbers.set(tensor, value);
    }
  }
}

function valuesOf(tensor: core.Tensor): ArrayLike<number> & Iterable<number> {
  try {
    return tensor.dataSync();
  } catch {
    // It has a shape only.
    return [];
  }
}

/** Two examples, so that a mask of one number for each differs from a number for all. */
const examples = 2;

function train({ layer, inputs, bare }: Inference, context: GraphContext) {
  const recording = new TrainingRecording();
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

interface Draw {
  readonly random: core.Tensor;
  readonly number: number;
  /** Whether the random one stands first. */
  readonly first: boolean;
}

/** A random tensor and a number that an operation puts together. */
function drawOf(
  { inputs }: KernelOperation,
  numbers: TrainingRecording['numbers'],
): Draw | undefined {
  const [a, b] = inputs;
  if (a === undefined || b === undefined) return undefined;
  const isRandomBeside = (tensor: core.Tensor, other: core.Tensor): boolean =>
    isRandom(tensor) && (!isRandom(other) || tensor.size > other.size);
  const first = isRandomBeside(a, b);
  if (!first && !isRandomBeside(b, a)) return undefined;
  const number = numbers.get(first ? b : a);
  return number === undefined ? undefined : { random: first ? a : b, number, first };
}

function limited(probability: number): number {
  return Math.min(1, Math.max(0, probability));
}

/** The probability that a comparison of a random number with another holds. */
function comparison(kernel: string, { random, number, first }: Draw): number | undefined {
  const [low, high] = rangeOf(random) ?? [0, 0];
  if (high <= low) return undefined;
  const below = limited((number - low) / (high - low));
  const wantsBelow = kernel.startsWith('Less') ? first : !first;
  return wantsBelow ? below : 1 - below;
}

/** The same of ⌊u + p⌋, with u from 0 to 1, as tf.dropout has it. */
function rounding(
  { inputs }: KernelOperation,
  operations: readonly KernelOperation[],
  numbers: TrainingRecording['numbers'],
): number | undefined {
  const sum = operations.find(
    ({ kernel, outputs }) => kernel === 'Add' && outputs.some((made) => inputs.includes(made)),
  );
  const draw = sum && drawOf(sum, numbers);
  const range = draw && rangeOf(draw.random);
  return range?.[0] === 0 && range[1] === 1 ? limited(draw?.number ?? 0) : undefined;
}

function survivalOf({ operations, numbers }: TrainingRecording): number | undefined {
  const kernels = operations.filter((operation) => operation.type === 'kernel');
  for (const operation of kernels) {
    const { kernel } = operation;
    const draw = /^(Greater|Less)(Equal)?$/.test(kernel) ? drawOf(operation, numbers) : undefined;
    if (draw !== undefined) return comparison(kernel, draw);
    const kept = kernel === 'Floor' ? rounding(operation, kernels, numbers) : undefined;
    if (kept !== undefined) return kept;
  }
  return undefined;
}

/** Six digits: 1 − 0.2 in single precision is not quite 0.8. */
function rounded(probability: number): number {
  return Number(probability.toPrecision(6));
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
    const survival = survivalOf(run.recording);
    return survival === undefined ? {} : { survival: rounded(survival) };
  } catch {
    // What its code throws in training is met there; inference has shown what there is to draw.
    return undefined;
  }
}
