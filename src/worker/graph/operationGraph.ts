/** The operations that ran on tensors as a graph: what a layer's `call` does, or a function of tensors. */
import type { GraphEdge, GraphNode, InnerGraph, Macs, ParameterCounts } from '../../model/graph';
import { findSkips } from '../../model/residual';
import { Container, core, type Layer } from '../tfjs/library';
import type { Call } from '../trace/calls';
import type { KernelOperation, LayerOperation, LayerRun, Operation } from '../trace/operations';
import { isRandom } from '../tfjs/random';
import type { GraphContext } from './context';
import { flopsOfOperation } from './flops';
import { boundedConfig, boundedName, configOf, type OwnedWeight } from './layerFacts';
import type { OperationGradients } from './operationGradients';
import type { Ownership } from './ownership';
import { repeated } from './repeated';
import { countNew, sumParameters, totalParameters } from './totals';
import { ScopeTable } from './scopes';

/** Where a graph of operations stands, and who its weights belong to. */
export interface OperationLevel {
  readonly name: string;
  readonly prefix: string;
  readonly depth: number;
  readonly ownership: Ownership;
  /** What the gradients of operations cost; absent where that is not known. */
  readonly backward?: Pick<OperationGradients, 'of' | 'reaches'> | undefined;
  /** The layer that the operations are those of, where that is one inside of the model's layer. */
  readonly holder?: Layer;
  /** Builds the graph of a model that is applied inside. */
  readonly modelInside: ModelInside;
}

/** @param at where it stands, and for each input, whether a weight that is trained lies before it. */
export type ModelInside = (
  model: Container,
  at: { readonly id: string; readonly depth: number; readonly needed: readonly boolean[] },
) => InnerGraph | undefined;

type Run = Pick<LayerRun, 'inputs' | 'outputs' | 'recording' | 'times'>;

/** The node and output that made a tensor. */
interface Made {
  readonly node: string;
  readonly output: number;
}

/** Layers in layers in layers: beyond this a layer's own operations are not drawn. */
const deepestNesting = 32;

/** Operations that give their input again, as tfjs puts between others: no reader misses them. */
const copies: ReadonlySet<string> = new Set(['Identity', 'Cast', 'Reshape', 'ExpandDims']);

function specOf({ shape, dtype }: core.Tensor) {
  return { shape: [...shape], dtype };
}

function sameSpec(a: core.Tensor, b: core.Tensor): boolean {
  return (
    a.dtype === b.dtype &&
    a.shape.length === b.shape.length &&
    a.shape.every((n, i) => n === b.shape[i])
  );
}

function unique(weights: readonly OwnedWeight[]): OwnedWeight[] {
  const byVariable = new Map(weights.map((weight) => [weight.variable, weight]));
  return [...byVariable.values()];
}

function isFailed(operation: Operation): boolean {
  return operation.type === 'kernel' && operation.failed === true;
}

/** Whether it only prepares what others compute with, given no data. */
function isConstant(operation: Operation): boolean {
  return operation.type === 'kernel' && operation.macs === 0 && !isFailed(operation);
}

class OperationGraph {
  readonly nodes: GraphNode[] = [];
  readonly #edges: GraphEdge[] = [];
  readonly #ordinals = new Map<string, number>();
  readonly #made = new Map<number, Made>();
  /** Tensors that depend on weights and constants alone, with the weights. */
  readonly #constant = new Map<number, readonly core.Variable[]>();
  readonly #scopes: ScopeTable;

  constructor(
    readonly context: GraphContext,
    readonly level: OperationLevel,
    readonly times: number,
  ) {
    const isCallMethod = (call: Call): boolean =>
      call.caller === null && context.positions.functionName(call.functionId).endsWith('.call');
    this.#scopes = new ScopeTable(context.positions, level.prefix, isCallMethod);
  }

  addInput(tensor: core.Tensor, index: number): string {
    const id = this.#nextId(null, 'InputLayer');
    this.#made.set(tensor.id, { node: id, output: 0 });
    this.nodes.push({
      id,
      name: `input ${index + 1}`,
      className: 'InputLayer',
      config: {},
      inputs: [],
      outputs: [specOf(tensor)],
      weights: [],
      parameters: { trainable: 0, nonTrainable: 0 },
      macs: this.level.backward === undefined ? { forward: 0 } : { forward: 0, backward: 0 },
      ...(this.context.flops ? { flops: 0 } : {}),
      scope: null,
      places: [],
    });
    return id;
  }

  add(operation: Operation): void {
    const data = operation.inputs.filter((tensor) => this.#made.has(tensor.id));
    const drawn = operation.inputs.some((tensor) => isRandom(tensor));
    const variables = this.#variablesRead(operation.inputs);
    if (operation.type === 'kernel' && this.#passesOn(operation, data)) return;
    if (isConstant(operation) && data.length === 0 && !drawn) {
      for (const output of operation.outputs) this.#constant.set(output.id, variables);
      return;
    }
    this.#addNode(operation, variables);
  }

  finish(outputs: readonly core.Tensor[], inputs: readonly string[]): InnerGraph {
    return {
      name: this.level.name,
      inputs,
      outputs: outputs.flatMap((tensor) => this.#made.get(tensor.id)?.node ?? []),
      nodes: this.nodes,
      edges: this.#edges,
      scopes: this.#scopes.list(),
      skips: findSkips(this.nodes, this.#edges),
    };
  }

  #nextId(scope: string | null, className: string): string {
    const base = `${scope === null ? this.level.prefix : `${scope}/`}${className}`;
    const ordinal = (this.#ordinals.get(base) ?? 0) + 1;
    this.#ordinals.set(base, ordinal);
    return `${base}.${ordinal}`;
  }

  #variablesRead(inputs: readonly core.Tensor[]): core.Variable[] {
    const read = inputs.flatMap((tensor) =>
      tensor instanceof core.Variable ? [tensor] : (this.#constant.get(tensor.id) ?? []),
    );
    return [...new Set(read)];
  }

  /** Whether the operation only gives its one input again; then what reads it reads that input. */
  #passesOn(operation: KernelOperation, data: readonly core.Tensor[]): boolean {
    const [input, ...others] = data;
    const [output] = operation.outputs;
    if (input === undefined || output === undefined || others.length > 0) return false;
    if (!copies.has(operation.kernel) || !sameSpec(input, output)) return false;
    const made = this.#made.get(input.id);
    if (made !== undefined) this.#made.set(output.id, made);
    return true;
  }

  /** Tensors that are made of weights stand among the weights of the node. */
  #isRead(tensor: core.Tensor): boolean {
    if (tensor instanceof core.Variable) return false;
    return (this.#constant.get(tensor.id) ?? []).length === 0;
  }

  #addNode(operation: Operation, variables: readonly core.Variable[]): void {
    const data = operation.inputs.filter((tensor) => this.#isRead(tensor));
    const scope = this.#scopes.idOf(operation.call);
    const className =
      operation.type === 'kernel' ? operation.kernel : boundedName(operation.layer.getClassName());
    const id = this.#nextId(scope, className);
    const facts =
      operation.type === 'kernel'
        ? this.#kernelFacts(operation, variables)
        : this.#layerFacts(operation, id, variables);
    const places = this.context.positions.places(operation.stack.frames);
    data.forEach((tensor, input) => {
      const from = this.#made.get(tensor.id);
      if (from !== undefined)
        this.#edges.push({ from: from.node, output: from.output, to: id, input });
    });
    operation.outputs.forEach((tensor, output) => {
      if (!this.#made.has(tensor.id)) this.#made.set(tensor.id, { node: id, output });
    });
    this.nodes.push({
      id,
      className,
      ...facts,
      inputs: data.map(specOf),
      outputs: operation.outputs.map(specOf),
      macs: this.#macsOf(operation),
      ...(this.context.flops ? { flops: this.times * flopsOfOperation(operation) } : {}),
      scope,
      places: places.map((place) => this.context.places.indexOf(place)),
      ...(places[0] === undefined ? {} : { source: places[0] }),
      ...(isFailed(operation) ? { failed: true } : {}),
    });
  }

  #macsOf(operation: Operation): Macs {
    const forward = operation.macs * this.times;
    const { backward } = this.level;
    return backward === undefined ? { forward } : { forward, backward: backward.of(operation) };
  }

  #kernelFacts(operation: KernelOperation, variables: readonly core.Variable[]) {
    const { kernel, attrs } = operation;
    const dropped = this.context.droppedByMask(operation);
    const weights = variables.map((variable) => this.level.ownership.weightOf(variable));
    return {
      name: kernel,
      config: boundedConfig(attrs),
      ...this.#counted(weights, this.level.holder),
      ...(dropped === undefined ? {} : { dropped }),
    };
  }

  /** A layer of tf.layers is one node; one of the user's holds its own operations. */
  #layerFacts(operation: LayerOperation, id: string, variables: readonly core.Variable[]) {
    const { layer } = operation;
    const inner = this.#inside(operation, id);
    const first = this.context.firstNodes.get(layer);
    if (first === undefined) this.context.firstNodes.set(layer, id);
    const counted = this.#counted(this.#weightsRead(layer, variables), layer);
    const { inputs, outputs, inside: recording } = operation;
    const dropped = this.context.dropped({ layer, inputs, outputs, recording, bare: true });
    return {
      name: boundedName(layer.name),
      config: configOf(layer),
      ...counted,
      parameters: sumParameters([totalParameters(inner?.nodes ?? []), counted.parameters]),
      ...(first === undefined ? {} : { sharedWith: first }),
      ...(inner === undefined ? {} : { inner }),
      ...(dropped === undefined ? {} : { dropped }),
    };
  }

  #inside(operation: LayerOperation, id: string): InnerGraph | undefined {
    const { layer } = operation;
    const depth = this.level.depth + 1;
    if (depth > deepestNesting) return undefined;
    if (layer instanceof Container) {
      const reaches = (tensor: core.Tensor): boolean =>
        this.level.backward?.reaches(tensor) === true;
      const needed = operation.inputs.map(reaches);
      const model = this.level.modelInside(layer, { id, depth, needed });
      return model && repeated(model, this.times, this.#macsOf(operation).backward);
    }
    const level = {
      ...this.level,
      prefix: `${id}/`,
      name: boundedName(layer.name),
      depth,
      holder: layer,
    };
    return operationsInside(this.context, operation, level, this.times);
  }

  /** Weights by the names that the layer gives them, as the layer around it counts them. */
  #weightsRead(layer: Layer, variables: readonly core.Variable[]): OwnedWeight[] {
    const { ownership } = this.level;
    const own = layer.weights.flatMap((weight) => {
      const variable = weight.read();
      return variable instanceof core.Variable
        ? [
            {
              ...ownership.weightOf(variable as core.Variable),
              name: boundedName(weight.originalName),
            },
          ]
        : [];
    });
    return [...own, ...variables.map((variable) => ownership.weightOf(variable))];
  }

  #counted(
    all: readonly OwnedWeight[],
    holder?: object,
  ): { weights: GraphNode['weights']; parameters: ParameterCounts } {
    const weights = unique(all);
    this.context.untracked.add(weights, this.context.counted, holder);
    return {
      weights: weights.map(({ name, shape, trainable }) => ({ name, shape, trainable })),
      parameters: countNew(this.context.counted, weights),
    };
  }
}

/** A layer whose class is tf.layers' own shows no operations: its class says what it does. */
function operationsInside(
  context: GraphContext,
  operation: LayerOperation,
  level: OperationLevel,
  times: number,
): InnerGraph | undefined {
  if (operation.inside.overflowed || !context.showsInside(operation.layer)) return undefined;
  const { inputs, outputs, inside } = operation;
  return operationGraph(context, { inputs, outputs, recording: inside, times }, level);
}

/** The graph of one recording, from the given inputs to the given outputs. */
export function operationGraph(context: GraphContext, run: Run, level: OperationLevel): InnerGraph {
  const graph = new OperationGraph(context, level, run.times);
  const inputs = run.inputs.map((tensor, index) => graph.addInput(tensor, index));
  for (const operation of run.recording.operations) graph.add(operation);
  return graph.finish(run.outputs, inputs);
}
