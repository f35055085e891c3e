/** The layer call that did not fit its inputs, in words. */
import { formatShape } from '../../model/format';
import { disagree, mismatchWords, projectionFor } from '../../model/projection';
import type { Failure } from '../../protocol/failure';
import type { Application, Trace } from '../trace/trace';
import { shortcutOf } from './paths';

const aboutShapes = /shape|dimension|ndim|axis|axes|incompatible|rank|broadcast/i;

/** The application that threw, which is where building came to an end. */
export function failedApplication(trace: Trace): Application | undefined {
  return trace.applications.findLast(({ failed }) => failed);
}

/** A sum whose main path and shortcut are known: what would make them fit, in words and as a fix. */
function sumFailure(
  failure: Failure,
  { layer, inputs }: Application,
  trace: Trace,
): Failure | undefined {
  if (layer.getClassName() !== 'Add') return undefined;
  const shortcut = shortcutOf(trace, inputs);
  if (shortcut === undefined) return undefined;
  const main = inputs[1 - shortcut]?.shape ?? [];
  const other = inputs[shortcut]?.shape ?? [];
  if (!disagree(main, other)) return undefined;
  const projection = projectionFor(main, other);
  return {
    ...failure,
    code: 'shape-mismatch',
    message: `Add does not fit its inputs. ${mismatchWords(main, other)}`,
    ...(projection === undefined ? {} : { fix: { kind: 'projection', shortcut, ...projection } }),
  };
}

/** `failure` with the layer and the shapes of its inputs named. */
export function shapeFailure(failure: Failure, application: Application, trace: Trace): Failure {
  const { layer, inputs } = application;
  if (failure.code !== 'model-threw') return failure;
  const reason = failure.message.replace(/^\w*Error: /, '');
  if (!aboutShapes.test(reason)) return failure;
  const sum = sumFailure(failure, application, trace);
  if (sum !== undefined) return sum;
  const shapes = inputs.map((tensor) => formatShape([...tensor.shape])).join(' and ');
  return {
    ...failure,
    code: 'shape-mismatch',
    message: `${layer.getClassName()} does not fit its ${inputs.length > 1 ? 'inputs' : 'input'} ${shapes}: ${reason}`,
  };
}
