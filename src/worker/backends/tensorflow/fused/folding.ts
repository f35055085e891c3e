/** Layers that TensorFlow computes in the kernel of the convolution before them. */
import { core, type Layer } from '../../../tfjs/library';
import type { FoldedLayers, Folds } from '../../backend';
import type { Chain } from './chains';
import { FoldedWeights } from './foldedWeights';
import { Foldings, patchLayers, type ChainKernels, type Info, type Operands } from './foldings';
import { convolve, fusesActivations } from './fusedConvolution';
import type { Native } from './native';
import type { Patches } from './patches';
import { hasOneDnn } from './pooling';

class NativeChains implements ChainKernels {
  readonly #native: Native;
  readonly activations: boolean;
  readonly weights: FoldedWeights;

  constructor(native: Native) {
    this.#native = native;
    this.activations = fusesActivations(native);
    this.weights = new FoldedWeights(native);
  }

  takes(...tensors: readonly core.Tensor[]): boolean {
    return this.#native.takes(...tensors);
  }

  alias(tensor: core.Tensor): core.Tensor {
    return this.#native.alias(tensor, tensor.shape);
  }

  bytes(): ReadonlyMap<Layer, number> {
    return this.weights.bytes();
  }

  computed(chain: Chain, given: Operands, info: Info): core.Tensor | undefined {
    const { convolution, normalization } = chain;
    const operation = chain.activation?.operation;
    const native = this.#native;
    const pair = normalization && { convolution, normalization };
    const made = pair && this.weights.of(pair, given);
    if (pair !== undefined && made === undefined) return undefined;
    const run = () =>
      convolve(native, {
        info,
        x: native.id(given.x),
        filter: made?.filter ?? native.id(given.filter),
        bias: made?.bias ?? this.#biasOf(given.bias, info.outChannels),
        ...(made === undefined ? {} : { serial: made.serial }),
        ...(given.summand === undefined ? {} : { summand: native.id(given.summand) }),
        ...(operation === undefined ? {} : { activation: operation }),
      });
    // What TensorFlow.js calls its own with, and the summand.
    const attributes = { dataFormat: 'NHWC', activation: operation?.toLowerCase() ?? 'linear' };
    return native.instead(core.FusedConv2D, { ...given }, attributes, run);
  }

  #biasOf(bias: core.Tensor | undefined, channels: number): number {
    if (bias !== undefined) return this.#native.id(bias);
    const make = () => ({ values: new Float32Array(channels), shape: [channels] });
    return this.#native.constant(`no bias ${channels}`, make);
  }
}

/** What was folded, and how a model is run that `execute` of tf.layers runs, past its own methods. */
export interface Folding {
  readonly folds: Folds;
  readonly within: <T>(outputs: readonly Layer[], run: () => T) => T;
  readonly folded: () => readonly FoldedLayers[];
}

/** @returns nothing where this TensorFlow has no kernel for it. */
export function foldLayers(native: Native, patches: Patches): Folding | undefined {
  if (!hasOneDnn(native)) return undefined;
  const kernels = new NativeChains(native);
  const foldings = new Foldings(kernels);
  patches.onUndo(() => kernels.weights.dropAll());
  patches.kernel(core.FusedConv2D, ({ attrs }) => native.announced(attrs));
  patchLayers(patches, foldings);
  return {
    folds: kernels.activations ? 'normalizations, sums and activations' : 'normalizations',
    within: (outputs, run) => foldings.within(outputs, run),
    folded: () => foldings.list(),
  };
}
