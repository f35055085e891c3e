/**
 * The skips of a model as tf.layers itself connects its layers. Where a custom or recurrent layer
 * holds skips of its own, a table says how many: layers.test.ts shows by what those layers compute
 * that the skips are there.
 */
import type * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import type { SkipCounts } from './library';

type Layer = tf.layers.Layer;
type LayerSet = ReadonlySet<Layer>;

/** Skips within one application of a layer of that class. */
const within: Readonly<Record<string, SkipCounts>> = {
  LSTM: { recurrent: 1 },
  HighwayDense: { gated: 1 },
  TransformerBlock: { transformer: 2 },
};

/** Custom layers that fill new channels with zeros. */
const padding: ReadonlySet<string> = new Set(['PaddedShortcut', 'PadChannels']);

/** What a feed-forward network of a transformer is made of. */
const feedForward: ReadonlySet<string> = new Set([
  'Dense',
  'Dropout',
  'LayerNormalization',
  'ReLU',
]);

const producersOf = (layer: Layer): Layer[] =>
  layer.inboundNodes.flatMap((node) => node.inboundLayers);

const isConvolution = (layer: Layer): boolean => layer.getClassName().endsWith('Conv2D');
const isPointwise = (layer: Layer): boolean =>
  isConvolution(layer) && layer.weights[0]?.shape.slice(0, 2).every((size) => size === 1) === true;
const hasWeights = (layer: Layer): boolean => layer.weights.length > 0;

const isAttention = (layer: Layer): boolean => layer.getClassName().endsWith('Attention');
const isFeedForward = (layer: Layer): boolean => feedForward.has(layer.getClassName());

/** For each layer of the model, the layer itself and all before it. */
function pasts(model: tf.LayersModel): Map<Layer, LayerSet> {
  const all = new Map<Layer, LayerSet>();
  for (const layer of model.layers) {
    const before = producersOf(layer).flatMap((producer) => [...(all.get(producer) ?? [])]);
    all.set(layer, new Set([...before, layer]));
  }
  return all;
}

/** What stands on the path to one input of a merge, and not on the path to its other inputs. */
function branches(merge: Layer, past: ReadonlyMap<Layer, LayerSet>): Layer[][] {
  const ends = producersOf(merge).map((end) => past.get(end) ?? new Set<Layer>());
  return ends.map((end) =>
    [...end].filter((layer) => ends.every((other) => other === end || !other.has(layer))),
  );
}

/** Whether the inputs of a merge come from one fork; else it joins what was never one. */
function haveCommonPast(ends: readonly Layer[], past: ReadonlyMap<Layer, LayerSet>): boolean {
  const [first, ...others] = ends.map((end) => past.get(end) ?? new Set<Layer>());
  return [...(first ?? [])].some((layer) => others.every((other) => other.has(layer)));
}

/** The layers of a branch that lead to its end without an addition between. */
function sinceLastSum(branch: readonly Layer[]): Layer[] {
  const open = branch.slice(-1);
  const found = new Set<Layer>();
  for (let layer = open.pop(); layer; layer = open.pop()) {
    if (layer.getClassName() === 'Add' || !branch.includes(layer)) continue;
    found.add(layer);
    open.push(...producersOf(layer));
  }
  return [...found];
}

/** An addition joins a residual branch and a shortcut of at most one 1×1 convolution. */
function kindOfSum(shortcut: readonly Layer[], residual: readonly Layer[]): string {
  expect(residual.filter(hasWeights).length).toBeGreaterThanOrEqual(1);
  if (shortcut.some((layer) => padding.has(layer.getClassName()))) return 'padded';
  const convolutions = shortcut.filter(isConvolution);
  if (convolutions.length === 0) {
    expect(shortcut.filter(hasWeights)).toEqual([]);
    return residual.some(isAttention) || residual.every(isFeedForward) ? 'transformer' : 'identity';
  }
  expect(convolutions.map(isPointwise)).toEqual([true]);
  return 'projection';
}

/** A concatenation keeps what it is given (dense), or what an encoder had (long); else no skip. */
function kindOfConcatenation(shortcut: readonly Layer[]): string | undefined {
  if (shortcut.some(hasWeights)) return undefined;
  return shortcut.some((layer) => layer.getClassName() === 'Cropping2D') ? 'long' : 'dense';
}

function kindOf(merge: Layer, past: ReadonlyMap<Layer, LayerSet>): string | undefined {
  const producers = producersOf(merge);
  const [shortcut, residual] = branches(merge, past).sort((a, b) => a.length - b.length);
  if (!shortcut || !residual || !haveCommonPast(producers, past)) return undefined;
  if (producers.every((end) => end.getClassName() === 'Multiply')) return 'gated';
  if (merge.getClassName() === 'Add') return kindOfSum(shortcut, sinceLastSum(residual));
  return merge.getClassName() === 'Concatenate' ? kindOfConcatenation(shortcut) : undefined;
}

export function countSkips(model: tf.LayersModel): SkipCounts {
  const skips: Record<string, number> = { identity: 0, projection: 0 };
  const add = (kind: string, count: number): void => {
    skips[kind] = (skips[kind] ?? 0) + count;
  };
  const past = pasts(model);
  for (const layer of model.layers) {
    const kind = kindOf(layer, past);
    if (kind !== undefined) add(kind, 1);
    Object.entries(within[layer.getClassName()] ?? {}).forEach(([inner, count]) =>
      add(inner, count),
    );
  }
  return skips;
}
