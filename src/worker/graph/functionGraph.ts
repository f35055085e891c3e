/** A function of tensors as a graph: the operations that led from its arguments to what it gave. */
import type { InnerGraph } from '../../model/graph';
import { core, type Container } from '../tfjs/library';
import type { Operation, Recording } from '../trace/operations';
import type { Trace } from '../trace/trace';
import type { GraphContext } from './context';
import { operationGraph } from './operationGraph';
import { ownedByFunction } from './ownership';

interface Reached {
  readonly operations: ReadonlySet<Operation>;
  /** Tensors that were read and that no operation made, weights apart. */
  readonly sources: readonly core.Tensor[];
}

/** What the outputs depend on, from the last operation back to the first. */
function reach({ operations }: Recording, outputs: readonly core.Tensor[]): Reached {
  const wanted = new Map(outputs.map((tensor) => [tensor.id, tensor]));
  const reached = new Set<Operation>();
  for (const operation of [...operations].reverse()) {
    if (!operation.outputs.some(({ id }) => wanted.has(id))) continue;
    reached.add(operation);
    for (const { id } of operation.outputs) wanted.delete(id);
    for (const input of operation.inputs) wanted.set(input.id, input);
  }
  const sources = [...wanted.values()].filter((tensor) => !(tensor instanceof core.Variable));
  return { operations: reached, sources };
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
  modelInside: (model: Container, id: string, depth: number) => InnerGraph | undefined,
): InnerGraph | undefined {
  const { recorder } = context.trace;
  const { operations, sources } = reach(recorder.top, outputs);
  const recording = recorder.top.only(operations);
  if (recording.operations.length === 0) return undefined;
  const inputs = argumentsOf(context.trace, sources);
  const level = { name, prefix: '', depth: 0, ownership: ownedByFunction, modelInside };
  return operationGraph(context, { inputs, outputs, recording, times: 1 }, level);
}
