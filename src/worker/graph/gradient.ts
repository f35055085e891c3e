/** The gradient of what ran, on the meta device: what is summed up for it, and what it stops at. */
import { isInstance } from '../errors';
import { core } from '../tfjs/library';
import { shapeOnlyTensor } from '../tfjs/metaDevice';
import type { Operation, Recording } from '../trace/operations';

/** An operation that TensorFlow.js has no gradient for. */
export interface MissingGradient {
  readonly kernel: string;
  readonly operation: Operation | undefined;
}

/** A sum that computes nothing: tfjs's own has a gradient that makes as many ones as there are inputs. */
function shapeOnlySum(output: core.Tensor): core.Scalar {
  const sum = core.customGrad((x) => ({
    value: shapeOnlyTensor([], 'float32'),
    gradFunc: () => shapeOnlyTensor((x as core.Tensor).shape, 'float32'),
  }));
  return sum(core.cast(output, 'float32')).asScalar();
}

/** The sum of all outputs, whose gradient reaches everything in the layer. */
function sumOf(outputs: readonly core.Tensor[]): core.Scalar {
  return core.addN(outputs.map(shapeOnlySum)).asScalar();
}

/** What a gradient stopped at; undefined where an error is of another kind. */
export function missingGradient(error: unknown, ran: Recording): MissingGradient | undefined {
  const message = isInstance(error, Error) ? error.message : '';
  const kernel = /gradient function not found for (\w+)/.exec(message)?.[1];
  return kernel === undefined ? undefined : { kernel, operation: lastOf(ran, kernel) };
}

/**
 * Takes the gradient of the sum of what `run` gives to each of `wanted`.
 * @throws what `run` throws, and where an operation on the way has no gradient.
 */
export function takeGradient(run: () => readonly core.Tensor[], wanted: core.Tensor[]): void {
  // Ones, which tfjs would begin with, have values, and all that follows would be computed.
  const one = shapeOnlyTensor([], 'float32');
  core.engine().gradients(() => sumOf(run()), wanted, one, true);
}

function lastOf({ operations }: Recording, kernel: string): Operation | undefined {
  for (const operation of [...operations].reverse()) {
    if (operation.type === 'kernel' && operation.kernel === kernel) return operation;
    const inside = operation.type === 'layer' ? lastOf(operation.inside, kernel) : undefined;
    if (inside !== undefined) return inside;
  }
  return undefined;
}
