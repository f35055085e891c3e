/** Real inspections: a file on the disk, esbuild, and forked processes of the worker's real bundle. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import type { GraphNode, ModelGraph } from '../../../src/model/graph';
import type { Failure, FailureCode } from '../../../src/protocol/failure';
import type { WorkerOptions } from '../../../src/workerHost/sandbox';
import { Inspector, type Inspection } from '../../../src/workerHost/inspector';
import { root, workerScript } from './build';

export { root, workerScript };

/** Resolves never: nobody cancels. */
export const uncancelled = new Promise<void>(() => undefined);

export const limits = { timeLimitMs: 20_000, memoryLimitMB: 1_024 };

/** A workspace of its own for the tests of one file, with an inspector that they share. */
export class Workbench {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'resnet-designer-test-'));
  readonly log: string[] = [];
  readonly #inspectors: Inspector[] = [];
  #shared: Inspector | undefined;

  /** Another inspector, with processes of its own; ended with the tests. */
  inspector(options: Partial<WorkerOptions> = {}): Inspector {
    const workerOptions = { script: workerScript, nodePath: '', ...limits, ...options };
    const inspector = new Inspector({
      workerOptions: () => workerOptions,
      log: (text) => void this.log.push(text),
    });
    this.#inspectors.push(inspector);
    return inspector;
  }

  get shared(): Inspector {
    this.#shared ??= this.inspector();
    return this.#shared;
  }

  /** Writes a file of the workspace and gives its absolute path. */
  write(name: string, text: string): string {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  /** Writes and inspects one file. */
  inspect(text: string, entry = '', options: InspectOptions = {}): Promise<Inspection> {
    const file = this.write(options.name ?? 'model.ts', text);
    const inspector = options.inspector ?? this.shared;
    const { trainingBatchSize, flops = false } = options;
    const asked = { flops, ...(trainingBatchSize === undefined ? {} : { trainingBatchSize }) };
    return inspector.inspect({ file, entry, unsaved: new Map(), ...asked }, uncancelled);
  }

  /** The graph of a file that has nothing wrong with it. */
  async graph(text: string, entry = '', options: InspectOptions = {}): Promise<ModelGraph> {
    const { graph, failures } = await this.inspect(text, entry, options);
    const errors = failures.filter(({ severity }) => severity === 'error');
    if (graph === undefined || errors.length > 0) {
      throw new Error(`no graph: ${errors.map(({ message }) => message).join('; ')}`);
    }
    return graph;
  }

  /** Ends the inspectors that are not shared, which would start processes in the tests that come. */
  endOwnInspectors(): void {
    for (const inspector of this.#inspectors) if (inspector !== this.#shared) inspector.dispose();
  }

  dispose(): void {
    for (const inspector of this.#inspectors) inspector.dispose();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface InspectOptions {
  readonly name?: string;
  readonly inspector?: Inspector;
  readonly trainingBatchSize?: number;
  readonly flops?: boolean;
}

/** Ends the processes of a file's tests behind them. */
export function useWorkbench(): Workbench {
  const workbench = new Workbench();
  afterAll(() => workbench.dispose());
  return workbench;
}

export const importTf = `import * as tf from '@tensorflow/tfjs';\n`;

/** A file that is all right, to be inspected after one that is not. */
export const goodText = `${importTf}export const model = tf.sequential({
  layers: [
    tf.layers.conv2d({ filters: 4, kernelSize: 3, inputShape: [8, 8, 3] }),
    tf.layers.flatten(),
  ],
});
`;

/** The one failure of an inspection that has this code. */
export function failureWith({ failures }: Inspection, code: FailureCode): Failure {
  const found = failures.filter((failure) => failure.code === code);
  if (found.length !== 1) {
    const codes = failures.map((failure) => `${failure.code}: ${failure.message}`).join('; ');
    throw new Error(`expected one ${code}, got: ${codes || 'no failure'}`);
  }
  return found[0]!;
}

/** `Conv2D Add! Dense`: classes in order, the failed one marked. */
export function classes(graph: { readonly nodes: readonly GraphNode[] } | undefined): string {
  return (graph?.nodes ?? [])
    .map(({ className, failed }) => `${className}${failed === true ? '!' : ''}`)
    .join(' ');
}

/** The node of a class; there has to be exactly one. */
export function nodeOf(
  graph: { readonly nodes: readonly GraphNode[] },
  className: string,
): GraphNode {
  const found = graph.nodes.filter((node) => node.className === className);
  if (found.length !== 1) throw new Error(`${found.length} nodes of class ${className}`);
  return found[0]!;
}

/** The text of a file from a place on, to see that a place is right without counting columns. */
export function textAt(text: string, place: Failure['source'], length = 12): string {
  if (place === undefined) throw new Error('no place');
  return (text.split('\n')[place.line - 1] ?? '').slice(place.column - 1).slice(0, length);
}
