/** tf.layers' layer of batch normalization, as far as its computation is replaced. */
import { core } from '../../../tfjs/library';

interface Weight {
  readonly val: core.Variable;
  read(): core.Tensor;
}

/** What tf.layers' layer of batch normalization keeps to itself. */
export interface BatchNormalization {
  readonly axis: number;
  readonly epsilon: number;
  readonly momentum: number;
  readonly scale: boolean;
  readonly center: boolean;
  readonly gamma?: Weight;
  readonly beta?: Weight;
  readonly movingMean?: Weight;
  readonly movingVariance?: Weight;
  call(inputs: core.Tensor | core.Tensor[], kwargs?: { readonly training?: boolean }): core.Tensor;
}

export interface Weights {
  readonly gamma: Weight;
  readonly beta: Weight;
  readonly mean: core.Variable;
  readonly variance: core.Variable;
}

export function weightsOf(layer: BatchNormalization): Weights | undefined {
  const { gamma, beta, movingMean, movingVariance } = layer;
  if (gamma === undefined || beta === undefined) return undefined;
  if (movingMean === undefined || movingVariance === undefined) return undefined;
  return { gamma, beta, mean: movingMean.val, variance: movingVariance.val };
}

export function normalizationClass(): { readonly prototype: BatchNormalization } {
  const { classNameMap } = core.serialization.SerializationMap.getMap();
  const [found] = classNameMap['BatchNormalization'] ?? [];
  if (found === undefined) throw new Error('tf.layers has no BatchNormalization');
  return found;
}
