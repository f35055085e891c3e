/** Layers of the user's own: what they do is seen by running them on the meta device. */
import { formatShape } from '../../model/format';
import type { Shape } from '../../model/graph';
import { listed, told } from '../../model/sentence';
import { DesignerStop, isInstance, reasonOf } from '../errors';
import { Layer, type SymbolicTensor } from '../tfjs/library';
import { mergeInLayer } from './failedMerges';
import { isCustom, isWrapper } from './layerKinds';
import { runLayer, shapesByRunning, type RunRequest } from './layerRun';
import type { LayerRun } from './operations';
import type { UserStack } from './stack';

/** One application of a layer to symbolic tensors. */
export interface CustomCall extends Omit<RunRequest, 'recurrent'> {
  readonly stack: UserStack;
}

type ComputeOutputShape = Layer['computeOutputShape'];

function requestOf(call: CustomCall): RunRequest {
  return { ...call, recurrent: isWrapper(call.layer) };
}

/** Limits that were passed stop everything; other stops are of the one operation. */
function isLimit(error: unknown): boolean {
  return isInstance(error, DesignerStop) && error.failureCode !== 'unsupported-operation';
}

function hasUnknownSizes(inputs: readonly SymbolicTensor[]): boolean {
  return inputs.some(({ shape }) => shape.slice(1).includes(null));
}

/** @throws the error itself when it is a limit that was passed. */
function remarkFailure({ trace, layer, inputs, stack }: CustomCall, thrown: unknown): void {
  if (isLimit(thrown)) throw thrown;
  const name = layer.getClassName();
  if (isInstance(thrown, DesignerStop)) {
    const words = told`What "call" of ${name} does cannot be followed, so its operations are not counted: ${thrown.told}`;
    trace.remarks.push({
      code: 'unsupported-operation',
      severity: 'warning',
      words,
      thrown,
      stack,
    });
    return;
  }
  const shapes = listed(inputs.map(({ shape }) => formatShape(shape)));
  const merge = mergeInLayer(trace, thrown, inputs);
  const reason = merge?.words ?? reasonOf(thrown);
  const unknown = hasUnknownSizes(inputs);
  trace.remarks.push({
    code: 'layer-call-failed',
    severity: unknown ? 'warning' : 'error',
    words: unknown
      ? told`"call" of ${name} fails on ${shapes}, where unknown sizes were taken as 1: ${reason}`
      : told`"call" of ${name} fails on ${shapes}, so the model can be built and not run: ${reason}`,
    thrown,
    stack,
    ...(merge?.fix === undefined ? {} : { fix: merge.fix }),
  });
}

/** tf.layers would fail where the next layer reads the output. */
function remarkNothing({ trace, layer, stack }: CustomCall, run: LayerRun): void {
  if (run.outputs.length > 0) return;
  trace.remarks.push({
    code: 'layer-call-failed',
    severity: 'error',
    words: told`"call" of ${layer.getClassName()} gives no tensor. Return the layer's output from it.`,
    stack,
  });
}

function remarkBare({ trace, layer, stack }: CustomCall, run: LayerRun): void {
  if (!run.bare) return;
  trace.remarks.push({
    code: 'layer-call-failed',
    severity: 'warning',
    words: told`"call" of ${layer.getClassName()} takes a tensor alone, and a model that runs hands it a list of tensors. Begin it with "const x = Array.isArray(inputs) ? inputs[0] : inputs;".`,
    stack,
  });
}

function fits(declared: Shape, real: readonly number[]): boolean {
  return (
    declared.length === real.length &&
    declared.every((size, axis) => axis === 0 || size === null || size === real[axis])
  );
}

/** Wrong shapes are met by the next layer only, so they are said here. */
function remarkShape(call: CustomCall, declared: Shape, real: Shape, missing: boolean): void {
  const name = call.layer.getClassName();
  const given = formatShape(real);
  const words = missing
    ? told`${name} has no "computeOutputShape", so tf.layers takes its output to be ${formatShape(declared)} like its input, and its "call" gives ${given}. Add the method.`
    : told`"computeOutputShape" of ${name} says ${formatShape(declared)}, and its "call" gives ${given}. One of them is wrong.`;
  call.trace.remarks.push({
    code: 'output-shape',
    severity: 'warning',
    words,
    stack: call.stack,
  });
}

/** What ran in a layer that only running tells about; undefined for others, and where it fails. */
export function runOf(call: CustomCall, outputs: readonly SymbolicTensor[]): LayerRun | undefined {
  const custom = isCustom(call.layer);
  if (!custom && !isWrapper(call.layer)) return undefined;
  try {
    const run = runLayer(requestOf(call));
    if (!custom) return run;
    remarkBare(call, run);
    remarkNothing(call, run);
    run.outputs.forEach(({ shape }, output) => {
      const declared = outputs[output]?.shape;
      if (declared !== undefined && !fits(declared, shape) && !hasUnknownSizes(call.inputs))
        remarkShape(call, declared, shape, false);
    });
    return run;
  } catch (error) {
    // tf.layers' own wrappers have counts of their own.
    if (custom || isLimit(error)) remarkFailure(call, error);
    return undefined;
  }
}

function differs(a: Shape, b: Shape): boolean {
  return a.length !== b.length || a.some((size, axis) => size !== b[axis]);
}

function computed(
  call: CustomCall,
  found: (run: LayerRun) => void,
): (number | null)[][] | undefined {
  try {
    const { run, shapes } = shapesByRunning(requestOf(call));
    found(run);
    remarkBare(call, run);
    remarkNothing(call, run);
    const [input, output] = [call.inputs[0]?.shape, shapes[0]];
    if (input !== undefined && output !== undefined && differs(input, output))
      remarkShape(call, input, output, true);
    return shapes.length === 0 ? undefined : shapes;
  } catch (error) {
    remarkFailure(call, error);
    return undefined;
  }
}

function saysItsShape(layer: Layer): boolean {
  const name = 'computeOutputShape';
  return Reflect.get(layer, name) !== Reflect.get(Layer.prototype, name);
}

/**
 * Runs `apply`, during which a layer that does not say what shape it gives has that shape found by
 * running it: tf.layers would take it to be that of the input.
 */
export function withShapesByRunning(
  call: CustomCall,
  apply: () => unknown,
  found: (run: LayerRun) => void,
): unknown {
  const { layer } = call;
  if (!isCustom(layer) || saysItsShape(layer)) return apply();
  const byRunning: ComputeOutputShape = (inputShape) => {
    Reflect.deleteProperty(layer, 'computeOutputShape');
    const shapes = computed(call, found);
    return shapes?.length === 1 ? (shapes[0] ?? inputShape) : (shapes ?? inputShape);
  };
  layer.computeOutputShape = byRunning;
  try {
    return apply();
  } finally {
    Reflect.deleteProperty(layer, 'computeOutputShape');
  }
}
