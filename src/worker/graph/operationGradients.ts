/**
 * MACs of the backward pass, operation by operation: what was recorded runs again under a gradient tape, and
 * each kernel of the gradient is counted for the operation that it is the gradient of.
 */
import { core } from '../tfjs/library';
import { Recording, type LayerRun, type Operation } from '../trace/operations';
import { Replay } from '../trace/replay';
import type { Trace } from '../trace/trace';
import { missingGradient, takeGradient, type MissingGradient } from './gradient';

/** What ran, with what of it training wants a gradient of. */
export interface GradientOfRun {
  readonly run: Pick<LayerRun, 'recording' | 'inputs' | 'outputs'>;
  /** The operations that count; all where it is absent. */
  readonly only?: ReadonlySet<Operation>;
  /** Pairs of an input and the tensor that takes its place. */
  readonly given: readonly (readonly [core.Tensor, core.Tensor])[];
  readonly wanted: readonly core.Tensor[];
}

/** What the gradient costs, in all and by operation; `missing` names the operation that has none. */
export interface OperationGradients {
  readonly macs: number;
  readonly of: (operation: Operation) => number;
  /** Whether a tensor depends on what a gradient is wanted of. */
  readonly reaches: (tensor: core.Tensor) => boolean;
  readonly missing?: MissingGradient;
}

/** Counts what runs for the operation whose turn it is. */
class Tally extends Recording {
  turn: Operation | undefined;
  readonly counts = new Map<Operation, number>();

  override add({ macs }: Operation): void {
    if (this.turn === undefined || macs === 0) return;
    this.macs += macs;
    this.counts.set(this.turn, (this.counts.get(this.turn) ?? 0) + macs);
  }

  readonly of = (operation: Operation): number => {
    const inside = operation.type === 'layer' ? operation.inside.operations : [];
    return inside.reduce((sum, part) => sum + this.of(part), this.counts.get(operation) ?? 0);
  };
}

/** Has what the tape took down since the last call counted for an operation. */
class TapeOwners {
  #marked = 0;

  constructor(readonly tally: Tally) {}

  readonly mark = (operation: Operation | undefined): void => {
    const tape = core.engine().state.activeTape;
    for (const node of tape.slice(this.#marked)) {
      const { gradient } = node;
      // Where there is none, tfjs has to see that there is none.
      if (gradient === undefined) continue;
      node.gradient = (dys) => {
        this.tally.turn = operation;
        return gradient(dys);
      };
    }
    this.#marked = tape.length;
  };
}

/** Adds the outputs of operations that read what is in the set already. */
function follow({ operations }: Recording, reached: Set<number>): void {
  for (const operation of operations) {
    if (operation.type === 'layer') follow(operation.inside, reached);
    else if (operation.inputs.some(({ id }) => reached.has(id)))
      for (const { id } of operation.outputs) reached.add(id);
  }
}

function reachedFrom(wanted: readonly core.Tensor[], recording: Recording) {
  const reached = new Set(wanted.map(({ id }) => id));
  follow(recording, reached);
  return ({ id }: core.Tensor): boolean => reached.has(id);
}

/** Training follows what is continuous; an index of the largest, given along with it, is no loss. */
export function trainedOutputs(outputs: readonly core.Tensor[]): readonly core.Tensor[] {
  const continuous = outputs.filter(({ dtype }) => dtype === 'float32');
  return continuous.length > 0 ? continuous : outputs;
}

/**
 * The gradient of what ran.
 * @returns undefined where it cannot be taken, because what ran is not all known or fails when it runs again.
 */
export function operationGradients(
  trace: Trace,
  { run, only, given, wanted }: GradientOfRun,
): OperationGradients | undefined {
  const tally = new Tally();
  if (run.recording.overflowed) return undefined;
  const reaches = reachedFrom(wanted, run.recording);
  if (wanted.length === 0) return { macs: 0, of: tally.of, reaches };
  const again = (): core.Tensor[] => {
    const owners = new TapeOwners(tally);
    const replay = new Replay(given, { ran: owners.mark, ...(only === undefined ? {} : { only }) });
    replay.run(run.recording);
    return trainedOutputs(run.outputs).map(replay.tensor);
  };
  try {
    core.tidy(() =>
      trace.calls.detached(() =>
        trace.recorder.into(tally, () => takeGradient(again, [...wanted])),
      ),
    );
  } catch (error) {
    const missing = missingGradient(error, run.recording);
    return missing === undefined ? undefined : { macs: 0, of: () => 0, reaches, missing };
  }
  return { macs: tally.macs, of: tally.of, reaches };
}
