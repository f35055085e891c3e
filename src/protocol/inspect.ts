/** What the host asks of the inspect worker, and what it answers. */
import type { ModelGraph } from '../model/graph';
import type { Failure } from './failure';
import type { profileLosses } from './profile';

/** One of the user's named functions that the bundle reports calls of. Lines and columns from 1. */
export interface TracedFunction {
  readonly id: number;
  /** `bottleneck`, `ResNet.bottleneck`. */
  readonly name: string;
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

/** Text put into a source file at `offset` (of the original text, in UTF-16 units). */
export interface Insertion {
  readonly offset: number;
  readonly text: string;
}

/** What the worker must know of one source file to speak of it in the user's own coordinates. */
export interface SourceFile {
  readonly file: string;
  readonly functions: readonly TracedFunction[];
  /** Where tracing code was inserted, per line of the original: column (from 0) and length. */
  readonly shifts: readonly Shift[];
}

/** `length` characters were inserted at `column` (from 0, original coordinates) of `line` (from 1). */
export interface Shift {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** A model file with its imports as one script, ready to run in the worker. */
export interface ModelBundle {
  /** Body of an async function with the parameters that `src/worker/evaluate` passes. */
  readonly code: string;
  /** Source map of `code`, JSON text, without the sources' contents. */
  readonly map: string;
  /** Absolute path of the model file. */
  readonly file: string;
  /** The entry expression, or empty: then running the file is what builds the model. */
  readonly entry: string;
  /** First line of the entry expression's own code in the instrumented file, from 1. */
  readonly entryLine: number;
  readonly sources: readonly SourceFile[];
  /** Examples of the training step whose memory is to be measured, which takes longer than all the rest. */
  readonly trainingBatchSize?: number;
  /** Of that step; `model` for the loss of the file's own `compile`, or those that fit the outputs. */
  readonly trainingLoss?: 'model' | (typeof profileLosses)[number];
  /** Whether FLOPs are to be counted, which runs every layer. */
  readonly flops?: boolean;
}

/** One inspection, with the limits that the worker holds itself to before its host does. */
export interface InspectRequest {
  readonly bundle: ModelBundle;
  readonly timeLimitMs: number;
  readonly memoryLimitMB: number;
  /** Of what the code prints, in bytes. */
  readonly outputLimitBytes: number;
}

/** What came of one inspection; a graph and failures can stand together. */
export interface InspectOutcome {
  readonly graph?: ModelGraph;
  readonly failures: readonly Failure[];
  /** Milliseconds of running the user's code, and of analysing what it built. */
  readonly evaluateMs: number;
  readonly analyseMs: number;
}

/** An outcome with what the worker adds for its supervisor. */
export interface Inspected extends InspectOutcome {
  /** Why this process must not be used again; absent when it is as clean as a new one. */
  readonly dirty?: string;
}

/** The same on its way out of the worker. */
export interface WorkerAnswer extends Omit<Inspected, 'graph'> {
  /** The graph as JSON, deflated (RFC 1951, without a header), in base64. */
  readonly packedGraph?: string;
}

/** The same as its supervisor gives it on, checked. */
export interface CheckedAnswer extends Inspected {
  /** The bytes that the graph came as, for who sends it on: a twentieth of its JSON. */
  readonly packedGraph?: Uint8Array;
}
