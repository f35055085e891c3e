/** From a model file to its graph: bundle, then run in a worker. Serves the editor and the command line. */
import { Bundler, type BundleRequest } from '../bundle/bundler';
import type { Failure } from '../protocol/failure';
import type { InspectTimings } from '../protocol/designer';
import type { ModelGraph } from '../model/graph';
import { InspectPool, type InspectPoolOptions, type Urgency } from './inspectPool';

export interface Inspection {
  readonly graph?: ModelGraph;
  /** The graph as the worker packed it; there when it is. */
  readonly packedGraph?: Uint8Array;
  /** Worst first; empty when all is well. */
  readonly failures: readonly Failure[];
  readonly timings: InspectTimings;
  /** The user's files that the model was read from; empty when bundling failed. */
  readonly files: readonly string[];
}

const severityOrder = { error: 0, warning: 1, information: 2 } as const;

function worstFirst(failures: readonly Failure[]): Failure[] {
  return [...failures].sort((a, b) => severityOrder[a.severity] - severityOrder[b.severity]);
}

function timings(
  bundleMs: number,
  evaluateMs: number,
  analyseMs: number,
  started: number,
): InspectTimings {
  return { bundleMs, evaluateMs, analyseMs, totalMs: performance.now() - started };
}

export class Inspector {
  readonly #bundler = new Bundler();
  readonly #pool: InspectPool;

  constructor(options: InspectPoolOptions) {
    this.#pool = new InspectPool(options);
  }

  /**
   * Starts what a first inspection needs, which may come soon: the bundler, and one worker.
   * @param forMs after which the worker ends again where no inspection has come.
   */
  async prepare(forMs?: number): Promise<void> {
    this.#pool.prepare(forMs);
    await this.#bundler.prepare();
  }

  /** Starts a worker process before it is needed. */
  warm(): void {
    this.#pool.warm();
  }

  /**
   * Builds the model of a file. Every fault of the file is a failure in the result.
   * @param cancelled resolves when the answer is not wanted any more.
   * @param urgency `background` where nobody waits for the answer: it leaves the warm worker to who does.
   */
  async inspect(
    request: BundleRequest,
    cancelled: Promise<void>,
    urgency: Urgency = 'awaited',
  ): Promise<Inspection> {
    const started = performance.now();
    this.#pool.warm();
    const bundled = await this.#bundler.bundle(request);
    const bundleMs = performance.now() - started;
    if (!bundled.ok) {
      return {
        failures: worstFirst(bundled.failures),
        timings: timings(bundleMs, 0, 0, started),
        files: [],
      };
    }
    const files = bundled.value.sources.map(({ file }) => file);
    const result = await this.#pool.inspect(bundled.value, cancelled, urgency);
    if (!result.ok)
      return { failures: [result.failure], timings: timings(bundleMs, 0, 0, started), files };
    const { graph, packedGraph, failures, evaluateMs, analyseMs } = result.value;
    return {
      ...(graph === undefined ? {} : { graph }),
      ...(packedGraph === undefined ? {} : { packedGraph }),
      failures: worstFirst(failures),
      timings: timings(bundleMs, evaluateMs, analyseMs, started),
      files,
    };
  }

  dispose(): void {
    this.#pool.dispose();
  }
}
