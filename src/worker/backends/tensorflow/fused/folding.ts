/**
 * Batch normalization folded into the convolution before it, in inference: a convolution of other weights gives the same
 * (Jacob et al. 2018, "Quantization and training of neural networks for efficient integer-arithmetic-only inference",
 * section 3.2).
 */
import { Container, core, Layer, layersPackage } from '../../../tfjs/library';
import type { FoldedNormalization } from '../../backend';
import { engine } from './engine';
import { FoldedWeights, type Convolution, type Pair } from './foldedWeights';
import { hasOneDnn } from './pooling';
import type { Native } from './native';
import { normalizationClass, type BatchNormalization } from './normalizationLayer';
import type { Patches } from './patches';

/** The model that runs: what it gives must not be folded away. */
interface Run {
  readonly outputs: ReadonlySet<Layer>;
  /** What to fold into the convolution that comes next. */
  next: Pair | undefined;
  /** The normalization that the last convolution has taken in. */
  taken: BatchNormalization | undefined;
  /** Outputs of convolutions that are normalized already. */
  readonly done: Map<core.Tensor, BatchNormalization>;
}

function isNormalization(layer: Layer | undefined): layer is Layer & BatchNormalization {
  return layer?.constructor === normalizationClass();
}

/** The normalization that alone uses a convolution's output. */
function pairOf(layer: Layer, run: Run): Pair | undefined {
  if (layer.getClassName() !== 'Conv2D' || run.outputs.has(layer)) return undefined;
  const [node, ...more] = layer.outboundNodes;
  if (more.length > 0 || layer.inboundNodes.length !== 1) return undefined;
  const outboundLayer = node?.outboundLayer;
  if (!isNormalization(outboundLayer) || outboundLayer.inboundNodes.length !== 1) return undefined;
  const { scale, center, axis } = outboundLayer;
  if (!scale || !center || (axis !== -1 && axis !== 3)) return undefined;
  return { convolution: layer, normalization: outboundLayer };
}

class Foldings {
  readonly #native: Native;
  readonly weights: FoldedWeights;
  run: Run | undefined;

  constructor(native: Native) {
    this.#native = native;
    this.weights = new FoldedWeights(native);
  }

  /** The convolution with the folded weights, once they are there. */
  convolve(given: Convolution, info: core.backend_util.Conv2DInfo): core.Tensor | undefined {
    const { run } = this;
    const made = run?.next && this.weights.of(run.next, given);
    if (made === undefined || run === undefined) return undefined;
    run.taken = run.next?.normalization;
    const native = this.#native;
    // oneDNN's, which adds while it writes the output; `hasOneDnn` has looked for it.
    const attributes = [
      ...native.floats,
      native.integers('strides', [1, info.strideHeight, info.strideWidth, 1]),
      native.text('padding', info.padInfo.type),
      native.text('data_format', 'NHWC'),
      native.text('_kernel', 'MklNameChangeOp'),
      // Has the kernel keep the filter in the order that it computes in, which it would else find anew each time.
      native.flag('is_filter_const', true),
      // TensorFlow keeps a kernel for each set of attributes: one that is of this filter alone.
      native.integers('_filter', [made.serial]),
    ];
    const inputs = [native.id(given.x), made.filter, made.bias];
    return native.run('_MklNativeConv2DWithBias', attributes, inputs);
  }

  /** Runs a model with its outputs in mind. */
  within<T>(layers: readonly Layer[], run: () => T): T {
    const outer = this.run;
    this.run = { outputs: new Set(layers), next: undefined, taken: undefined, done: new Map() };
    try {
      return run();
    } finally {
      this.run = outer;
    }
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

/** Whether a normalization is given what a convolution has normalized in its place. */
function isDone(run: Run | undefined, layer: unknown, x: core.Tensor): boolean {
  const done = run?.done.get(x);
  return done !== undefined && done === layer;
}

type Apply = (this: Layer, inputs: unknown, kwargs?: { readonly training?: boolean }) => unknown;

function patchLayers(native: Native, patches: Patches, foldings: Foldings): void {
  const prototype = Layer.prototype as unknown as { apply: Apply };
  patches.method(prototype, 'apply', (before) => {
    return function (this: Layer, inputs, kwargs) {
      const { run } = foldings;
      // Past what tf.layers does around a call, which would take longer than there is to do.
      const x: unknown = Array.isArray(inputs) ? inputs[0] : inputs;
      const given = x instanceof core.Tensor ? (x as core.Tensor) : undefined;
      if (given !== undefined && isDone(run, this, given)) return native.alias(given, given.shape);
      const inference = kwargs?.training !== true && engine().state.gradientDepth === 0;
      const next = run !== undefined && inference ? pairOf(this, run) : undefined;
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
      if (x !== undefined && isDone(foldings.run, this, x)) return x;
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
        const outputs = this.outputs.map(({ sourceLayer }) => sourceLayer);
        return foldings.within(outputs, () => before.apply(this, given));
      },
  );
}

/** What was folded, and how a model is run that `execute` of tf.layers runs, past its own methods. */
export interface Folding {
  readonly within: <T>(outputs: readonly Layer[], run: () => T) => T;
  readonly folded: () => readonly FoldedNormalization[];
}

/** @returns nothing where this TensorFlow has no kernel for it. */
export function foldNormalization(native: Native, patches: Patches): Folding | undefined {
  if (!hasOneDnn(native)) return undefined;
  const foldings = new Foldings(native);
  patches.onUndo(() => foldings.weights.dropAll());
  patchConvolution(native, patches, foldings);
  patchLayers(native, patches, foldings);
  within(patches, foldings, Container.prototype as unknown as { call: Running }, 'call');
  const { prototype } = layersPackage.LayersModel;
  within(patches, foldings, prototype as unknown as { predictLoop: Running }, 'predictLoop');
  return {
    within: (outputs, run) => foldings.within(outputs, run),
    folded: () => foldings.weights.list(),
  };
}
