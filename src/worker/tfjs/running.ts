/**
 * Tells which part of a model runs with values. TensorFlow.js calls these functions where it runs a node of a
 * model and a step of a recurrent layer, and where it works on a record of its gradient tape;
 * scripts/lib/workerPlugins.mjs puts the calls there.
 */
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Layer } from './library';

/** What the gradient tape knows of a kernel that ran; its copies have the same id. */
export interface TapeRecord {
  readonly id: number;
}

export interface RunWatcher {
  /** Runs the node that a symbolic tensor is the first output of. */
  node<T>(output: SymbolicTensor, run: () => T): T;
  /** Runs a time step of a recurrent layer, from 0. */
  iteration<T>(index: number, run: () => T): T;
  /** Runs the recorded operations of a function of tensors. */
  operations<T>(run: () => T): T;
  /** Runs what a layer did, among such operations. */
  layer<T>(layer: Layer, run: () => T): T;
  /** The tape turns to a record of its own; undefined where it has gone through them. */
  tapeRecord(record: TapeRecord | undefined): void;
}

let watcher: RunWatcher | undefined;

export function runNode<T>(output: SymbolicTensor, run: () => T): T {
  return watcher === undefined ? run() : watcher.node(output, run);
}

export function runIteration<T>(index: number, run: () => T): T {
  return watcher === undefined ? run() : watcher.iteration(index, run);
}

export function runOperations<T>(run: () => T): T {
  return watcher === undefined ? run() : watcher.operations(run);
}

export function runLayer<T>(layer: Layer, run: () => T): T {
  return watcher === undefined ? run() : watcher.layer(layer, run);
}

export function turnToRecord(record: TapeRecord | undefined): void {
  watcher?.tapeRecord(record);
}

/** Makes `next` the one that is told; undefined ends it. */
export function watchRuns(next: RunWatcher | undefined): void {
  watcher = next;
}
