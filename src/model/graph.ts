/**
 * ModelGraph: layers as nodes, tensors as edges. The one data structure that the inspect worker
 * makes and that the editor, the webview and the command line read. It is plain JSON.
 */
import type { SourcePlace } from '../protocol/failure';
import type { TrainingMemory } from './peakMemory';

/** Sizes of a tensor, NHWC unless said; `null` where a size is only known at run time (the batch). */
export type Shape = readonly (number | null)[];

export interface TensorSpec {
  readonly shape: Shape;
  readonly dtype: string;
}

export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Counts of scalars, not bytes. */
export interface ParameterCounts {
  readonly trainable: number;
  readonly nonTrainable: number;
  /**
   * Of weights inside layers of the user's own that tf.layers does not know of, so that training and
   * saving pass them by; in neither of the other two. Absent when there are none.
   */
  readonly untracked?: number;
}

/** Multiply-accumulate operations for one example; a MAC is one multiplication and one addition. */
export interface Macs {
  readonly forward: number;
  /**
   * Of the gradient of a training step, to the weights that are trained and to what lies between them
   * and the output. Absent where it is not known.
   */
  readonly backward?: number;
}

/** One weight tensor of a layer. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly trainable: boolean;
}

/** Stochastic depth: what training drops, and inference does not. */
export interface Dropped {
  /** The probability that it is kept, from 0 to 1; absent where the code does not tell. */
  readonly survival?: number;
}

/** One application of a layer: a layer that is applied twice is two nodes that share weights. */
export interface GraphNode {
  /** Unique in the graph and its inner graphs; stable while code elsewhere in the file is edited. */
  readonly id: string;
  /** The layer's name, `conv2d_3` or what the user called it. */
  readonly name: string;
  /** `Conv2D`, `BatchNormalization`, the user's class name… */
  readonly className: string;
  readonly config: Readonly<Record<string, Json>>;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  readonly weights: readonly WeightSpec[];
  /** The parameters this node adds to the total: zero when an earlier node holds the same weights. */
  readonly parameters: ParameterCounts;
  /** Id of the first node that applies the same layer, when this is a later one. */
  readonly sharedWith?: string;
  readonly macs: Macs;
  /**
   * Floating-point operations of one forward pass: two for each multiply-accumulate, and those of
   * activations, sums, norms and pooling. Absent where nobody asked, or where they are not known.
   */
  readonly flops?: number;
  /** Id of the innermost scope that made the node, or null at the top. */
  readonly scope: string | null;
  /** The place that applied the layer (or made it, when a container applied it). */
  readonly source?: SourcePlace;
  /**
   * Every place of the user's code that was running then, innermost first, `source` included: as
   * indexes into the places of the whole model, because thousands of layers share a few lines.
   */
  readonly places: readonly number[];
  /** True for the call that failed: it has inputs and no outputs. */
  readonly failed?: boolean;
  /** Of a layer of the user's own that training drops for whole examples, or for a whole step. */
  readonly dropped?: Dropped;
  /** A nested model's own layers, or the operations that run in a layer of the user's own. */
  readonly inner?: InnerGraph;
}

/** A tensor that goes from one node's output to another node's input. */
export interface GraphEdge {
  readonly from: string;
  /** Index in the outputs of `from`. */
  readonly output: number;
  readonly to: string;
  /** Index in the inputs of `to`. */
  readonly input: number;
}

/** One call of one of the user's own functions, with everything that was built during it. */
export interface Scope {
  /** The path of calls, `stage#2/bottleneck#1`: unique, and stable under edits elsewhere. */
  readonly id: string;
  /** The function's name, `bottleneck` or `ResNet.bottleneck`. */
  readonly name: string;
  /** 1 for the first call of this name within the parent, and so on. */
  readonly ordinal: number;
  /** How many calls of this name the parent made. */
  readonly siblings: number;
  readonly parent: string | null;
  /** Where the function is defined. */
  readonly definition?: SourcePlace;
  /**
   * Of a scope that is no call: `withRepeats` found a run of blocks that are alike, or this is one
   * block of such a run. Its `definition` is then the place that made its first layer.
   */
  readonly found?: 'run' | 'block';
}

export const skipKinds = [
  'identity',
  'projection',
  'padded',
  'gated',
  'dense',
  'long',
  'transformer',
  'recurrent',
] as const;

export type SkipKind = (typeof skipKinds)[number];

/** A skip connection: two branches that leave one fork and meet in one merge. */
export interface Skip {
  /** Unique in its graph; made from the merge's id. */
  readonly id: string;
  readonly kind: SkipKind;
  /** The node whose output both branches read. */
  readonly fork: string;
  readonly merge: string;
  /** Nodes of the shortcut between fork and merge, in order; empty when it is the identity. */
  readonly shortcut: readonly string[];
  /** Nodes of the residual branch between fork and merge, in topological order. */
  readonly branch: readonly string[];
  /** Weight layers (convolution, dense, recurrent) on the longest path of the residual branch. */
  readonly length: number;
  /** Where the block normalizes and activates; absent where it does neither or the evidence is mixed. */
  readonly activation?: 'pre' | 'post';
  /** True where training drops the residual branch for single examples. */
  readonly stochasticDepth?: boolean;
  /** The probability that training keeps the residual branch, from 0 to 1, where it is known. */
  readonly survival?: number;
  /** Innermost scope that holds the merge. */
  readonly scope: string | null;
}

/** The layers, tensors and skips of a model or of a nested model. */
export interface InnerGraph {
  readonly name: string;
  /** Ids of the nodes that stand for the model's inputs and outputs. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** In an order in which every edge goes forward. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly scopes: readonly Scope[];
  readonly skips: readonly Skip[];
}

export interface ModelGraph extends InnerGraph {
  /** The entry expression that built it, empty when the file itself did. */
  readonly entry: string;
  /** Sums over all nodes, nested ones included, shared weights once. */
  readonly parameters: ParameterCounts;
  readonly macs: Macs;
  readonly flops?: number;
  /** What a training step holds; absent where nobody asked, nothing can be trained or a layer fails. */
  readonly training?: TrainingMemory;
  /** What the nodes' `places` refer to, those of inner graphs too. */
  readonly places: readonly SourcePlace[];
  /** False when building threw and this is only the part that stands. */
  readonly complete: boolean;
}
