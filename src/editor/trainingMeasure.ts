/**
 * Measures what a training step of a model holds, after its picture is on the screen. That takes longer
 * than the picture did, so it waits until nothing was asked for a while, and the next edit ends it.
 */
import { l10n } from 'vscode';
import { told, wordsIn } from '../model/sentence';
import type { BundleRequest } from '../bundle/bundler';
import type { TrainingState } from '../protocol/designer';
import type { Failure } from '../protocol/failure';
import type { Inspection, Inspector } from '../workerHost/inspector';

/** How long nothing has to have happened, in milliseconds. */
const restMs = 1_000;

export interface MeasureServices {
  readonly inspector: () => Promise<Pick<Inspector, 'inspect'>>;
  /** Told of a fault of ours. */
  readonly fault: (failure: Failure) => void;
}

function problemOf({ failures }: Inspection): Failure {
  const known = failures.find(
    ({ code }) => code === 'no-training-memory' || code === 'internal-error',
  );
  return (
    known ??
    failures[0] ?? {
      code: 'no-training-memory',
      severity: 'information',
      ...told`The memory of a training step is not known: no model of layers or function is trained.`,
    }
  );
}

export class TrainingMeasure {
  readonly #services: MeasureServices;
  #cancel: (() => void) | undefined;

  constructor(services: MeasureServices) {
    this.#services = services;
  }

  /** Ends the measurement that waits or runs; nothing more is told of it. */
  cancel(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /**
   * Measures in place of what was being measured.
   * @param tell is called with the batch alone when it begins, and with the result when it is known.
   */
  async start(
    request: BundleRequest & { readonly trainingBatchSize: number },
    tell: (training: TrainingState) => void,
  ): Promise<void> {
    this.cancel();
    let wanted = true;
    const isWanted = (): boolean => wanted;
    const cancelled = new Promise<void>((resolve) => {
      this.#cancel = () => {
        wanted = false;
        resolve();
      };
    });
    const rest = new Promise<void>((resolve) => setTimeout(resolve, restMs));
    await Promise.race([rest, cancelled]);
    const inspector = await this.#services.inspector();
    // It may have been cancelled in either wait.
    if (!isWanted()) return;
    const batchSize = request.trainingBatchSize;
    tell({ batchSize });
    const inspection = await inspector.inspect(
      { ...request, flops: true },
      cancelled,
      'background',
    );
    if (isWanted()) tell(this.#resultOf(inspection, batchSize));
  }

  #resultOf(inspection: Inspection, batchSize: number): TrainingState {
    const { training: memory, flops } = inspection.graph ?? {};
    const counted = { batchSize, ...(flops === undefined ? {} : { flops }) };
    if (memory !== undefined) return { ...counted, memory };
    const problem = problemOf(inspection);
    if (problem.code === 'internal-error') this.#services.fault(problem);
    return { ...counted, problem: wordsIn(l10n.t, problem) };
  }
}
