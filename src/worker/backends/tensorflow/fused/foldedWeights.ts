/** Filters and biases of convolutions that have taken in the normalization behind them. */
import { core, type Layer } from '../../../tfjs/library';
import { tensorOf } from '../../tensors';
import type { Id, Native } from './native';
import { weightsOf, type BatchNormalization, type Weights } from './normalizationLayer';

interface Folded {
  readonly pair: Pair;
  /** Which tensors it was made of; when one is another, it is made again. */
  readonly key: string;
  readonly made?: Made;
}

interface Made {
  readonly filter: Id;
  readonly bias: Id;
  readonly bytes: number;
  /** Unlike that of any other filter in this process. */
  readonly serial: number;
}

/** A convolution, and the normalization that alone reads what it gives. */
export interface Pair {
  readonly convolution: Layer;
  readonly normalization: Layer & BatchNormalization;
}

/** What the kernel of a convolution is given. */
export interface Convolution {
  readonly x: core.TensorInfo;
  readonly filter: core.TensorInfo;
  readonly bias?: core.TensorInfo;
}

let serials = 0;

function bytesOf({ size, dtype }: core.Tensor): number {
  return size * core.util.bytesPerElement(dtype);
}

export class FoldedWeights {
  readonly #native: Native;
  readonly #byLayer = new Map<BatchNormalization, Folded>();

  constructor(native: Native) {
    this.#native = native;
  }

  /** The filter and bias that normalize too, from the second time on that the same weights are seen. */
  of(pair: Pair, given: Convolution): Made | undefined {
    const { normalization } = pair;
    const weights = weightsOf(normalization);
    if (weights === undefined) return undefined;
    const key = this.#keyOf(given, weights);
    const known = this.#byLayer.get(normalization);
    if (known?.key !== key) {
      this.#drop(normalization);
      this.#byLayer.set(normalization, { pair, key });
      return undefined;
    }
    if (known.made !== undefined) return known.made;
    const made = this.#fold(normalization, given, weights);
    this.#byLayer.set(normalization, { pair, key, made });
    return made;
  }

  /** Of what is folded now, by convolution. */
  bytes(): ReadonlyMap<Layer, number> {
    const made = [...this.#byLayer.values()];
    return new Map(made.map(({ pair, made }) => [pair.convolution, made?.bytes ?? 0]));
  }

  dropAll(): void {
    for (const layer of [...this.#byLayer.keys()]) this.#drop(layer);
  }

  #keyOf(given: Convolution, { gamma, beta, mean, variance }: Weights): string {
    const parts = [given.filter, gamma.read(), beta.read(), mean, variance];
    const all = given.bias === undefined ? parts : [...parts, given.bias];
    return this.#native.ids(...all).join();
  }

  #fold(
    { epsilon }: BatchNormalization,
    { filter, bias }: Convolution,
    { gamma, beta, mean, variance }: Weights,
  ): Made {
    const native = this.#native;
    const kept = (tensor: core.Tensor) =>
      native.one('DeepCopy', native.floats, [native.id(tensor)]).id;
    let made: Made | undefined;
    core.tidy(() => {
      const scale = core.mul(gamma.read(), core.rsqrt(core.add(variance, epsilon)));
      const shift = core.sub(bias === undefined ? core.scalar(0) : tensorOf(bias), mean);
      const scaled = core.mul(tensorOf(filter), scale);
      const shifted = core.add(beta.read(), core.mul(shift, scale));
      const bytes = bytesOf(scaled) + bytesOf(shifted);
      made = { filter: kept(scaled), bias: kept(shifted), bytes, serial: serials++ };
    });
    if (made === undefined) throw new Error('tidy has not run');
    return made;
  }

  #drop(layer: BatchNormalization): void {
    const made = this.#byLayer.get(layer)?.made;
    if (made !== undefined) this.#native.free(made.filter, made.bias);
    this.#byLayer.delete(layer);
  }
}
