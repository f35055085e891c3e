/** Hooks into tf.layers that record what is built. Installed once for the life of the process. */
import { formatShape } from '../../model/format';
import { ImpossibleShape } from '../errors';
import { Container, Layer, SymbolicTensor } from '../tfjs/library';
import { captureUserStack } from './stack';
import { stopAt } from './stop';
import { activeTrace, type Trace } from './trace';

type Apply = (this: Layer, inputs: unknown, kwargs?: unknown) => unknown;

function symbolic(value: unknown): SymbolicTensor[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item) => item instanceof SymbolicTensor);
}

function isPossible(size: number | null): boolean {
  return typeof size !== 'number' || size > 0;
}

/** tf.layers gives shapes that no tensor can have, and fails only when the model runs. */
function refuseImpossible(
  layer: Layer,
  inputs: readonly SymbolicTensor[],
  outputs: readonly SymbolicTensor[],
): void {
  const wrong = outputs.find(({ shape }) => !shape.every(isPossible));
  if (wrong === undefined || !inputs.every(({ shape }) => shape.every(isPossible))) return;
  throw new ImpossibleShape(layer.getClassName(), formatShape(wrong.shape));
}

function recorded(
  trace: Trace,
  layer: Layer,
  inputs: readonly SymbolicTensor[],
  run: () => unknown,
  hook: Apply,
): unknown {
  const stack = captureUserStack(hook);
  const call = trace.calls.current;
  try {
    const result = run();
    refuseImpossible(layer, inputs, symbolic(result));
    trace.recordApplication({
      layer,
      inputs,
      outputs: symbolic(result),
      stack,
      call,
      failed: false,
    });
    return result;
  } catch (error) {
    trace.recordApplication({ layer, inputs, outputs: [], stack, call, failed: true, error });
    throw error;
  }
}

/** A model that is given values runs; a layer without weights may be used as a function. */
function applyToValues(layer: Layer, run: () => unknown): unknown {
  return layer instanceof Container ? stopAt('model.apply()') : run();
}

/** Records every application of a layer to symbolic tensors. */
export function hookLayerApply(): void {
  const prototype = Layer.prototype as unknown as { apply: Apply };
  const original = prototype.apply;
  prototype.apply = function apply(inputs, kwargs) {
    const trace = activeTrace();
    const tensors = trace === undefined ? [] : symbolic(inputs);
    if (trace === undefined) return original.call(this, inputs, kwargs);
    if (tensors.length === 0) return applyToValues(this, () => original.call(this, inputs, kwargs));
    return recorded(trace, this, tensors, () => original.call(this, inputs, kwargs), apply);
  };
}
