/** Which layers one kernel of a convolution can do: the normalization, the sum and the activation behind it. */
import { core, type Layer } from '../../../tfjs/library';
import { isOwnClass } from '../../../trace/layerKinds';
import type { BatchNormalization } from './normalizationLayer';

/** TensorFlow's name of an activation. */
export type Activation = 'Relu' | 'Relu6';

interface Weight {
  read(): core.Tensor;
}

/** What tf.layers' convolution keeps to itself. */
export interface Convolution2D {
  readonly kernel?: Weight;
  readonly bias?: Weight;
  readonly strides: number | readonly number[];
  readonly dilationRate?: number | readonly number[];
  readonly padding: string;
  readonly dataFormat?: string;
  readonly activation?: { getClassName(): string };
}

/** Layers in the order in which they follow each other; nobody else reads what the one before gives. */
export interface Chain {
  readonly convolution: Layer & Convolution2D;
  readonly normalization?: Layer & BatchNormalization;
  /** A sum of two, and where its other operand comes from. */
  readonly sum?: { readonly layer: Layer; readonly other: Layer };
  /** Of the convolution itself, where it has no layer. */
  readonly activation?: { readonly layer?: Layer; readonly operation: Activation };
}

const activations: Readonly<Record<string, Activation | undefined>> = {
  relu: 'Relu',
  relu6: 'Relu6',
};

/**
 * Exactly tf.layers' own class: what is derived from it may compute something else, and so may a class that user code
 * registers by the name of one.
 */
function isOf(layer: Layer, className: string): boolean {
  const { classNameMap } = core.serialization.SerializationMap.getMap();
  const [known] = classNameMap[className] ?? [];
  return layer.constructor === known && isOwnClass(layer);
}

/** Whether somebody wants to be told of each call of a layer. */
function isHooked(layer: Layer): boolean {
  const { _callHook: hook } = layer as unknown as { readonly _callHook?: unknown };
  return hook !== undefined && hook !== null;
}

/** The layer that alone reads what a layer gives, where each of the two is applied once. */
function readerOf(layer: Layer, outputs: ReadonlySet<Layer>): Layer | undefined {
  const [node, ...more] = layer.outboundNodes;
  if (more.length > 0 || layer.inboundNodes.length !== 1 || outputs.has(layer)) return undefined;
  const reader = node?.outboundLayer;
  return reader?.inboundNodes.length === 1 && !isHooked(reader) ? reader : undefined;
}

function isNormalization(layer: Layer | undefined): layer is Layer & BatchNormalization {
  if (layer === undefined || !isOf(layer, 'BatchNormalization')) return false;
  const { scale, center, axis } = layer as Layer & BatchNormalization;
  return scale && center && (axis === -1 || axis === 3);
}

function sumOf(layer: Layer | undefined, operand: Layer): Chain['sum'] {
  if (layer === undefined || !isOf(layer, 'Add')) return undefined;
  const [node] = layer.inboundNodes;
  const [other, ...more] = (node?.inboundLayers ?? []).filter((one) => one !== operand);
  const two = node?.inboundLayers.length === 2 && more.length === 0;
  return other !== undefined && two && other.inboundNodes.length === 1
    ? { layer, other }
    : undefined;
}

/** What an activation layer computes, where TensorFlow's kernels of convolutions do it too. */
function activationOf(layer: Layer | undefined): Chain['activation'] {
  if (layer === undefined) return undefined;
  const given = layer as Layer & {
    readonly maxValue?: number | null;
    readonly activation?: { getClassName(): string };
  };
  if (isOf(layer, 'ReLU')) {
    const { maxValue } = given;
    const most = maxValue ?? undefined;
    if (most === undefined) return { layer, operation: 'Relu' };
    return most === 6 ? { layer, operation: 'Relu6' } : undefined;
  }
  if (!isOf(layer, 'Activation')) return undefined;
  const operation = activations[given.activation?.getClassName() ?? ''];
  return operation === undefined ? undefined : { layer, operation };
}

function isPlain(layer: Layer): layer is Layer & Convolution2D {
  if (!isOf(layer, 'Conv2D') || isHooked(layer)) return false;
  const { dilationRate = 1, padding, dataFormat } = layer as Layer & Convolution2D;
  const dilated = [dilationRate].flat().some((rate) => rate !== 1);
  const last = dataFormat === undefined || dataFormat === 'channelsLast';
  return !dilated && last && (padding === 'same' || padding === 'valid');
}

/**
 * What can run as one kernel, from a convolution on.
 * @param outputs layers whose outputs the model gives: they are not hidden in another kernel
 * @returns nothing where the layer is no such convolution
 */
export function chainFrom(layer: Layer, outputs: ReadonlySet<Layer>): Chain | undefined {
  if (!isPlain(layer) || layer.inboundNodes.length !== 1) return undefined;
  const own = layer.activation?.getClassName() ?? 'linear';
  const operation = activations[own];
  if (operation !== undefined) return { convolution: layer, activation: { operation } };
  if (own !== 'linear') return undefined;
  const first = readerOf(layer, outputs);
  const normalization = isNormalization(first) ? first : undefined;
  const last = normalization ?? layer;
  const second = normalization === undefined ? first : readerOf(normalization, outputs);
  const sum = sumOf(second, last);
  const third = sum === undefined ? second : readerOf(sum.layer, outputs);
  const activation = activationOf(third);
  return {
    convolution: layer,
    ...(normalization === undefined ? {} : { normalization }),
    ...(sum === undefined ? {} : { sum }),
    ...(activation === undefined ? {} : { activation }),
  };
}

/** The chain without the sum and what is behind it: where the other operand is not there yet. */
export function beforeSum({ convolution, normalization }: Chain): Chain {
  return { convolution, ...(normalization === undefined ? {} : { normalization }) };
}

/** The layers behind the convolution that its kernel does as well, in their order. */
export function layersBehind({ normalization, sum, activation }: Chain): readonly Layer[] {
  return [normalization, sum?.layer, activation?.layer].filter((layer) => layer !== undefined);
}
