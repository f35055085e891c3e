/** A model in three numbers. */
import type { InnerGraph, ModelGraph } from './graph';

export interface Totals {
  /** Trainable and non-trainable together. */
  readonly parameters: number;
  /** Forward, for one example. */
  readonly macs: number;
  /** Those inside nested models and custom layers too. */
  readonly skips: number;
}

function countSkips(graph: InnerGraph): number {
  return graph.nodes.reduce(
    (sum, { inner }) => (inner === undefined ? sum : sum + countSkips(inner)),
    graph.skips.length,
  );
}

export function totalsOf(graph: ModelGraph): Totals {
  const { trainable, nonTrainable } = graph.parameters;
  return {
    parameters: trainable + nonTrainable,
    macs: graph.macs.forward,
    skips: countSkips(graph),
  };
}
