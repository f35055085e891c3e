/** Running a layer's `call` on the meta device, to see the operations in it and what it gives. */
import { core, type Layer, type SymbolicTensor } from '../tfjs/library';
import { shapeOnlyTensor } from '../tfjs/metaDevice';
import { Recording, tensorList, type LayerRun } from './operations';
import type { Trace } from './trace';

type Apply = (this: Layer, inputs: unknown, kwargs?: RunRequest['kwargs']) => unknown;

export interface RunRequest {
  readonly trace: Trace;
  readonly layer: Layer;
  readonly apply: Apply;
  readonly inputs: readonly SymbolicTensor[];
  readonly kwargs: Parameters<Layer['call']>[1] | undefined;
  /** Wrappers run the same for every time step: one step is looked at. */
  readonly recurrent: boolean;
}

/** A tensor of what is known of a symbolic one; `unknown` stands for the sizes that are not. */
function standIn(tensor: SymbolicTensor, unknown: number, oneStep: boolean): core.Tensor {
  const sizes = tensor.shape.map((size, axis) =>
    oneStep && axis === 1 ? 1 : axis === 0 ? unknown : (size ?? unknown),
  );
  return shapeOnlyTensor(sizes, tensor.dtype);
}

function attempt(request: RunRequest, inputs: readonly core.Tensor[], bare: boolean): LayerRun {
  const { trace, layer, apply, kwargs, recurrent } = request;
  const recording = new Recording(inputs);
  const given = bare ? inputs[0] : [...inputs];
  const outputs = core.tidy(() => {
    const result = trace.calls.detached(() =>
      trace.recorder.into(recording, () =>
        // A wrapper checks the number of steps that it was built for when it is applied.
        recurrent ? layer.call([...inputs], kwargs ?? {}) : apply.call(layer, given, kwargs),
      ),
    );
    return tensorList(result);
  });
  const steps = recurrent ? (request.inputs[0]?.shape[1] ?? 1) : 1;
  return { recording, inputs, outputs, times: steps, bare };
}

/** tfjs takes a list of tensors for a list of numbers, and computes something with none of them. */
function readsInputs({ recording, inputs, outputs }: LayerRun): boolean {
  const read = [...outputs, ...recording.operations.flatMap((operation) => operation.inputs)];
  return inputs.some(({ id }) => read.some((tensor) => tensor.id === id));
}

function runAlone(request: RunRequest, inputs: readonly core.Tensor[]): LayerRun | undefined {
  try {
    return inputs.length === 1 ? attempt(request, inputs, true) : undefined;
  } catch {
    // The failure to speak of is that of the way in which the model will run it.
    return undefined;
  }
}

/**
 * Runs the layer once for one example; an unknown size counts as `unknown`.
 *
 * A model hands each layer a list of tensors. A `call` that takes a tensor alone fails then, which is
 * for its author to know; what it does is looked at all the same.
 * @throws what the layer's code throws.
 */
export function runLayer(request: RunRequest, unknown = 1): LayerRun {
  const inputs = request.inputs.map((tensor, i) =>
    standIn(tensor, unknown, request.recurrent && i === 0),
  );
  try {
    const run = attempt(request, inputs, false);
    if (readsInputs(run)) return run;
    const other = runAlone(request, inputs);
    return other !== undefined && readsInputs(other) ? other : run;
  } catch (error) {
    const other = runAlone(request, inputs);
    if (other === undefined) throw error;
    return other;
  }
}

/**
 * The shapes that a layer gives, by running it: a size that follows the unknown ones is unknown.
 * @throws what the layer's code throws.
 */
export function shapesByRunning(request: RunRequest): {
  readonly run: LayerRun;
  readonly shapes: (number | null)[][];
} {
  const run = runLayer(request, 1);
  const other = runLayer(request, 2);
  const shapes = run.outputs.map(({ shape }, output) =>
    shape.map((size, axis) => (other.outputs[output]?.shape[axis] === size ? size : null)),
  );
  return { run, shapes };
}
