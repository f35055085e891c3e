/** What ended a step, as the failure that a person reads. */
import { told } from '../../model/sentence';
import type { Failure } from '../../protocol/failure';
import type { BackendName } from '../../protocol/profile';
import { failureOfThrown as failureOfBackend } from '../backends/thrown';
import { isInstance } from '../errors';
import { failureOfThrown } from '../evaluate/thrown';
import { isOurFault } from '../graph/measureTraining';
import type { Positions } from '../evaluate/positions';
import { NotANumber, NothingToTrain } from './step';

const noGradient =
  /Cannot (?:compute|find) (?:a )?gradient|gradient function not found|encloses all operations/i;

export function failureOfStep(error: unknown, backend: BackendName, positions: Positions): Failure {
  if (isInstance(error, NotANumber))
    return {
      code: 'not-a-number',
      severity: 'error',
      ...told`The loss of the step is not a number (NaN), so its times would not be those of training. Look for a division by zero or a logarithm of zero in the model, or choose another loss.`,
    };
  if (isInstance(error, NothingToTrain))
    return {
      code: 'nothing-to-train',
      severity: 'error',
      ...told`No weight of the model is trained, so there is no training step. Profile it in inference mode, or make a weight trainable.`,
    };
  if (isOurFault(error))
    return {
      code: 'internal-error',
      severity: 'error',
      ...told`The step could not be measured, by a fault of ResNet Designer: ${error.message}`,
      detail: error.stack ?? '',
    };
  const known = failureOfBackend(error, backend);
  if (known !== undefined) return known;
  const thrown = failureOfThrown(error, positions);
  if (!noGradient.test(thrown.message)) return thrown;
  return {
    ...thrown,
    code: 'no-gradient',
    ...told`The step has no gradient: ${thrown} Profile it in inference mode, or use operations that have gradients.`,
  };
}
