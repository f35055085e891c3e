/**
 * Layers folded into the convolution before them, in inference. Batch normalization: a convolution of other weights gives
 * the same (Jacob et al. 2018, "Quantization and training of neural networks for efficient integer-arithmetic-only
 * inference", section 3.2). Sums and activations: the kernel does them while it writes its output.
 */
import { Container, core, Layer, layersPackage } from '../../../tfjs/library';
import type { FoldedLayers, Folds } from '../../backend';
import { beforeSum, chainFrom, layersBehind, type Chain } from './chains';
import { engine } from './engine';
import { FoldedWeights } from './foldedWeights';
import { convolve, fusesActivations } from './fusedConvolution';
import type { Native } from './native';
import type { Patches } from './patches';
import { hasOneDnn } from './pooling';

/** A model that runs. */
interface Run {
  /** What the model gives must not be folded away. */
  readonly outputs: ReadonlySet<Layer>;
  /** What layers that are applied once have given. */
  readonly given: Map<Layer, core.Tensor | undefined>;
  /** Of outputs: the layers behind that are in them already, the next one first. */
  readonly done: Map<core.Tensor, readonly Layer[]>;
}

interface Operands {
  readonly x: core.Tensor;
  readonly filter: core.Tensor;
  readonly bias?: core.Tensor;
  readonly summand?: core.Tensor;
}

type Info = core.backend_util.Conv2DInfo;
type Images = [number, number, number, number];

/** What a convolution of a chain gives; nothing where it cannot take the tensor. */
function infoOf({ convolution }: Chain, x: core.Tensor, filter: core.Tensor): Info | undefined {
  if (x.rank !== 4 || filter.rank !== 4 || x.size === 0) return undefined;
  const { strides, padding } = convolution;
  const [height = 1, width = height] = [strides].flat();
  const pad = padding === 'same' ? 'same' : 'valid';
  const shapes = [x.shape, filter.shape] as [Images, Images];
  return core.backend_util.computeConv2DInfo(...shapes, [height, width], 1, pad);
}

class Foldings {
  readonly #native: Native;
  readonly #activations: boolean;
  readonly weights: FoldedWeights;
  /** By their convolution: what its last kernel has done of the layers behind it. */
  readonly #layers = new Map<Layer, readonly Layer[]>();
  run: Run | undefined;

  constructor(native: Native, activations: boolean) {
    this.#native = native;
    this.#activations = activations;
    this.weights = new FoldedWeights(native);
  }

  /** A chain as far as it can run as one kernel now, with its other operand. */
  #possible(chain: Chain, run: Run, info: Info): { chain: Chain; summand?: core.Tensor } {
    if (!this.#activations) return { chain: beforeSum(chain) };
    if (chain.sum === undefined) return { chain };
    const summand = run.given.get(chain.sum.other);
    const fits = summand !== undefined && !summand.isDisposed && this.#native.takes(summand);
    if (!fits || !core.util.arraysEqual(summand.shape, info.outShape))
      return { chain: beforeSum(chain) };
    return { chain, summand };
  }

  /** Runs a convolution with what is behind it, where that is more than TensorFlow.js would do in one kernel. */
  convolution(layer: Layer, x: core.Tensor, run: Run): core.Tensor | undefined {
    const found = chainFrom(layer, run.outputs);
    const filter = found?.convolution.kernel?.read();
    if (found === undefined || filter === undefined || !this.#native.takes(x, filter))
      return undefined;
    const info = infoOf(found, x, filter);
    if (info === undefined) return undefined;
    const { chain, summand } = this.#possible(found, run, info);
    const bias = found.convolution.bias?.read();
    const given = { x, filter, ...(bias && { bias }), ...(summand && { summand }) };
    const output = this.#computed(chain, given, info);
    if (output === undefined) return undefined;
    const behind = layersBehind(chain);
    this.#layers.set(layer, behind);
    if (behind.length > 0) run.done.set(output, behind);
    return output;
  }

  #computed(chain: Chain, given: Operands, info: Info): core.Tensor | undefined {
    const { convolution, normalization } = chain;
    const operation = chain.activation?.operation;
    if (normalization === undefined && operation === undefined && given.summand === undefined)
      return undefined;
    const native = this.#native;
    const pair = normalization && { convolution, normalization };
    const made = pair && this.weights.of(pair, given);
    if (pair !== undefined && made === undefined) return undefined;
    const bias = () => given.bias ?? undefined;
    const run = () =>
      convolve(native, {
        info,
        x: native.id(given.x),
        filter: made?.filter ?? native.id(given.filter),
        bias: made?.bias ?? this.#biasOf(bias(), info.outChannels),
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

  /** What the layers are given that the kernel before them has done already. */
  passed(layer: Layer, inputs: readonly core.Tensor[], run: Run): core.Tensor | undefined {
    for (const input of inputs) {
      const [next, ...rest] = run.done.get(input) ?? [];
      if (next !== layer) continue;
      const output = this.#native.alias(input, input.shape);
      if (rest.length > 0) run.done.set(output, rest);
      return output;
    }
    return undefined;
  }

  /** Runs a model with its outputs in mind. */
  within<T>(layers: readonly Layer[], run: () => T): T {
    const outer = this.run;
    this.run = { outputs: new Set(layers), given: new Map(), done: new Map() };
    try {
      return run();
    } finally {
      this.run = outer;
    }
  }

  list(): readonly FoldedLayers[] {
    const bytes = this.weights.bytes();
    return [...this.#layers].map(([into, layers]) => {
      return { into, layers, bytes: bytes.get(into) ?? 0 };
    });
  }
}

function tensorsOf(inputs: unknown): readonly core.Tensor[] | undefined {
  const list: readonly unknown[] = Array.isArray(inputs) ? inputs : [inputs];
  return list.every((one): one is core.Tensor => one instanceof core.Tensor) ? list : undefined;
}

type Apply = (this: Layer, inputs: unknown, kwargs?: { readonly training?: boolean }) => unknown;

/** A layer that is applied again to what was fed anew: nothing of the pass before is to be found. */
function beginAgain(run: Run, layer: Layer): void {
  if (!run.given.has(layer)) return;
  run.given.clear();
  run.done.clear();
}

function patchLayers(patches: Patches, foldings: Foldings): void {
  const prototype = Layer.prototype as unknown as { apply: Apply };
  patches.method(prototype, 'apply', (before) => {
    return function (this: Layer, inputs, kwargs) {
      const { run } = foldings;
      const inference = kwargs?.training !== true && engine().state.gradientDepth === 0;
      const tensors = run !== undefined && inference ? tensorsOf(inputs) : undefined;
      if (run === undefined || tensors === undefined) return before.call(this, inputs, kwargs);
      if (this.inboundNodes.length === 1) beginAgain(run, this);
      const [x] = tensors;
      // Past what tf.layers does around a call, which would take longer than there is to do.
      const done =
        foldings.passed(this, tensors, run) ??
        (x !== undefined && tensors.length === 1 ? foldings.convolution(this, x, run) : undefined);
      const output = done ?? before.call(this, inputs, kwargs);
      if (this.inboundNodes.length === 1)
        run.given.set(this, output instanceof core.Tensor ? (output as core.Tensor) : undefined);
      return output;
    };
  });
}

/** What runs a model, whose outputs are known by then. */
interface Runner {
  readonly outputs: readonly { readonly sourceLayer: Layer }[];
}

type Running = (this: Runner, ...given: unknown[]) => unknown;

/** Has a method of models run with its own model's outputs in mind. */
function within<K extends string>(
  patches: Patches,
  foldings: Foldings,
  prototype: Record<K, Running>,
  key: K,
): void {
  patches.method(
    prototype,
    key,
    (before: Running) =>
      function (this: Runner, ...given: unknown[]) {
        const outputs = this.outputs.map(({ sourceLayer }) => sourceLayer);
        return foldings.within(outputs, () => before.apply(this, given));
      },
  );
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
  const activations = fusesActivations(native);
  const foldings = new Foldings(native, activations);
  patches.onUndo(() => foldings.weights.dropAll());
  patches.kernel(core.FusedConv2D, ({ attrs }) => native.announced(attrs));
  patchLayers(patches, foldings);
  within(patches, foldings, Container.prototype as unknown as { call: Running }, 'call');
  const { prototype } = layersPackage.LayersModel;
  within(patches, foldings, prototype as unknown as { predictLoop: Running }, 'predictLoop');
  return {
    folds: activations ? 'normalizations, sums and activations' : 'normalizations',
    within: (outputs, run) => foldings.within(outputs, run),
    folded: () => foldings.list(),
  };
}
