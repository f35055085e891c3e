/** Which identity skips are a transformer's. */
import { hasAttention, isFeedForward } from './attention';
import type { Found } from './found';
import type { Indexed } from './indexed';

/** How far back from a fork the merge before it is looked for: a normalization, written out. */
const longestStep = 32;

/** Each node belongs to the innermost residual branch that it is on. */
function ownBranches(skips: readonly Found[]): number[][] {
  const claimed = new Set<number>();
  return skips.map(({ branch }) => {
    const own = branch.filter((number) => !claimed.has(number));
    for (const number of own) claimed.add(number);
    return own;
  });
}

/** The merge that a fork continues: itself, or the one before it with no weight layer between. */
function mergeBefore(graph: Indexed, fork: number, merges: ReadonlySet<number>): number {
  let at = fork;
  for (let step = 0; step < longestStep && at >= 0; step++) {
    if (merges.has(at)) return at;
    if (graph.lengths[at] !== 0) break;
    at = graph.idom[at] ?? -1;
  }
  return fork;
}

/**
 * For each skip the start of its residual stream: skips that follow each other, the merge of one
 * being the fork of the next but for normalization, are of one stream.
 */
function streamsOf(graph: Indexed, skips: readonly Found[]): number[] {
  const merges = new Set(skips.map(({ merge }) => merge));
  const starts = new Map<number, number>();
  return skips.map(({ fork, merge }) => {
    const before = mergeBefore(graph, fork, merges);
    const start = starts.get(before) ?? before;
    starts.set(merge, start);
    return start;
  });
}

/**
 * An identity skip is a transformer's when its residual branch is attention, or a feed-forward network
 * of two dense layers on a residual stream that has attention too; normalization may stand before or
 * after (Vaswani et al. 2017, "Attention is all you need", section 3.1; Xiong et al. 2020, "On layer
 * normalization in the transformer architecture", fig. 1). What is on the branch of a skip inside it
 * does not count for the outer one.
 */
export function withTransformers(graph: Indexed, skips: readonly Found[]): Found[] {
  const own = ownBranches(skips);
  const identity = skips.map(({ kind }) => kind === 'identity');
  const attends = skips.map((_, i) => identity[i] === true && hasAttention(graph, own[i] ?? []));
  if (!attends.includes(true)) return [...skips];
  const streams = streamsOf(graph, skips);
  const attentive = new Set(streams.filter((_, i) => attends[i]));
  return skips.map((skip, i) => {
    const inBlock = attentive.has(streams[i] ?? -1) && isFeedForward(graph, own[i] ?? []);
    const is = attends[i] === true || (identity[i] === true && inBlock);
    return is ? { ...skip, kind: 'transformer' } : skip;
  });
}
