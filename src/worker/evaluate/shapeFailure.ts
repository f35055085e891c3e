/** The layer call that did not fit its inputs, in words. */
import { formatShape } from '../../model/format';
import { disagree, mismatchWords, obstacleWords, projectionFor } from '../../model/projection';
import { listed, told } from '../../model/sentence';
import type { Failure } from '../../protocol/failure';
import { ImpossibleShape, isInstance } from '../errors';
import type { Application, Trace } from '../trace/trace';
import { mergeWords, misfit } from '../trace/failedMerges';
import { shortcutOf } from '../trace/paths';

const aboutShapes = /shape|dimension|ndim|axis|axes|incompatible|rank|broadcast/i;

/** The application that threw, which is where building came to an end. */
export function failedApplication(trace: Trace): Application | undefined {
  return trace.applications.findLast(({ failed }) => failed);
}

const sums: ReadonlySet<string> = new Set(['Add', 'Average']);

function isAlongChannels(layer: Application['layer'], rank: number): boolean {
  const axis = 'axis' in layer ? layer.axis : undefined;
  return layer.getClassName() === 'Concatenate' && (axis === -1 || axis === rank - 1);
}

/**
 * A sum or concatenation whose main path and shortcut are known: what would make them fit, in words
 * and, of a sum, as a fix. What a concatenation joins may as well be cropped, resized or pooled, as
 * its author likes.
 */
function mergeFailure(
  failure: Failure,
  { layer, inputs }: Application,
  trace: Trace,
): Failure | undefined {
  const name = layer.getClassName();
  const joins = isAlongChannels(layer, inputs[0]?.shape.length ?? 0);
  if (!sums.has(name) && !joins) return undefined;
  const shortcut = shortcutOf(trace, inputs);
  if (shortcut === undefined) return undefined;
  const main = inputs[1 - shortcut]?.shape ?? [];
  const other = inputs[shortcut]?.shape ?? [];
  if (!disagree(main, other)) return undefined;
  const projection = joins ? undefined : projectionFor(main, other);
  const words = joins ? obstacleWords(main, other) : mismatchWords(main, other);
  return {
    ...failure,
    code: 'shape-mismatch',
    ...told`${name} does not fit its inputs. ${words}`,
    ...(projection === undefined ? {} : { fix: { kind: 'projection', shortcut, ...projection } }),
  };
}

/** `failure` with the shapes that an operation on tensors was given, when these are why. */
export function operationFailure(failure: Failure, thrown: unknown, trace: Trace): Failure {
  const words = failure.code === 'model-threw' ? mergeWords(trace, thrown) : undefined;
  return words === undefined ? failure : { ...failure, code: 'shape-mismatch', ...words };
}

/** `failure` with the layer and the shapes of its inputs named. */
export function shapeFailure(failure: Failure, application: Application, trace: Trace): Failure {
  const { layer, inputs } = application;
  if (failure.code !== 'model-threw') return failure;
  const words = { message: failure.message.replace(/^\w*Error: /, '') };
  if (!aboutShapes.test(words.message)) return failure;
  const merge = mergeFailure(failure, application, trace);
  if (merge !== undefined) return merge;
  const reason = isInstance(application.error, ImpossibleShape) ? application.error.told : words;
  const name = layer.getClassName();
  const shapes = inputs.map((tensor) => formatShape([...tensor.shape]));
  const fitting = told`${name} does not fit its input ${shapes[0] ?? ''}: ${reason}`;
  return {
    ...failure,
    code: 'shape-mismatch',
    ...(shapes.length > 1 ? misfit(name, listed(shapes), reason) : fitting),
  };
}
