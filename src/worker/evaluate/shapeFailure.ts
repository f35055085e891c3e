/** The layer call that did not fit its inputs, in words. */
import { formatShape } from '../../model/format';
import type { Failure } from '../../protocol/failure';
import type { Application, Trace } from '../trace/trace';

const aboutShapes = /shape|dimension|ndim|axis|axes|incompatible|rank|broadcast/i;

/** The application that threw, which is where building came to an end. */
export function failedApplication(trace: Trace): Application | undefined {
  return trace.applications.findLast(({ failed }) => failed);
}

/** `failure` with the layer and the shapes of its inputs named. */
export function shapeFailure(failure: Failure, { layer, inputs }: Application): Failure {
  if (failure.code !== 'model-threw') return failure;
  const shapes = inputs.map((tensor) => formatShape([...tensor.shape])).join(' and ');
  const reason = failure.message.replace(/^\w*Error: /, '');
  if (!aboutShapes.test(reason)) return failure;
  return {
    ...failure,
    code: 'shape-mismatch',
    message: `${layer.getClassName()} does not fit its ${inputs.length > 1 ? 'inputs' : 'input'} ${shapes}: ${reason}`,
  };
}
