/** An operation that training stops at, said before anybody trains. */
import { told } from '../../model/sentence';
import type { Failure } from '../../protocol/failure';
import type { UserStack } from '../trace/stack';
import type { GraphContext } from './context';
import type { MissingGradient } from './gradient';

/** The layer or the function that runs the operation. */
interface Applied {
  readonly name: string;
  readonly stack?: UserStack | undefined;
}

export function noGradient(
  { positions }: GraphContext,
  { name, stack }: Applied,
  { kernel, operation }: MissingGradient,
): Failure {
  const inside = operation && positions.places(operation.stack.frames)[0];
  const source = inside ?? positions.places(stack?.frames ?? [])[0];
  return {
    code: 'no-gradient',
    severity: 'warning',
    ...told`TensorFlow.js has no gradient for "${kernel}", which ${name} runs between trained weights and the output: training will stop here with an error.`,
    ...(source === undefined ? {} : { source }),
  };
}
