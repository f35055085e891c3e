/** Merges of tensors that do not fit, in functions of tensors and in a layer's own code, in words. */
import { formatShape } from '../../model/format';
import type { Shape } from '../../model/graph';
import { listed, told, type Told } from '../../model/sentence';
import { disagree, mismatchWords, obstacleWords, projectionFor } from '../../model/projection';
import type { ProjectionFix } from '../../protocol/failure';
import type { SymbolicTensor } from '../tfjs/library';
import type { FailedOperation } from './operations';
import { shortcutOf, shortcutOfOperations } from './paths';
import type { Trace } from './trace';

/** What people call the operations that join tensors, by kernel; layers go by their classes. */
const names: ReadonlyMap<string, string> = new Map([
  ['Add', 'tf.add'],
  ['AddN', 'tf.addN'],
  ['Concat', 'tf.concat'],
  ['Sub', 'tf.sub'],
  ['Multiply', 'tf.mul'],
  ['Maximum', 'tf.maximum'],
  ['Minimum', 'tf.minimum'],
]);

const sums: ReadonlySet<string> = new Set(['Add', 'AddN']);
const concatenations: ReadonlySet<string> = new Set(['Concat', 'Concatenate']);

/** `28×28×128`; whole where there is no batch axis to leave out. */
function shapeWords(shape: Shape): string {
  return shape.length < 2 ? `[${shape.join(', ')}]` : formatShape(shape);
}

function isAlongChannels({ axis, inputs }: FailedOperation): boolean {
  const rank = inputs[0]?.shape.length ?? 0;
  return axis === undefined || axis === -1 || axis === rank - 1;
}

function pathWords(operation: FailedOperation, shortcut: 0 | 1): Told | undefined {
  const [main, other] = [operation.inputs[1 - shortcut]?.shape, operation.inputs[shortcut]?.shape];
  if (main === undefined || other === undefined || Math.min(main.length, other.length) < 2)
    return undefined;
  if (!disagree(main, other)) return undefined;
  if (sums.has(operation.type)) return mismatchWords(main, other);
  return concatenations.has(operation.type) && isAlongChannels(operation)
    ? obstacleWords(main, other)
    : undefined;
}

function nameOf({ type, layer }: FailedOperation): string {
  return layer ? type : (names.get(type) ?? type);
}

/** Several inputs that a layer or an operation cannot take, and why. */
export function misfit(name: string, shapes: Told, reason: Told): Told {
  return told`${name} does not fit its inputs ${shapes}: ${reason}`;
}

/** What a merge was given and what would make it fit; undefined for other operations. */
function wordsOf(operation: FailedOperation, shortcut: 0 | 1 | undefined): Told | undefined {
  const { type, inputs, layer } = operation;
  if (!names.has(type) && !layer) return undefined;
  const words = shortcut === undefined ? undefined : pathWords(operation, shortcut);
  if (words !== undefined) return told`${nameOf(operation)} does not fit its inputs. ${words}`;
  const shapes = listed(inputs.map(({ shape }) => shapeWords(shape)));
  return misfit(nameOf(operation), shapes, operation.reason);
}

/** In words what joined tensors that do not fit, when that is why something was thrown. */
export function mergeWords(trace: Trace, thrown: unknown): Told | undefined {
  const operation = trace.recorder.failureOf(thrown);
  return (
    operation && wordsOf(operation, shortcutOfOperations(operation.recording, operation.inputs))
  );
}

export interface FailedMerge {
  readonly words: Told;
  readonly fix?: ProjectionFix;
}

/** Where in a layer's inputs those of the operation stand; undefined where they are others. */
function inputsOfLayer({ inputs, recording }: FailedOperation): readonly number[] | undefined {
  const at = inputs.map((tensor) => recording.given.indexOf(tensor));
  return at.includes(-1) ? undefined : at;
}

/**
 * The same of a layer's `call`. Where it joins the layer's own two inputs, the layers before it tell
 * which is the shortcut, and a projection of it helps. Everywhere else there is no fix to write: a
 * projection between operations needs variables, and who makes them, names them, trains them and
 * frees them is the author's to say; one inside of a layer would be a layer that tf.layers does not
 * track.
 */
export function mergeInLayer(
  trace: Trace,
  thrown: unknown,
  inputs: readonly SymbolicTensor[],
): FailedMerge | undefined {
  const operation = trace.recorder.failureOf(thrown);
  if (operation === undefined) return undefined;
  const at = inputsOfLayer(operation);
  const applied = at?.length === 2 && inputs.length === 2 ? shortcutOf(trace, inputs) : undefined;
  const joined = applied === undefined ? undefined : at?.indexOf(applied) === 0 ? 0 : 1;
  const words = wordsOf(
    operation,
    joined ?? shortcutOfOperations(operation.recording, operation.inputs),
  );
  if (words === undefined) return undefined;
  const [main, other] = applied === undefined ? [] : [inputs[1 - applied], inputs[applied]];
  const projection = main && other && projectionFor(main.shape, other.shape);
  if (applied === undefined || projection === undefined || !sums.has(operation.type))
    return { words };
  return { words, fix: { kind: 'projection', shortcut: applied, ...projection } };
}
