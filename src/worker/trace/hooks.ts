/** Hooks into tf.layers that record what is built. Installed once for the life of the process. */
import { Container, type core, Layer, SymbolicTensor } from '../tfjs/library';
import { runOf, withShapesByRunning, type CustomCall } from './customLayers';
import { isOwnClass } from './layerKinds';
import type { RunRequest } from './layerRun';
import { Recording, tensorList, type LayerRun } from './operations';
import { refuseImpossible } from './possibleShapes';
import { captureUserStack } from './stack';
import { stopAt } from './stop';
import { activeTrace, type Trace } from './trace';

type Apply = (this: Layer, inputs: unknown, kwargs?: RunRequest['kwargs']) => unknown;

function symbolic(value: unknown): SymbolicTensor[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item) => item instanceof SymbolicTensor);
}

/** Applies the layer, and runs it where only that tells what it does. */
function applied(call: CustomCall, run: () => unknown): { result: unknown; inside?: LayerRun } {
  let inside: LayerRun | undefined;
  const result = withShapesByRunning(call, run, (found) => (inside = found));
  refuseImpossible(call.layer, call.inputs, symbolic(result));
  inside ??= runOf(call, symbolic(result));
  return { result, ...(inside === undefined ? {} : { inside }) };
}

function recorded(call: CustomCall, run: () => unknown): unknown {
  const { trace, layer, inputs, stack } = call;
  const common = { layer, inputs, stack, call: trace.calls.current };
  try {
    const { result, inside } = applied(call, run);
    const application = { ...common, outputs: symbolic(result), failed: false };
    trace.recordApplication(inside === undefined ? application : { ...application, run: inside });
    return result;
  } catch (error) {
    trace.recordApplication({ ...common, outputs: [], failed: true, error });
    throw error;
  }
}

/** A merge of tf.layers looks at shapes itself, before any of its operations does. */
function refusing(
  { recorder }: Trace,
  layer: Layer,
  inputs: readonly core.Tensor[],
  run: () => unknown,
): unknown {
  try {
    return run();
  } catch (error) {
    if (isOwnClass(layer))
      recorder.fail(error, { type: layer.getClassName(), layer: true, inputs });
    throw error;
  }
}

/**
 * Layers are applied to tensors in other layers, and in functions of tensors that the entry
 * expression calls. Outside of these a model that is given values runs.
 */
function appliedToValues(
  trace: Trace,
  layer: Layer,
  inputs: unknown,
  run: () => unknown,
  hook: Apply,
): unknown {
  const { recorder, calls } = trace;
  if (layer instanceof Container && !recorder.insideLayer && !trace.entryStarted)
    return stopAt('model.apply()');
  const stack = captureUserStack(hook);
  const call = calls.current;
  const inside = new Recording();
  const given = tensorList(inputs);
  const result = refusing(trace, layer, given, () =>
    calls.detached(() => recorder.into(inside, run)),
  );
  const outputs = tensorList(result);
  const macs = inside.macs;
  recorder.add({ type: 'layer', layer, inside, inputs: given, outputs, stack, call, macs });
  return result;
}

/** Records every application of a layer, to symbolic tensors and to others. */
export function hookLayerApply(): void {
  const prototype = Layer.prototype as unknown as { apply: Apply };
  const original = prototype.apply;
  prototype.apply = function apply(inputs, kwargs) {
    const trace = activeTrace();
    const run = (): unknown => original.call(this, inputs, kwargs);
    if (trace === undefined) return run();
    const tensors = symbolic(inputs);
    if (tensors.length === 0) return appliedToValues(trace, this, inputs, run, apply);
    const stack = captureUserStack(apply).read();
    return recorded({ trace, layer: this, apply: original, inputs: tensors, kwargs, stack }, run);
  };
}
