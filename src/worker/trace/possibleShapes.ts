/** Shapes that no tensor can have: tf.layers gives them, and fails only when the model runs. */
import { told } from '../../model/sentence';
import { formatShape } from '../../model/format';
import { ImpossibleShape } from '../errors';
import { Container, type Layer, type SymbolicTensor } from '../tfjs/library';

function isPossible(size: unknown): boolean {
  return size === null || size === undefined || (Number.isSafeInteger(size) && Number(size) > 0);
}

/** Whether a tensor can have this shape; a size that is not known is null. */
export function isPossibleShape(shape: readonly unknown[]): boolean {
  return shape.every(isPossible);
}

function refuseOutput(layer: Layer, { shape }: SymbolicTensor): never {
  const tooSmall = shape.some((size) => size !== null && size <= 0);
  throw new ImpossibleShape(
    tooSmall
      ? told`its output would have the shape ${formatShape(shape)}. ${layer.getClassName()} takes away more than there is: use a smaller kernel, stride or cropping, or padding "same".`
      : told`its output would have the shape ${formatShape(shape)}: every size has to be a whole number from 1 to 2⁵³. Look at the sizes and strides that ${layer.getClassName()} is given; a stride of 0 gives no size.`,
  );
}

function refuseWeights(layer: Layer): void {
  if (layer instanceof Container) return;
  const wrong = layer.weights.find(({ shape }) => !isPossibleShape(shape));
  if (wrong === undefined) return;
  const shape = wrong.shape.map(String).join('×');
  throw new ImpossibleShape(
    told`its weight "${wrong.originalName}" would have the shape ${shape}: every size has to be a whole number from 1 to 2⁵³.`,
  );
}

/** @throws ImpossibleShape for a layer that was applied and whose shapes cannot be. */
export function refuseImpossible(
  layer: Layer,
  inputs: readonly SymbolicTensor[],
  outputs: readonly SymbolicTensor[],
): void {
  const input = inputs.find(({ shape }) => !isPossibleShape(shape));
  if (input !== undefined)
    throw new ImpossibleShape(
      told`that is no shape of a tensor: every size has to be a whole number from 1 to 2⁵³.`,
    );
  const output = outputs.find(({ shape }) => !isPossibleShape(shape));
  if (output !== undefined) refuseOutput(layer, output);
  refuseWeights(layer);
}

/** @throws ImpossibleShape for what `tf.input` was given. */
export function refuseImpossibleInput({ shape }: SymbolicTensor): void {
  if (isPossibleShape(shape)) return;
  throw new ImpossibleShape(
    told`tf.input() was given the shape ${formatShape(shape)}: every size has to be a whole number from 1 to 2⁵³, or null where it is not known.`,
  );
}

/** @throws ImpossibleShape for what a kernel gave; a tensor may be empty. */
export function refuseImpossibleResult(kernel: string, shape: readonly unknown[]): void {
  if (shape.every((size) => Number.isSafeInteger(size) && Number(size) >= 0)) return;
  throw new ImpossibleShape(
    told`${kernel} would give the shape ${shape.map(String).join('×')}: every size has to be a whole number.`,
  );
}
