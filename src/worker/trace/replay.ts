/**
 * Recorded operations once more, on tensors without values: so that their gradient can be taken, or their
 * memory be watched, without running code of the user's again, which may do another thing then.
 */
import { isInstance, NoValuesError, ValueKernelError } from '../errors';
import { core, type Layer } from '../tfjs/library';
import { shapeOnlyTensor } from '../tfjs/metaDevice';
import {
  isTensor,
  tensorList,
  type CustomGradient,
  type KernelOperation,
  type LayerOperation,
  type Operation,
  type Recording,
} from './operations';

type Fused = (parameters: Record<string, unknown>) => core.Tensor;

/**
 * Products that are fused with what follows: a tape that is on takes most of them apart again, so they are
 * run through the functions that decide that.
 */
const fused: ReadonlyMap<string, Fused> = new Map([
  ['_FusedMatMul', core.fused.matMul as unknown as Fused],
  ['FusedConv2D', core.fused.conv2d as unknown as Fused],
  ['FusedDepthwiseConv2D', core.fused.depthwiseConv2d as unknown as Fused],
]);

/** What of a recording is run again; all of it where `only` is absent. */
export interface ReplayOptions {
  readonly only?: ReadonlySet<Operation>;
  /** Told of each operation that has run again; of a function with its own gradient, the main one. */
  readonly ran?: (operation: Operation) => void;
  /** Runs what a layer did. */
  readonly inLayer?: (layer: Layer, run: () => void) => void;
}

function mapTensors(value: unknown, of: (tensor: core.Tensor) => core.Tensor): unknown {
  if (isTensor(value)) return of(value);
  if (Array.isArray(value)) return value.map((item) => mapTensors(item, of));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, mapTensors(item, of)]),
  );
}

/** The product of a fused operation, where that is all that a function with its own gradient did. */
function fusedIn(operations: readonly Operation[]): KernelOperation | undefined {
  const [first, ...others] = operations;
  if (first?.type !== 'kernel' || !fused.has(first.kernel)) return undefined;
  const shapes = others.every((other) => other.type === 'kernel' && other.kernel === 'Reshape');
  return shapes ? first : undefined;
}

/** The operation that a gradient of several is counted for: the largest product, else the last. */
function mainOf(operations: readonly Operation[]): Operation | undefined {
  const most = operations.reduce((largest, { macs }) => Math.max(largest, macs), 0);
  return operations.findLast(({ macs }) => macs === most);
}

export class Replay {
  readonly #again = new Map<number, core.Tensor>();
  /** Tensors that this run made, which it may let go. */
  readonly #own = new Set<core.Tensor>();
  readonly #options: ReplayOptions;

  /** @param given pairs of a recorded tensor and the one that takes its place. */
  constructor(given: Iterable<readonly [core.Tensor, core.Tensor]>, options: ReplayOptions = {}) {
    for (const [recorded, tensor] of given) this.#again.set(recorded.id, tensor);
    this.#options = options;
  }

  /** What stands for a recorded tensor now; weights and constants that are still there, themselves. */
  tensor = (recorded: core.Tensor): core.Tensor => {
    const known = this.#again.get(recorded.id);
    if (known !== undefined) return known;
    if (!recorded.isDisposed) return recorded;
    const made = shapeOnlyTensor(recorded.shape, recorded.dtype);
    this.#set([recorded], [made]);
    return made;
  };

  /** Runs the operations in their order, and lets tensors go where they were let go. */
  run(recording: Recording): void {
    this.#play(recording, this.#options.only);
  }

  #play(recording: Recording, only?: ReadonlySet<Operation>): void {
    const { operations, customGradients, disposals } = recording;
    const groups = new Map(customGradients.map((group) => [group.start, group]));
    let gone = 0;
    for (let index = 0; index < operations.length;) {
      for (let next = disposals[gone]; next !== undefined && next.after <= index;) {
        this.#dispose(next.tensor);
        next = disposals[++gone];
      }
      const group = groups.get(index);
      const end = Math.max(index + 1, group?.end ?? 0);
      const part = operations.slice(index, end);
      if (only === undefined || part.some((operation) => only.has(operation)))
        this.#runPart(part, group);
      index = end;
    }
  }

  #runPart(part: readonly Operation[], group: CustomGradient | undefined): void {
    const [first] = part;
    if (first === undefined) return;
    if (group !== undefined && group.end > group.start) this.#runGroup(part, group);
    else if (first.type === 'layer') this.#runLayer(first);
    else {
      this.#set(first.outputs, this.#resultsOf(first));
      this.#options.ran?.(first);
    }
  }

  #runLayer({ layer, inside }: LayerOperation): void {
    const { inLayer } = this.#options;
    if (inLayer === undefined) this.#play(inside);
    else inLayer(layer, () => this.#play(inside));
  }

  #resultsOf({ kernel, named, attrs, outputs }: KernelOperation): readonly core.Tensor[] {
    const inputs = mapTensors(named, this.tensor) as core.NamedTensorMap;
    try {
      return tensorList(core.engine().runKernel(kernel, inputs, attrs));
    } catch (error) {
      if (!isInstance(error, NoValuesError) && !isInstance(error, ValueKernelError)) throw error;
      // It had values when it ran first, and what followed from them is known.
      return outputs.map(({ shape, dtype }) => shapeOnlyTensor(shape, dtype));
    }
  }

  #runGroup(part: readonly Operation[], group: CustomGradient): void {
    const product = fusedIn(part);
    const results =
      product === undefined ? this.#applied(group) : this.#fusedAgain(product, group.outputs);
    this.#set(group.outputs, results);
    const main = mainOf(part);
    if (main !== undefined) this.#options.ran?.(main);
  }

  #applied({ run, inputs }: CustomGradient): readonly core.Tensor[] {
    const given = inputs.map((input) => (isTensor(input) ? this.tensor(input) : input));
    return tensorList(core.engine().customGrad(run)(...given));
  }

  #fusedAgain(product: KernelOperation, outputs: readonly core.Tensor[]): readonly core.Tensor[] {
    const inputs = mapTensors(product.named, this.tensor) as core.NamedTensorMap;
    const result = fused.get(product.kernel)?.({ ...inputs, ...product.attrs });
    return outputs.flatMap(({ shape }) =>
      result === undefined ? [] : [core.reshape(result, [...shape])],
    );
  }

  #set(recorded: readonly core.Tensor[], tensors: readonly core.Tensor[]): void {
    recorded.forEach(({ id }, index) => {
      const tensor = tensors[index];
      if (tensor === undefined) return;
      this.#again.set(id, tensor);
      this.#own.add(tensor);
    });
  }

  #dispose(id: number): void {
    const tensor = this.#again.get(id);
    if (tensor !== undefined && this.#own.has(tensor)) tensor.dispose();
  }
}
