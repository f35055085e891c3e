/**
 * Batch normalization folded into the convolution before it, in inference: a convolution of other weights gives the same
 * (Jacob et al. 2018, "Quantization and training of neural networks for efficient integer-arithmetic-only inference",
 * section 3.2).
 */
import { Container, core, Layer, layersPackage } from '../../../tfjs/library';
import { tensorOf } from '../../tensors';
import { engine } from './engine';
import { hasOneDnn } from './pooling';
import type { Id, Native } from './native';
import {
  normalizationClass,
  weightsOf,
  type BatchNormalization,
  type Weights,
} from './normalizationLayer';
import type { Patches } from './patches';

interface Folded {
  /** Which tensors it was made of; when one is another, it is made again. */
  readonly key: string;
  readonly filter?: Id;
  readonly bias?: Id;
}

interface Convolution {
  readonly x: core.TensorInfo;
  readonly filter: core.TensorInfo;
  readonly bias?: core.TensorInfo;
}

/** The model that runs: what it gives must not be folded away. */
interface Run {
  readonly outputs: ReadonlySet<Layer>;
  /** The normalization to fold into the convolution that comes next. */
  next: BatchNormalization | undefined;
  /** The normalization that the last convolution has taken in. */
  taken: BatchNormalization | undefined;
  /** Outputs of convolutions that are normalized already. */
  readonly done: Map<core.Tensor, BatchNormalization>;
}

function isNormalization(layer: Layer | undefined): layer is Layer & BatchNormalization {
  return layer?.constructor === normalizationClass();
}

/** The normalization that alone uses a convolution's output. */
function onlyNormalization(layer: Layer, run: Run): BatchNormalization | undefined {
  if (layer.getClassName() !== 'Conv2D' || run.outputs.has(layer)) return undefined;
  const [node, ...more] = layer.outboundNodes;
  if (more.length > 0 || layer.inboundNodes.length !== 1) return undefined;
  const outboundLayer = node?.outboundLayer;
  if (!isNormalization(outboundLayer) || outboundLayer.inboundNodes.length !== 1) return undefined;
  const { scale, center, axis } = outboundLayer;
  return scale && center && (axis === -1 || axis === 3) ? outboundLayer : undefined;
}

class Foldings {
  readonly #native: Native;
  readonly #byLayer = new Map<BatchNormalization, Folded>();
  run: Run | undefined;

  constructor(native: Native) {
    this.#native = native;
  }

  /** The convolution with the folded weights, from the second time on that the same weights are seen. */
  convolve(given: Convolution, info: core.backend_util.Conv2DInfo): core.Tensor | undefined {
    const { run } = this;
    const layer = run?.next;
    const weights = layer === undefined ? undefined : weightsOf(layer);
    if (run === undefined || layer === undefined || weights === undefined) return undefined;
    const { filter, bias } = this.#foldedFor(layer, given, weights);
    if (filter === undefined || bias === undefined) return undefined;
    run.taken = layer;
    const native = this.#native;
    // oneDNN's, which adds while it writes the output; `hasOneDnn` has looked for it.
    const attributes = [
      ...native.floats,
      native.integers('strides', [1, info.strideHeight, info.strideWidth, 1]),
      native.text('padding', info.padInfo.type),
      native.text('data_format', 'NHWC'),
      native.text('_kernel', 'MklNameChangeOp'),
    ];
    return native.run('_MklNativeConv2DWithBias', attributes, [native.id(given.x), filter, bias]);
  }

  #foldedFor(layer: BatchNormalization, given: Convolution, weights: Weights): Folded {
    const { gamma, beta, mean, variance } = weights;
    const parts = [given.filter, gamma.read(), beta.read(), mean, variance];
    const all = given.bias === undefined ? parts : [...parts, given.bias];
    const key = this.#native.ids(...all).join();
    const known = this.#byLayer.get(layer);
    if (known?.key !== key) {
      this.drop(layer);
      this.#byLayer.set(layer, { key });
      return { key };
    }
    if (known.filter !== undefined) return known;
    const folded = { key, ...this.#fold(layer, given, weights) };
    this.#byLayer.set(layer, folded);
    return folded;
  }

  #fold(
    { epsilon }: BatchNormalization,
    { filter, bias }: Convolution,
    { gamma, beta, mean, variance }: Weights,
  ): { filter: Id; bias: Id } {
    const native = this.#native;
    const kept = (tensor: core.Tensor) =>
      native.one('DeepCopy', native.floats, [native.id(tensor)]).id;
    const made: { filter?: Id; bias?: Id } = {};
    core.tidy(() => {
      const scale = core.mul(gamma.read(), core.rsqrt(core.add(variance, epsilon)));
      const shift = core.sub(bias === undefined ? core.scalar(0) : tensorOf(bias), mean);
      made.filter = kept(core.mul(tensorOf(filter), scale));
      made.bias = kept(core.add(beta.read(), core.mul(shift, scale)));
    });
    const { filter: foldedFilter = -1, bias: foldedBias = -1 } = made;
    return { filter: foldedFilter, bias: foldedBias };
  }

  drop(layer: BatchNormalization): void {
    const { filter, bias } = this.#byLayer.get(layer) ?? {};
    this.#native.free(...[filter, bias].filter((id) => id !== undefined));
    this.#byLayer.delete(layer);
  }

  dropAll(): void {
    for (const layer of [...this.#byLayer.keys()]) this.drop(layer);
  }
}

function patchConvolution(native: Native, patches: Patches, foldings: Foldings): void {
  patches.kernel(core.FusedConv2D, ({ inputs, attrs }) => {
    const given = inputs as unknown as Convolution;
    const { strides, pad, dilations, dataFormat, activation, dimRoundingMode } =
      attrs as unknown as core.FusedConv2DAttrs;
    if (foldings.run?.next === undefined || !native.takes(given.x, given.filter)) return undefined;
    const shapes = [given.x.shape, given.filter.shape] as [number, number, number, number][];
    const [xShape, filterShape] = shapes;
    if (xShape === undefined || filterShape === undefined) return undefined;
    const info = core.backend_util.computeConv2DInfo(
      xShape,
      filterShape,
      strides,
      dilations,
      pad,
      dimRoundingMode,
    );
    const plain = info.dilationHeight * info.dilationWidth === 1 && dataFormat === 'NHWC';
    const padded = /^(SAME|VALID)$/.test(info.padInfo.type);
    // The types say that there is one always.
    const linear = ((activation as string | undefined) ?? 'linear') === 'linear';
    return plain && padded && linear ? foldings.convolve(given, info) : undefined;
  });
}

type Apply = (this: Layer, inputs: unknown, kwargs?: { readonly training?: boolean }) => unknown;

function patchLayers(patches: Patches, foldings: Foldings): void {
  const prototype = Layer.prototype as unknown as { apply: Apply };
  patches.method(prototype, 'apply', (before) => {
    return function (this: Layer, inputs, kwargs) {
      const { run } = foldings;
      const inference = kwargs?.training !== true && engine().state.gradientDepth === 0;
      const next = run !== undefined && inference ? onlyNormalization(this, run) : undefined;
      if (run === undefined || next === undefined) return before.call(this, inputs, kwargs);
      run.next = next;
      run.taken = undefined;
      try {
        const output = before.call(this, inputs, kwargs);
        const done = run.taken as BatchNormalization | undefined;
        if (done !== undefined && output instanceof core.Tensor)
          run.done.set(output as core.Tensor, done);
        return output;
      } finally {
        run.next = undefined;
      }
    };
  });
  patches.method(normalizationClass().prototype, 'call', (before) => {
    return function (this: BatchNormalization, inputs, kwargs) {
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      if (x !== undefined && foldings.run?.done.get(x) === this) return x;
      return before.call(this, inputs, kwargs);
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
        const outer = foldings.run;
        const outputs = new Set(this.outputs.map(({ sourceLayer }) => sourceLayer));
        foldings.run = { outputs, next: undefined, taken: undefined, done: new Map() };
        try {
          return before.apply(this, given);
        } finally {
          foldings.run = outer;
        }
      },
  );
}

export function foldNormalization(native: Native, patches: Patches): void {
  if (!hasOneDnn(native)) return;
  const foldings = new Foldings(native);
  patches.onUndo(() => foldings.dropAll());
  patchConvolution(native, patches, foldings);
  patchLayers(patches, foldings);
  within(patches, foldings, Container.prototype as unknown as { call: Running }, 'call');
  const { prototype } = layersPackage.LayersModel;
  within(patches, foldings, prototype as unknown as { predictLoop: Running }, 'predictLoop');
}
