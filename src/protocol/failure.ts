/**
 * Expected failures are values: a stable code, a sentence a person can act on, and a place.
 * Bugs are not failures; they throw and are logged.
 */
import type { Projection } from '../model/projection';
import type { Told } from '../model/sentence';

/** A position in a source file as editors and compilers print it: line and column count from 1. */
export interface SourcePlace {
  /** Absolute path of the file. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Last column of the marked text plus one, where it is known. */
  readonly endColumn?: number;
}

/** Every code a user can meet; `docs/failures.md` explains each one. */
export const failureCodes = [
  'syntax-error',
  'import-not-found',
  'bundle-failed',
  'entry-invalid',
  'entry-threw',
  'no-model',
  'model-threw',
  'shape-mismatch',
  'unsupported-operation',
  'topology-unsupported',
  'layer-call-failed',
  'output-shape',
  'untracked-weights',
  'unknown-size',
  'no-gradient',
  'nothing-to-train',
  'no-training-memory',
  'not-a-number',
  'write-denied',
  'process-exit',
  'run-stopped',
  'time-limit',
  'out-of-memory',
  'output-flood',
  'backend-unavailable',
  'library-missing',
  'library-unfit',
  'install-failed',
  'adapter-missing',
  'device-lost',
  'device-failed',
  'kernel-missing',
  'worker-exited',
  'worker-start-failed',
  'worker-protocol',
  'file-not-found',
  'profile-invalid',
  'workspace-untrusted',
  'cancelled',
  'internal-error',
] as const;

export type FailureCode = (typeof failureCodes)[number];

export type Severity = 'error' | 'warning' | 'information';

/** What would make the two paths of a merge fit: a 1×1 convolution, or a dense layer, on the shortcut. */
export interface ProjectionFix extends Projection {
  readonly kind: 'projection';
  /** Index of the shortcut in the inputs of the merge. */
  readonly shortcut: number;
  /** The call that makes the merge, where that is another place than the failure's. */
  readonly place?: SourcePlace;
}

/** What makes tf.layers track weights inside of a class: accessors that list them, or addWeight for variables. */
export interface TrackingFix {
  readonly kind: 'tracking';
}

/** A change of the source that is known to help. */
export type Fix = ProjectionFix | TrackingFix;

/**
 * One thing that went wrong, or that the user should know: what happened and what to do, as whole sentences (`told`).
 */
export interface Failure extends Told {
  readonly code: FailureCode;
  readonly severity: Severity;
  /** Where in the user's source, when it is known. */
  readonly source?: SourcePlace;
  /** A change of the source at that place that is known to help. */
  readonly fix?: Fix;
  /** Longer text for the output channel: a stack, esbuild's notes. */
  readonly detail?: string;
}

/** The outcome of an operation that is expected to fail at times. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fail<T = never>(failure: Failure): Result<T> {
  return { ok: false, failure };
}
