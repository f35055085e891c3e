/** The counts of a layer as formulas with its own numbers put in, for people who check them. */
import { activationBytes } from './bytes';
import { formatExact } from './format';
import type { GraphNode, Shape, TensorSpec } from './graph';
import { macFactors } from './macs';

/** `56×56 × 3×3×64×64 = 115,605,504` */
export interface Formula {
  /** Left of the equals sign; the number itself where there is nothing to work out. */
  readonly terms: string;
  readonly value: number;
}

export function formulaText({ terms, value }: Formula): string {
  const result = formatExact(value);
  return terms === result ? result : `${terms} = ${result}`;
}

function times(sizes: Shape): string {
  return sizes.length === 0 ? '1' : sizes.map((size) => String(size ?? 1)).join('×');
}

/** Equal terms are told once: `4 × 64`. */
function sum(terms: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return [...counts]
    .map(([term, count]) => (count === 1 ? term : `${count} × ${term}`))
    .join(' + ');
}

/** Whether the layer is of a kind that has a bias unless it is told otherwise. */
function withoutBias({ config, weights }: Pick<GraphNode, 'config' | 'weights'>): boolean {
  return config['useBias'] === false && weights.length > 0;
}

/**
 * The scalars of a layer's weights: `3×3×64×64 + 64`, with `+ 0` where a bias was left out. Undefined where it
 * has none, or where the sum is not what the layer adds to the model, because its weights are shared or hidden
 * from tf.layers.
 */
export function parameterFormula(
  node: Pick<GraphNode, 'config' | 'weights' | 'parameters'>,
): Formula | undefined {
  const { weights, parameters } = node;
  const value = parameters.trainable + parameters.nonTrainable;
  const scalars = weights.reduce(
    (all, { shape }) => all + shape.reduce((n, size) => n * size, 1),
    0,
  );
  if (weights.length === 0 || scalars !== value) return undefined;
  const terms = sum(weights.map(({ shape }) => times(shape)));
  return { terms: withoutBias(node) ? `${terms} + 0` : terms, value };
}

/**
 * The multiply-accumulates of a forward pass for one example: how often the kernels are applied, times their
 * scalars. Undefined where there are none, or where they were counted operation by operation.
 */
export function macFormula(node: GraphNode): Formula | undefined {
  const factors = macFactors(node);
  if (factors === undefined || node.macs.forward === 0) return undefined;
  const { applications, kernels } = factors;
  const scalars = kernels.reduce((all, kernel) => all + kernel.reduce((n, size) => n * size, 1), 0);
  if (applications.reduce((n, size) => n * size, scalars) !== node.macs.forward) return undefined;
  const inner = sum(kernels.map(times));
  const kernel = kernels.length === 1 ? inner : `(${inner})`;
  const terms = applications.length === 0 ? inner : `${times(applications)} × ${kernel}`;
  return { terms, value: node.macs.forward };
}

/** Bytes of one example's outputs: `56×56×64 × 4 bytes`. */
export function activationFormula(node: Pick<GraphNode, 'outputs'>): Formula | undefined {
  const value = activationBytes(node);
  if (value === 0) return undefined;
  const term = (output: TensorSpec): string => {
    const scalars = output.shape.slice(1).reduce<number>((n, size) => n * (size ?? 1), 1);
    const bytes = activationBytes({ outputs: [output] }) / Math.max(1, scalars);
    return `${times(output.shape.slice(1))} × ${bytes} bytes`;
  };
  return { terms: sum(node.outputs.map(term)), value };
}
