/** What each line of source cost, for what stands beside the code: `3.2 ms fwd · 6.8 ms bwd (×4)`. */
import type { Profile, ProfiledNode } from '../../protocol/profile';
import { addViews, noViews, type CostViews } from './costSum';
import { nestingOf } from './nesting';
import { nodeCosts, type NodeCost } from './nodeCosts';

export interface LineCost {
  /** From 1. */
  readonly line: number;
  /** How often the line ran: the most layers that one call on it applied. */
  readonly runs: number;
  /** Of all runs together, with what is inside of the layers that the line applied. */
  readonly cost: CostViews;
  /** Of one run: the middle one, by its time. */
  readonly perRun: { readonly forwardMs: number; readonly backwardMs: number };
  /** Ids of the nodes that the line applied, those inside of others on the same line left out. */
  readonly nodes: readonly string[];
}

/** By file, lines in ascending order. */
export type LineCosts = ReadonlyMap<string, readonly LineCost[]>;

type Lines = Map<string, Map<number, NodeCost[]>>;

/** Whether a node around this one stands on the same line, and so has its cost already. */
function isCounted(node: ProfiledNode, around: readonly ProfiledNode[]): boolean {
  return around.some(
    ({ source }) => source?.file === node.source?.file && source?.line === node.source?.line,
  );
}

function linesOf(profile: Profile): Lines {
  const { ancestors } = nestingOf(profile);
  const lines: Lines = new Map();
  for (const cost of nodeCosts(profile).values()) {
    const { source } = cost.node;
    if (source === undefined || isCounted(cost.node, ancestors(cost.node))) continue;
    const ofFile = lines.get(source.file) ?? new Map<number, NodeCost[]>();
    lines.set(source.file, ofFile);
    const onLine = ofFile.get(source.line);
    if (onLine === undefined) ofFile.set(source.line, [cost]);
    else onLine.push(cost);
  }
  return lines;
}

/** The n-th application of each call on the line is its n-th run. */
function runsOf(costs: readonly NodeCost[]): CostViews[] {
  const byColumn = new Map<number, number>();
  const runs: CostViews[] = [];
  for (const { node, whole } of costs) {
    const column = node.source?.column ?? 0;
    const run = byColumn.get(column) ?? 0;
    byColumn.set(column, run + 1);
    runs[run] = addViews(runs[run] ?? noViews, whole);
  }
  return runs;
}

/** The median; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return (low + high) / 2;
}

function lineCost(line: number, costs: readonly NodeCost[]): LineCost {
  const runs = runsOf(costs);
  return {
    line,
    runs: runs.length,
    cost: runs.reduce(addViews, noViews),
    perRun: {
      forwardMs: median(runs.map(({ forward }) => forward.ms)),
      backwardMs: median(runs.map(({ backward }) => backward.ms)),
    },
    nodes: costs.map(({ node }) => node.id),
  };
}

/**
 * By file and line, what the layers and operations cost that the line applied. The line that applies a custom
 * layer has all of it, and the lines inside the layer have their parts, so lines do not add up to the step.
 */
export function lineCosts(profile: Profile): LineCosts {
  return new Map(
    [...linesOf(profile)].map(([file, lines]) => [
      file,
      [...lines].sort(([a], [b]) => a - b).map(([line, costs]) => lineCost(line, costs)),
    ]),
  );
}
