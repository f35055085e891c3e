/** A function of tensors as a graph: the operations that led from its arguments to what it gave. */
import type { InnerGraph } from '../../model/graph';
import { core } from '../tfjs/library';
import { shapeOnlyTensor } from '../tfjs/metaDevice';
import type { Operation, Recording } from '../trace/operations';
import type { Trace } from '../trace/trace';
import type { GraphContext } from './context';
import { noGradient } from './noGradient';
import { operationGradients } from './operationGradients';
import { operationGraph, type ModelInside } from './operationGraph';
import { ownedByFunction } from './ownership';

interface Reached {
  readonly operations: ReadonlySet<Operation>;
  /** Tensors that were read and that no operation made, weights apart. */
  readonly sources: readonly core.Tensor[];
  readonly variables: readonly core.Variable[];
}

function isVariable(tensor: core.Tensor): tensor is core.Variable {
  return tensor instanceof core.Variable;
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
  return { operations: reached, sources, variables: left.filter(isVariable) };
}

/** The arguments of the call: what the entry expression made, else the tensors of the file's own. */
function argumentsOf(trace: Trace, sources: readonly core.Tensor[]): core.Tensor[] {
  const made = sources.filter((tensor) => trace.entryTensors.has(tensor));
  const given = made.length > 0 ? made : sources.filter(({ rank }) => rank > 1);
  return given.sort((a, b) => a.id - b.id);
}

/** The graph of the operations that gave `outputs`; undefined where none did. */
export function functionGraph(
  context: GraphContext,
  outputs: readonly core.Tensor[],
  name: string,
  modelInside: ModelInside,
): InnerGraph | undefined {
  const { recorder } = context.trace;
  const { operations, sources, variables } = reach(recorder.top, outputs);
  const recording = recorder.top.only(operations);
  if (recording.operations.length === 0) return undefined;
  const inputs = argumentsOf(context.trace, sources);
  const gradients = operationGradients(context.trace, {
    run: { recording: recorder.top, inputs, outputs },
    only: operations,
    // Arguments may have values, and all that follows from them would be computed.
    given: inputs.map((input) => [input, shapeOnlyTensor(input.shape, input.dtype)]),
    wanted: variables.filter(({ trainable }) => trainable),
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
  return operationGraph(context, { inputs, outputs, recording, times: 1 }, level);
}
