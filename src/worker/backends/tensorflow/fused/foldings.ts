/**
 * Layers folded into the convolution before them, in inference. Batch normalization: a convolution of other weights gives
 * the same (Jacob et al. 2018, "Quantization and training of neural networks for efficient integer-arithmetic-only
 * inference", section 3.2). Sums and activations: the kernel does them while it writes its output.
 */
import { Container, core, Layer, layersPackage } from '../../../tfjs/library';
import type { FoldedLayers } from '../../backend';
import { beforeSum, chainFrom, layersBehind, type Chain } from './chains';
import { engine } from './engine';
import type { Patches } from './patches';

/** A model that runs. */
interface Run {
  /** What the model gives must not be folded away. */
  readonly outputs: ReadonlySet<Layer>;
  /** What layers that are applied once have given. */
  readonly given: Map<Layer, core.Tensor | undefined>;
  /** Whether a layer's own code runs. */
  inside: boolean;
  /** Of outputs: the layers behind that are in them already, the next one first. */
  readonly done: Map<core.Tensor, readonly Layer[]>;
}

export interface Operands {
  readonly x: core.Tensor;
  readonly filter: core.Tensor;
  readonly bias?: core.Tensor;
  readonly summand?: core.Tensor;
}

export type Info = core.backend_util.Conv2DInfo;
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

/** What computes a chain: TensorFlow, or the meta device. */
export interface ChainKernels {
  /** Whether sums and activations can be computed too, and not normalizations alone. */
  readonly activations: boolean;
  takes(...tensors: readonly core.Tensor[]): boolean;
  /** Another tensor on the same data. */
  alias(tensor: core.Tensor): core.Tensor;
  /** Nothing where it cannot be done, or not yet. */
  computed(chain: Chain, operands: Operands, info: Info): core.Tensor | undefined;
  /** Of the weights that were made, by convolution. */
  bytes(): ReadonlyMap<Layer, number>;
}

export class Foldings {
  readonly #kernels: ChainKernels;
  /** By their convolution: what its last kernel has done of the layers behind it. */
  readonly #layers = new Map<Layer, readonly Layer[]>();
  run: Run | undefined;

  constructor(kernels: ChainKernels) {
    this.#kernels = kernels;
  }

  /** A chain as far as it can run as one kernel now, with its other operand. */
  #possible(chain: Chain, run: Run, info: Info): { chain: Chain; summand?: core.Tensor } {
    if (!this.#kernels.activations) return { chain: beforeSum(chain) };
    if (chain.sum === undefined) return { chain };
    const summand = run.given.get(chain.sum.other);
    const fits = summand !== undefined && !summand.isDisposed && this.#kernels.takes(summand);
    if (!fits || !core.util.arraysEqual(summand.shape, info.outShape))
      return { chain: beforeSum(chain) };
    return { chain, summand };
  }

  /** Runs a convolution with what is behind it, where that is more than TensorFlow.js would do in one kernel. */
  convolution(layer: Layer, x: core.Tensor, run: Run): core.Tensor | undefined {
    const found = chainFrom(layer, run.outputs);
    const filter = found?.convolution.kernel?.read();
    if (found === undefined || filter === undefined || !this.#kernels.takes(x, filter))
      return undefined;
    const info = infoOf(found, x, filter);
    if (info === undefined) return undefined;
    const { chain, summand } = this.#possible(found, run, info);
    const bias = found.convolution.bias?.read();
    const given = { x, filter, ...(bias && { bias }), ...(summand && { summand }) };
    const { normalization, activation } = chain;
    if (normalization === undefined && activation === undefined && summand === undefined)
      return undefined;
    const output = this.#kernels.computed(chain, given, info);
    if (output === undefined) return undefined;
    const behind = layersBehind(chain);
    this.#layers.set(layer, behind);
    if (behind.length > 0) run.done.set(output, behind);
    return output;
  }

  /** What the layers are given that the kernel before them has done already. */
  passed(layer: Layer, inputs: readonly core.Tensor[], run: Run): core.Tensor | undefined {
    for (const input of inputs) {
      const [next, ...rest] = run.done.get(input) ?? [];
      if (next !== layer) continue;
      const output = this.#kernels.alias(input);
      if (rest.length > 0) run.done.set(output, rest);
      return output;
    }
    return undefined;
  }

  /** Runs a model with its outputs in mind. */
  within<T>(layers: readonly Layer[], run: () => T): T {
    const outer = this.run;
    this.run = { outputs: new Set(layers), given: new Map(), inside: false, done: new Map() };
    try {
      return run();
    } finally {
      this.run = outer;
    }
  }

  list(): readonly FoldedLayers[] {
    const bytes = this.#kernels.bytes();
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

/** Has every layer and every model run by what is folded. */
export function patchLayers(patches: Patches, foldings: Foldings): void {
  patchApply(patches, foldings);
  within(patches, foldings, Container.prototype as unknown as { call: Running }, 'call');
  const { prototype } = layersPackage.LayersModel;
  within(patches, foldings, prototype as unknown as { predictLoop: Running }, 'predictLoop');
}

/** Applies a layer of a model that runs: in the kernel of another, with others in its own, or as tf.layers does. */
function applied(
  foldings: Foldings,
  run: Run,
  layer: Layer,
  tensors: readonly core.Tensor[],
  plainly: () => unknown,
): unknown {
  const once = layer.inboundNodes.length === 1;
  // A layer that comes again is fed anew: nothing of the pass before is to be found.
  if (once && run.given.has(layer)) run.given.clear();
  const [x] = tensors;
  // Past what tf.layers does around a call, which would take longer than there is to do.
  const done =
    foldings.passed(layer, tensors, run) ??
    (x !== undefined && tensors.length === 1 ? foldings.convolution(layer, x, run) : undefined);
  const output = done ?? inside(run, plainly);
  if (once)
    run.given.set(layer, output instanceof core.Tensor ? (output as core.Tensor) : undefined);
  return output;
}

/** What a layer's own code applies is no pass of the model's layers. */
function inside<T>(run: Run, call: () => T): T {
  run.inside = true;
  try {
    return call();
  } finally {
    run.inside = false;
  }
}

function patchApply(patches: Patches, foldings: Foldings): void {
  const prototype = Layer.prototype as unknown as { apply: Apply };
  patches.method(prototype, 'apply', (before) => {
    return function (this: Layer, inputs, kwargs) {
      const { run } = foldings;
      const inference = kwargs?.training !== true && engine().state.gradientDepth === 0;
      const here = run !== undefined && !run.inside && inference;
      const tensors = here ? tensorsOf(inputs) : undefined;
      if (run === undefined || tensors === undefined) return before.call(this, inputs, kwargs);
      return applied(foldings, run, this, tensors, () => before.call(this, inputs, kwargs));
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
