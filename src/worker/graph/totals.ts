/** Counts of weights, each once, and their sums. */
import type { GraphNode, Macs, ParameterCounts } from '../../model/graph';
import type { core } from '../tfjs/library';
import type { OwnedWeight } from './layerFacts';

/** The parameters of weights that were not counted before. */
export function countNew(
  counted: Set<core.Tensor>,
  weights: readonly OwnedWeight[],
): ParameterCounts {
  const counts = { trainable: 0, nonTrainable: 0, untracked: 0 };
  for (const weight of weights) {
    if (counted.has(weight.variable)) continue;
    counted.add(weight.variable);
    const size = weight.shape.reduce((product, n) => product * n, 1);
    if (weight.untracked === true) counts.untracked += size;
    else if (weight.trainable) counts.trainable += size;
    else counts.nonTrainable += size;
  }
  return withoutZero(counts);
}

/** `untracked` is there where there is something to say. */
function withoutZero(counts: Required<ParameterCounts>): ParameterCounts {
  const { trainable, nonTrainable, untracked } = counts;
  return { trainable, nonTrainable, ...(untracked === 0 ? {} : { untracked }) };
}

export function sumParameters(parts: readonly ParameterCounts[]): ParameterCounts {
  const sum = (of: (part: ParameterCounts) => number): number =>
    parts.reduce((total, part) => total + of(part), 0);
  return withoutZero({
    trainable: sum(({ trainable }) => trainable),
    nonTrainable: sum(({ nonTrainable }) => nonTrainable),
    untracked: sum(({ untracked }) => untracked ?? 0),
  });
}

/** Sums of a level's nodes; a nested model's node holds the sum of its own. */
export function totalParameters(nodes: readonly GraphNode[]): ParameterCounts {
  return sumParameters(nodes.map(({ parameters }) => parameters));
}

/** The backward pass is known where it is known of every node. */
export function totalMacs(nodes: readonly GraphNode[]): Macs {
  const forward = nodes.reduce((sum, { macs }) => sum + macs.forward, 0);
  if (!nodes.every(({ macs }) => macs.backward !== undefined)) return { forward };
  return { forward, backward: nodes.reduce((sum, { macs }) => sum + (macs.backward ?? 0), 0) };
}
