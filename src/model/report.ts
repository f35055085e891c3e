/**
 * The published JSON form of an inspection, as `resnet-designer inspect --json` prints it. Its schema
 * is in reportSchema.ts, and docs/inspect.schema.json is made from that.
 */
import { activationBytes, totalActivationBytes, weightBytes } from './bytes';
import type { ByOptimizer } from './peakMemory';
import { receptiveFields, type ReceptiveField } from './receptiveField';
import type { Failure, Fix, SourcePlace } from '../protocol/failure';
import type { GraphNode, InnerGraph, Macs, ModelGraph, Scope, Skip, TensorSpec } from './graph';

export interface NamedTensor extends TensorSpec {
  readonly name: string;
}

export interface ReportParameters {
  readonly total: number;
  readonly trainable: number;
  readonly nonTrainable: number;
  /** Of weights that tf.layers does not know of; in none of the others. */
  readonly untracked?: number;
}

/** Peak bytes of one training step with TensorFlow.js, by optimizer, and parts of what is held then. */
export interface ReportPeak extends ByOptimizer {
  readonly batchSize: number;
  readonly gradients: number;
  /** What the forward pass leaves behind for the gradient, with the batch itself. */
  readonly activations: number;
  readonly slots: ByOptimizer;
  /** The peaks with what is particular to two backends. */
  readonly cpu: ByOptimizer;
  readonly wasm: ByOptimizer;
}

export interface ReportBytes {
  readonly weights: number;
  /** Of the tensors that a forward pass makes, one example. */
  readonly activations: number;
  /** Null where it was not asked for, or where the model cannot be trained. */
  readonly peakTraining: ReportPeak | null;
}

export interface ReportSkip {
  readonly kind: Skip['kind'];
  /** Id of the fork: the layer whose output both branches read. */
  readonly from: string;
  /**
   * Id of the last layer that is skipped: the skip goes around all layers after `from` up to this
   * one, whose output it meets in `merge`.
   */
  readonly to: string;
  /** Id of the layer that joins the branches. */
  readonly merge: string;
  /** Weight layers (convolution, dense, recurrent) on the longest way from `from` to `to`. */
  readonly length: number;
  /**
   * `pre`: the branch normalizes or activates before its first weight layer; `post`: after the merge.
   * Null where neither holds.
   */
  readonly activation: 'pre' | 'post' | null;
  /** Whether training drops the residual branch for single examples. */
  readonly stochasticDepth: boolean;
  /** The probability that training keeps the residual branch, where it is known. */
  readonly survival?: number;
  /** The user's functions that were running when the merge was made, outermost first. */
  readonly block: readonly string[];
  readonly source: SourcePlace | null;
}

export interface ReportLayer {
  readonly id: string;
  readonly name: string;
  readonly className: string;
  readonly scope: readonly string[];
  readonly inputShapes: readonly TensorSpec['shape'][];
  readonly outputShape: TensorSpec['shape'] | null;
  readonly parameters: ReportParameters;
  readonly macs: Macs;
  /** Of one forward pass; absent without --flops, or where it is not known. */
  readonly flops?: number;
  readonly weightBytes: number;
  /** Of the outputs, one example. */
  readonly activationBytes: number;
  /** Null where the input has no spatial axis, or what a layer reads is not known. */
  readonly receptiveField: ReceptiveField | null;
  readonly source: SourcePlace | null;
  readonly inner?: {
    readonly skips: readonly ReportSkip[];
    readonly layers: readonly ReportLayer[];
  };
}

export interface ReportModel {
  readonly name: string;
  readonly entry: string;
  /** False when building threw and only a part stands. */
  readonly complete: boolean;
  readonly inputs: readonly NamedTensor[];
  readonly outputs: readonly NamedTensor[];
}

export interface ReportDiagnostic {
  readonly code: Failure['code'];
  readonly severity: Failure['severity'];
  readonly message: string;
  readonly source: SourcePlace | null;
  /** What the editor's quick fix would write; null where there is none. */
  readonly fix: Fix | null;
}

export interface Report {
  /** Null when nothing could be built. */
  readonly model: ReportModel | null;
  readonly parameters: ReportParameters;
  /** Convolutions and products of matrices, one example. */
  readonly macs: Macs;
  /** Of one forward pass; absent without --flops, or where it is not known. */
  readonly flops?: number;
  readonly bytes: ReportBytes;
  readonly skips: readonly ReportSkip[];
  readonly layers: readonly ReportLayer[];
  readonly diagnostics: readonly ReportDiagnostic[];
}

function parameters(counts: GraphNode['parameters']): ReportParameters {
  return { total: counts.trainable + counts.nonTrainable, ...counts };
}

function scopeNames(id: string | null, scopes: ReadonlyMap<string, Scope>): string[] {
  const names: string[] = [];
  for (let scope = id === null ? undefined : scopes.get(id); scope !== undefined;) {
    names.unshift(scope.siblings > 1 ? `${scope.name} ${scope.ordinal}` : scope.name);
    scope = scope.parent === null ? undefined : scopes.get(scope.parent);
  }
  return names;
}

/** Looked up for every layer of one level. */
interface Level {
  readonly scopes: ReadonlyMap<string, Scope>;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** Of all levels. */
  readonly fields: Fields;
}

type Fields = ReadonlyMap<string, ReceptiveField>;

function levelOf(graph: InnerGraph, fields: Fields): Level {
  return {
    scopes: new Map(graph.scopes.map((scope) => [scope.id, scope])),
    nodes: new Map(graph.nodes.map((node) => [node.id, node])),
    fields,
  };
}

function skipReport(skip: Skip, level: Level): ReportSkip {
  return {
    kind: skip.kind,
    from: skip.fork,
    to: skip.branch.at(-1) ?? skip.fork,
    merge: skip.merge,
    length: skip.length,
    activation: skip.activation ?? null,
    stochasticDepth: skip.stochasticDepth ?? false,
    ...(skip.survival === undefined ? {} : { survival: skip.survival }),
    block: scopeNames(skip.scope, level.scopes),
    source: level.nodes.get(skip.merge)?.source ?? null,
  };
}

function layerReport(node: GraphNode, level: Level): ReportLayer {
  return {
    id: node.id,
    name: node.name,
    className: node.className,
    scope: scopeNames(node.scope, level.scopes),
    inputShapes: node.inputs.map(({ shape }) => shape),
    outputShape: node.outputs[0]?.shape ?? null,
    parameters: parameters(node.parameters),
    macs: node.macs,
    ...(node.flops === undefined ? {} : { flops: node.flops }),
    weightBytes: weightBytes(node.parameters),
    activationBytes: activationBytes(node),
    receptiveField: level.fields.get(node.id) ?? null,
    source: node.source ?? null,
    ...(node.inner === undefined ? {} : { inner: innerReport(node.inner, level.fields) }),
  };
}

function innerReport(
  graph: InnerGraph,
  fields: Fields,
): { skips: ReportSkip[]; layers: ReportLayer[] } {
  const level = levelOf(graph, fields);
  return {
    skips: graph.skips.map((skip) => skipReport(skip, level)),
    layers: graph.nodes.map((node) => layerReport(node, level)),
  };
}

function tensors(graph: ModelGraph, ids: readonly string[]): NamedTensor[] {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  return ids.flatMap((id) => {
    const node = nodes.get(id);
    const spec = node?.outputs[0];
    return node && spec ? [{ name: node.name, ...spec }] : [];
  });
}

function modelReport(graph: ModelGraph): ReportModel {
  return {
    name: graph.name,
    entry: graph.entry,
    complete: graph.complete,
    inputs: tensors(graph, graph.inputs),
    outputs: tensors(graph, graph.outputs),
  };
}

function peakReport({ training }: ModelGraph): ReportPeak | null {
  if (training === undefined) return null;
  const { batchSize, gradients, activations, slots, peak, cpu, wasm } = training;
  return { batchSize, ...peak, gradients, activations, slots, cpu, wasm };
}

function bytesReport(graph: ModelGraph | undefined): ReportBytes {
  if (graph === undefined) return { weights: 0, activations: 0, peakTraining: null };
  return {
    weights: weightBytes(graph.parameters),
    activations: totalActivationBytes(graph),
    peakTraining: peakReport(graph),
  };
}

/**
 * The report of an inspection; without a graph it holds the diagnostics alone.
 */
export function toReport(graph: ModelGraph | undefined, failures: readonly Failure[]): Report {
  const inner =
    graph === undefined ? { skips: [], layers: [] } : innerReport(graph, receptiveFields(graph));
  return {
    model: graph === undefined ? null : modelReport(graph),
    parameters: parameters(graph?.parameters ?? { trainable: 0, nonTrainable: 0 }),
    macs: graph?.macs ?? { forward: 0 },
    ...(graph?.flops === undefined ? {} : { flops: graph.flops }),
    bytes: bytesReport(graph),
    ...inner,
    diagnostics: failures.map(({ code, severity, message, source, fix }) => ({
      code,
      severity,
      message,
      source: source ?? null,
      fix: fix ?? null,
    })),
  };
}

/** All skips of a graph, those of nested models too. */
export function allSkips(graph: InnerGraph): Skip[] {
  return [
    ...graph.skips,
    ...graph.nodes.flatMap(({ inner }) => (inner === undefined ? [] : allSkips(inner))),
  ];
}

/** Layers of a graph, those of nested models in place of the model's own node. */
export function countLayers(graph: InnerGraph): number {
  return graph.nodes.reduce(
    (sum, { inner }) => sum + (inner === undefined ? 1 : countLayers(inner)),
    0,
  );
}
