/** What a training step of a model holds in memory, as it was measured for one size of the batch. */

export const optimizers = ['sgd', 'momentum', 'adam'] as const;
export type OptimizerName = (typeof optimizers)[number];

export type ByOptimizer = Readonly<Record<OptimizerName, number>>;

/** Bytes, of a step with the mean squared error that is not the first: optimizers have their slots. */
export interface TrainingMemory {
  /** Examples in the batch; of a function of tensors, those of the arguments it was called with. */
  readonly batchSize: number;
  /** Of all weights, trained or not. */
  readonly weights: number;
  /** Of the gradients to the weights that are trained. */
  readonly gradients: number;
  /** What the forward pass leaves behind for the gradient, with the batch itself. */
  readonly activations: number;
  /** What each optimizer keeps from step to step, such as the two moments of Adam. */
  readonly slots: ByOptimizer;
  /**
   * The most that tensors hold at once, where tensors that are only reshaped or kept share their data.
   * It is no sum of the others: gradients come while activations go, and operations have results that
   * nobody keeps.
   */
  readonly peak: ByOptimizer;
  /** The same with what kernels of the cpu backend hold beside their results while they run. */
  readonly cpu: ByOptimizer;
  /** The same on the wasm backend, which copies what others share. */
  readonly wasm: ByOptimizer;
}

/** How many values other optimizers of TensorFlow.js keep of each trained weight; RMSProp without `centered`. */
const slotsOfWeight: ReadonlyMap<string, number> = new Map([
  ['adagrad', 1],
  ['rmsprop', 2],
  ['adadelta', 2],
  ['adamax', 2],
]);

/**
 * The peak with an optimizer, in bytes: measured, or, of one that was not, the gradient's peak with its slots beside.
 * @param optimizer its class name, in any case
 * @returns undefined where it is not known, or where the update could hold more than the gradient
 */
export function peakWith({ peak, slots, gradients }: TrainingMemory, optimizer: string) {
  const name = optimizer.toLowerCase();
  const measured = optimizers.find((one) => one === name);
  if (measured !== undefined) return peak[measured];
  const each = slotsOfWeight.get(name);
  const withoutSlots = peak.adam - slots.adam;
  // Where updates are the peak, the difference of two optimizers is not that of their slots.
  if (each === undefined || withoutSlots !== peak.momentum - slots.momentum) return undefined;
  return withoutSlots + each * gradients;
}
