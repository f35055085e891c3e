/** The memory of a training step, or the reason why it is not known. */
import type { TrainingMemory } from '../../model/peakMemory';
import { told, type Told } from '../../model/sentence';
import type { Failure } from '../../protocol/failure';
import { Terminated } from '../evaluate/watchdog';
import { isInstance } from '../errors';
import { framesOfError } from '../trace/stack';
import type { Trace } from '../trace/trace';
import type { Trainee } from './trainees';
import { TooSlow, trainingMemory } from './trainingMemory';

export interface MeasuredTraining {
  readonly memory?: TrainingMemory;
  readonly failure?: Failure;
}

/** What JavaScript itself throws where a program is wrong. */
const faults = [TypeError, ReferenceError, RangeError, SyntaxError];

/**
 * Whether an error is a fault of ours: TensorFlow.js refuses what it cannot do with plain errors, and an
 * error of the user's code has come through that code.
 */
export function isOurFault(error: unknown): error is Error {
  if (!faults.some((type) => isInstance(error, type)) || !isInstance(error, Error)) return false;
  return framesOfError(error).length === 0;
}

function unknown(reason: Told): Failure {
  return {
    code: 'no-training-memory',
    severity: 'information',
    ...told`The memory of a training step is not known: ${reason}`,
  };
}

function failureOf(error: unknown): Failure {
  if (isOurFault(error))
    return {
      code: 'internal-error',
      severity: 'error',
      ...told`The memory of a training step could not be measured, by a fault of ResNet Designer: ${error.message}`,
      detail: (error.stack ?? '').slice(0, 20_000),
    };
  if (isInstance(error, TooSlow))
    return unknown(told`measuring it takes longer than the time limit`);
  const reason = isInstance(error, Error) ? error.message : String(error);
  return unknown({ message: reason.slice(0, 2_000) });
}

/**
 * Measures the step.
 * @throws Terminated where V8 itself ended it.
 */
export function measureTraining(
  trainee: Trainee,
  within: { readonly trace: Trace; readonly deadlineMs: number },
): MeasuredTraining {
  try {
    const memory = trainingMemory(trainee, within);
    return memory === undefined
      ? { failure: unknown(told`the model has no weights that are trained.`) }
      : { memory };
  } catch (error) {
    if (isInstance(error, Terminated)) throw error;
    return { failure: failureOf(error) };
  }
}
