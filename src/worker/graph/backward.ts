/**
 * MACs of the backward pass, layer by layer: the gradient of a layer is taken on the meta device, and
 * the kernels that run in it are counted. A gradient to an input is taken only where training needs it.
 */
import { categoryOf } from '../../model/category';
import type { Json, Shape } from '../../model/graph';
import { core, type Layer } from '../tfjs/library';
import { shapeOnlyTensor } from '../tfjs/metaDevice';
import { isOwnClass } from '../trace/layerKinds';
import { Recording, tensorList } from '../trace/operations';
import type { Trace } from '../trace/trace';
import { missingGradient, takeGradient, type MissingGradient } from './gradient';
import { textOf } from './sharedFacts';

/** One application of a layer, with what of it training wants a gradient of. */
export interface GradientRequest {
  readonly layer: Layer;
  readonly config: Readonly<Record<string, Json>>;
  readonly inputs: readonly { readonly shape: Shape; readonly dtype: string }[];
  /** For each input, whether a weight that is trained lies before it. */
  readonly needed: readonly boolean[];
  readonly trainable: readonly core.Tensor[];
  /** Whether a model hands it a tensor alone, as its code wants. */
  readonly bare: boolean;
}

/** What the gradient costs; `missing` names the operation that has none. */
export interface Gradient {
  readonly macs: number;
  readonly missing?: MissingGradient;
}

const none: Gradient = { macs: 0 };

function standIn({ shape, dtype }: GradientRequest['inputs'][number], steps: number | undefined) {
  const sizes = shape.map((size, axis) =>
    axis === 1 && steps !== undefined ? steps : (size ?? 1),
  );
  // One example: a fixed batch would count all of its own.
  return shapeOnlyTensor([1, ...sizes.slice(1)], dtype as core.DataType);
}

/** Layers of tf.layers whose kernels are no products have gradients that are none either. */
function isWorthwhile({ layer, trainable, needed }: GradientRequest, forward: number): boolean {
  if (trainable.length === 0 && !needed.includes(true)) return false;
  return forward > 0 || !isOwnClass(layer);
}

/**
 * What the gradients of tf.layers' own layers cost, kept from one inspection to the next: an edit
 * changes few layers. It is emptied when it has grown to `mostKept`.
 */
const kept = new Map<string, Gradient>();
const mostKept = 20_000;

/** Whether nothing but its configuration says what the layer does: a wrapper may hold a user's own. */
function isAloneInIt({ layer, config }: GradientRequest): boolean {
  return isOwnClass(layer) && !['layer', 'cell', 'cells', 'layers'].some((key) => key in config);
}

export class Gradients {
  readonly #trace: Trace;
  readonly #known = new Map<string, Gradient>();
  readonly #layers = new Map<Layer, number>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** The gradient of one application; layers that are alike are looked at once. */
  of(request: GradientRequest, forward: number): Gradient {
    if (!isWorthwhile(request, forward)) return none;
    const key = this.#keyOf(request);
    const lasting = isAloneInIt(request);
    const known = this.#known.get(key) ?? (lasting ? kept.get(key) : undefined);
    if (known !== undefined) return known;
    const found = this.#find(request);
    if (kept.size >= mostKept) kept.clear();
    // The operation that has no gradient is of this inspection's recording.
    (lasting && found.missing === undefined ? kept : this.#known).set(key, found);
    return found;
  }

  /** A layer of the user's own is like itself alone, whatever its configuration says. */
  #keyOf({ layer, config, inputs, needed, trainable }: GradientRequest): string {
    const number = this.#layers.get(layer) ?? this.#layers.size;
    this.#layers.set(layer, number);
    const identity = isOwnClass(layer) ? textOf(config) : String(number);
    const weights = trainable.map(({ shape }) => shape.join('×'));
    // JSON has no line feeds of its own, so that no part can be taken for two.
    const name = JSON.stringify(layer.getClassName());
    return [name, identity, textOf(inputs), needed.join(), weights.join()].join('\n');
  }

  /**
   * All time steps of a recurrent layer cost the same but the first, whose state may need no gradient:
   * runs of two steps and of three tell what any number costs. (tfjs has no gradient of one step.)
   */
  #find(request: GradientRequest): Gradient {
    if (categoryOf(request.layer.getClassName()) !== 'recurrent') return this.#run(request);
    const steps = request.inputs[0]?.shape[1] ?? 1;
    const two = this.#run(request, 2);
    const three = this.#run(request, 3);
    return { ...three, macs: two.macs + (steps - 2) * (three.macs - two.macs) };
  }

  #run(request: GradientRequest, steps?: number): Gradient {
    const { layer, needed, trainable, bare } = request;
    const recording = new Recording();
    let forward = 0;
    try {
      core.tidy(() => {
        const inputs = request.inputs.map((spec, i) => standIn(spec, i === 0 ? steps : undefined));
        const wanted = [...trainable, ...inputs.filter((_, i) => needed[i] === true)];
        const given = bare ? inputs[0] : inputs;
        const apply = (): core.Tensor[] => {
          // A wrapper checks the number of steps that it was built for when it is applied.
          const outputs = steps === undefined ? layer.apply(given ?? []) : layer.call(inputs, {});
          forward = recording.macs;
          return tensorList(outputs);
        };
        this.#trace.calls.detached(() =>
          this.#trace.recorder.into(recording, () => takeGradient(apply, wanted)),
        );
      });
    } catch (error) {
      const missing = missingGradient(error, recording);
      // What else its code throws was said when it ran forward.
      return missing === undefined ? none : { macs: 0, missing };
    }
    return { macs: recording.macs - forward };
  }
}
