/** An operation that training stops at, said before anybody trains. */
import type { Failure } from '../../protocol/failure';
import type { Layer } from '../tfjs/library';
import type { UserStack } from '../trace/stack';
import type { Gradient } from './backward';
import type { GraphContext } from './context';

interface Applied {
  readonly layer: Layer;
  readonly stack: UserStack | undefined;
}

export function noGradient(
  { positions }: GraphContext,
  { layer, stack }: Applied,
  { kernel, operation }: NonNullable<Gradient['missing']>,
): Failure {
  const inside = operation && positions.places(operation.stack.frames)[0];
  const source = inside ?? positions.places(stack?.frames ?? [])[0];
  return {
    code: 'no-gradient',
    severity: 'warning',
    message:
      `TensorFlow.js has no gradient for "${kernel}", which ${layer.getClassName()} runs between trained weights and the output: ` +
      'training will stop here with an error.',
    ...(source === undefined ? {} : { source }),
  };
}
