/** A function of tensors as a graph: the operations that led from its arguments to what it gave. */
import type { InnerGraph } from '../../model/graph';
import type { core } from '../tfjs/library';
import { shapeOnlyTensor } from '../tfjs/metaDevice';
import type { Operation, Recording } from '../trace/operations';
import type { Trace } from '../trace/trace';
import type { GraphContext } from './context';
import { noGradient } from './noGradient';
import { operationGradients } from './operationGradients';
import { operationGraph, type ModelInside } from './operationGraph';
import { isVariable, ownedByFunction } from './ownership';

interface Reached {
  readonly operations: ReadonlySet<Operation>;
  /** Tensors that were read and that no operation made, weights apart. */
  readonly sources: readonly core.Tensor[];
  readonly variables: readonly core.Variable[];
}

/** Tensors that an operation reads; of a layer, also what is read in it, such as its weights. */
function readBy(operation: Operation): readonly core.Tensor[] {
  if (operation.type === 'kernel') return operation.inputs;
  return [...operation.inputs, ...operation.inside.operations.flatMap(readBy).filter(isVariable)];
}

/** What the outputs depend on, from the last operation back to the first. */
function reach({ operations }: Recording, outputs: readonly core.Tensor[]): Reached {
  const wanted = new Map(outputs.map((tensor) => [tensor.id, tensor]));
  const reached = new Set<Operation>();
  for (const operation of [...operations].reverse()) {
    if (!operation.outputs.some(({ id }) => wanted.has(id))) continue;
    reached.add(operation);
    for (const { id } of operation.outputs) wanted.delete(id);
    for (const input of readBy(operation)) wanted.set(input.id, input);
  }
  const left = [...wanted.values()];
  const sources = left.filter((tensor) => !isVariable(tensor));
  // Optimizers go through variables in the order in which they were made.
  const variables = left.filter(isVariable).sort((a, b) => a.id - b.id);
  return { operations: reached, sources, variables };
}

/** The arguments of the call: what the entry expression made, else the tensors of the file's own. */
function argumentsOf(trace: Trace, sources: readonly core.Tensor[]): core.Tensor[] {
  const made = sources.filter((tensor) => trace.entryTensors.has(tensor));
  const given = made.length > 0 ? made : sources.filter(({ rank }) => rank > 1);
  return given.sort((a, b) => a.id - b.id);
}

/** A call of a function of tensors: what of it led to its outputs. */
export interface FunctionRun {
  readonly recording: Recording;
  readonly operations: ReadonlySet<Operation>;
  readonly inputs: readonly core.Tensor[];
  readonly outputs: readonly core.Tensor[];
  readonly variables: readonly core.Variable[];
  /** Other tensors that no operation made: those that were there before the call, and those made in it. */
  readonly constants: readonly core.Tensor[];
  readonly passing: readonly core.Tensor[];
}

/** What led to `outputs`; undefined where no operation did. */
export function functionRun(
  trace: Trace,
  outputs: readonly core.Tensor[],
): FunctionRun | undefined {
  const recording = trace.recorder.top;
  const { operations, sources, variables } = reach(recording, outputs);
  if (operations.size === 0) return undefined;
  const inputs = argumentsOf(trace, sources);
  const others = sources.filter((tensor) => !tensor.isDisposed && !inputs.includes(tensor));
  const passing = others.filter((tensor) => trace.isOfEntry(tensor));
  const constants = others.filter((tensor) => !passing.includes(tensor));
  return { recording, operations, inputs, outputs, variables, constants, passing };
}

/** What depends on the arguments of a call, of what it made and nobody read: where it had got to. */
function ends(trace: Trace, operations: readonly Operation[]): core.Tensor[] {
  const read = new Set(operations.flatMap(readBy).map(({ id }) => id));
  const led = new Set([...trace.entryTensors].map(({ id }) => id));
  for (const { inputs, outputs } of operations)
    if (inputs.some(({ id }) => led.has(id))) for (const { id } of outputs) led.add(id);
  const made = operations.flatMap(({ outputs }) => outputs);
  return made.filter(({ id }) => led.has(id) && !read.has(id));
}

/** The graph of the operations of a call. */
export function functionGraph(
  context: GraphContext,
  run: FunctionRun,
  name: string,
  modelInside: ModelInside,
): InnerGraph {
  const { inputs, outputs, operations } = run;
  const gradients = operationGradients(context.trace, {
    run,
    only: operations,
    // Arguments may have values, and all that follows from them would be computed.
    given: inputs.map((input) => [input, shapeOnlyTensor(input.shape, input.dtype)]),
    wanted: run.variables.filter(({ trainable }) => trainable),
  });
  if (gradients?.missing !== undefined)
    context.warnings.push(noGradient(context, { name }, gradients.missing));
  const level = {
    name,
    prefix: '',
    depth: 0,
    ownership: ownedByFunction,
    backward: gradients?.missing === undefined ? gradients : undefined,
    modelInside,
  };
  const recording = run.recording.only(operations);
  return operationGraph(context, { inputs, outputs, recording, times: 1 }, level);
}

/**
 * The part of a call that stands, where it threw: with the operation that did, which has inputs and no
 * outputs. Undefined where nothing had been done with the arguments.
 */
export function unfinishedGraph(
  context: GraphContext,
  name: string,
  modelInside: ModelInside,
): InnerGraph | undefined {
  const { trace } = context;
  const { failed, top } = trace.recorder;
  const last = [...(failed?.inputs ?? []), ...ends(trace, trace.entryOperations)];
  const { operations, sources } = reach(top, last);
  const inputs = argumentsOf(trace, sources);
  if (inputs.length === 0) return undefined;
  const recording = top.only(operations);
  if (failed !== undefined) recording.add(failed);
  const level = { name, prefix: '', depth: 0, ownership: ownedByFunction, modelInside };
  return operationGraph(context, { inputs, outputs: [], recording, times: 1 }, level);
}
