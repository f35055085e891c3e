/**
 * MACs of the backward pass by operation in what runs at every time step. All steps cost the same but the
 * first, whose state may need no gradient, and the last: runs of two steps and of three tell what any number
 * costs. (tfjs has no gradient of one step.)
 */
import { core, type Layer } from '../tfjs/library';
import { shapeOnlyTensor } from '../tfjs/metaDevice';
import { stepParts } from '../trace/layerKinds';
import { Recording, tensorList, type LayerRun, type Operation } from '../trace/operations';
import type { Trace } from '../trace/trace';
import { operationGradients, type OperationGradients } from './operationGradients';

/** Where in a recording one step's call of a wrapper's part stands. */
interface Step {
  readonly part: number;
  readonly start: number;
  readonly end: number;
}

interface SteppedRun extends Pick<LayerRun, 'recording' | 'inputs' | 'outputs'> {
  readonly steps: readonly Step[];
}

/** Runs `run` while each call of the part is told of; the part is left as it was. */
function watched<T>(part: Layer, around: (call: () => unknown) => unknown, run: () => T): T {
  const own = Object.getOwnPropertyDescriptor(part, 'call');
  const original = part.call.bind(part);
  const call: Layer['call'] = (inputs, kwargs) =>
    around(() => original(inputs, kwargs)) as ReturnType<Layer['call']>;
  Object.defineProperty(part, 'call', { value: call, configurable: true, writable: true });
  try {
    return run();
  } finally {
    if (own === undefined) Reflect.deleteProperty(part, 'call');
    else Object.defineProperty(part, 'call', own);
  }
}

class Steps {
  readonly list: Step[] = [];
  readonly #operations: readonly Operation[];

  constructor({ operations }: Recording) {
    this.#operations = operations;
  }

  watch(parts: readonly Layer[], run: () => unknown): unknown {
    const [part, ...others] = parts.map((layer, index) => ({ layer, index })).reverse();
    if (part === undefined) return run();
    return watched(part.layer, this.#tell(part.index), () =>
      this.watch(others.map(({ layer }) => layer).reverse(), run),
    );
  }

  readonly #tell =
    (part: number) =>
    (call: () => unknown): unknown => {
      const start = this.#operations.length;
      const result = call();
      this.list.push({ part, start, end: this.#operations.length });
      return result;
    };
}

/** The layer once more, for so many steps of one example. */
function runSteps(trace: Trace, layer: Layer, run: LayerRun, count: number): SteppedRun {
  const inputs = run.inputs.map(({ shape, dtype }, index) =>
    shapeOnlyTensor(
      shape.map((size, axis) => (index === 0 && axis === 1 ? count : size)),
      dtype,
    ),
  );
  const recording = new Recording(inputs);
  const steps = new Steps(recording);
  const outputs = core.tidy(() =>
    trace.calls.detached(() =>
      trace.recorder.into(recording, () =>
        tensorList(steps.watch(stepParts(layer), () => layer.call([...inputs], {}))),
      ),
    ),
  );
  return { recording, inputs, outputs, steps: steps.list };
}

/** Names an operation and what is in it, the same at every step. */
function name(key: string, operation: Operation, names: Map<Operation, string>): void {
  const what = operation.type === 'kernel' ? operation.kernel : operation.layer.name;
  const named = `${key} ${what}`;
  names.set(operation, named);
  if (operation.type !== 'layer') return;
  operation.inside.operations.forEach((part, index) => name(`${named}/${index}`, part, names));
}

/** Each operation by its place in its step; those between steps by their places between them. */
function namesOf({ recording, steps }: SteppedRun): Map<Operation, string> {
  const names = new Map<Operation, string>();
  let between = 0;
  let next = 0;
  recording.operations.forEach((operation, index) => {
    while ((steps[next]?.end ?? Infinity) <= index) next++;
    const step = steps[next];
    if (step !== undefined && step.start <= index)
      name(`${step.part}:${index - step.start}`, operation, names);
    else name(`-:${between++}`, operation, names);
  });
  return names;
}

/** What the operations of one name cost together. */
function costsOf(names: ReadonlyMap<Operation, string>, { of }: OperationGradients) {
  const costs = new Map<string, number>();
  for (const [operation, key] of names) costs.set(key, (costs.get(key) ?? 0) + of(operation));
  return costs;
}

interface Counted {
  readonly run: SteppedRun;
  readonly names: ReadonlyMap<Operation, string>;
  readonly gradients: OperationGradients;
  readonly costs: ReadonlyMap<string, number>;
}

/** Tensors of a single step whose like, at any of several, depends on what a gradient is wanted of. */
function reachedIn(
  once: ReadonlyMap<Operation, string>,
  { names, gradients }: Counted,
): OperationGradients['reaches'] {
  const reached = new Set<number>();
  const byName = new Map<string, Operation[]>();
  for (const [operation, key] of names) byName.set(key, [...(byName.get(key) ?? []), operation]);
  for (const [operation, key] of once)
    for (const like of byName.get(key) ?? [])
      operation.inputs.forEach(({ id }, index) => {
        const tensor = like.inputs[index];
        if (tensor !== undefined && gradients.reaches(tensor)) reached.add(id);
      });
  return ({ id }) => reached.has(id);
}

/** A layer that runs another one, or a cell, at every time step, with what training wants a gradient of. */
export interface SteppedLayer {
  readonly layer: Layer;
  /** One step of it. */
  readonly run: LayerRun;
  readonly needed: readonly boolean[];
  readonly trainable: readonly core.Tensor[];
}

function counted(trace: Trace, stepped: SteppedLayer, count: number): Counted | undefined {
  const run = runSteps(trace, stepped.layer, stepped.run, count);
  const inputs = run.inputs.filter((_, index) => stepped.needed[index] === true);
  const wanted = [...stepped.trainable, ...inputs];
  const gradients = operationGradients(trace, { run, given: [], wanted });
  if (gradients === undefined) return undefined;
  const names = namesOf(run);
  return { run, names, gradients, costs: costsOf(names, gradients) };
}

/** The operations of the one step that is shown, by their names; undefined where steps differ. */
function namesOnce(
  trace: Trace,
  { layer, run }: SteppedLayer,
  several: Counted,
): Map<Operation, string> | undefined {
  const { recording, steps } = runSteps(trace, layer, run, 1);
  const { operations } = run.recording;
  const alike = recording.operations.length === operations.length;
  const names = namesOf({ ...run, recording: run.recording, steps });
  const known = new Set(several.names.values());
  return alike && [...names.values()].every((key) => known.has(key)) ? names : undefined;
}

/**
 * The gradients of a layer's steps, each counted for the operation of the one step that was recorded.
 * @returns undefined where they cannot be taken, or where steps differ in what they do.
 * @throws what the layer's code throws.
 */
export function stepGradients(trace: Trace, stepped: SteppedLayer): OperationGradients | undefined {
  const two = counted(trace, stepped, 2);
  const three = counted(trace, stepped, 3);
  if (two === undefined || three === undefined) return undefined;
  if (two.gradients.missing !== undefined) return two.gradients;
  const names = namesOnce(trace, stepped, three);
  if (names === undefined) return undefined;
  const all = (inTwo: number, inThree: number): number =>
    inTwo + (stepped.run.times - 2) * (inThree - inTwo);
  return {
    macs: all(two.gradients.macs, three.gradients.macs),
    of: (operation) => {
      const key = names.get(operation) ?? '';
      return all(two.costs.get(key) ?? 0, three.costs.get(key) ?? 0);
    },
    reaches: reachedIn(names, three),
  };
}
