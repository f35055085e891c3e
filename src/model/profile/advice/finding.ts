/** What a rule finds in one node: how much time the measurement says a change there could gain. */
import type { ModelGraph } from '../../graph';
import type { Profile, ProfiledNode } from '../../../protocol/profile';
import type { Translate } from '../../translate';
import type { CostViews } from '../costSum';
import { kernelStats, type KernelStats } from '../kernelStats';
import { nodeCosts } from '../nodeCosts';
import { neighboursIn, type Neighbours } from './neighbours';

export const adviceRules = [
  'batch',
  'launch',
  'host',
  'fold-norm',
  'fuse-activation',
  'bias',
  'depthwise',
  'below-roofs',
] as const;

export type AdviceRule = (typeof adviceRules)[number];

export interface Finding {
  readonly rule: AdviceRule;
  readonly node: ProfiledNode;
  readonly gainMs: number;
  /** How far the times may be off that the gain was taken from. */
  readonly spreadMs: number;
  /** The measured time that the gain is a part of. */
  readonly ofMs: number;
  readonly kernels: number;
  /** What the sentence about this node alone says besides. */
  readonly note?: (t: Translate) => string;
}

/** One node with all that rules look at. */
export interface Subject {
  readonly node: ProfiledNode;
  /** Without the nodes inside of it. */
  readonly own: CostViews;
  /** Absent unless all its kernels are among the profile's events. */
  readonly kernels: KernelStats | undefined;
  /** What is around it in the graph; absent where no graph is at hand, or another one. */
  readonly neighbours: Neighbours | undefined;
}

export interface Evidence {
  readonly profile: Profile;
  readonly subjects: readonly Subject[];
}

const noKernels: KernelStats = { count: 0, ms: 0, msOf: new Map() };

/**
 * All that rules look at.
 * @param graph the profiled model's; rules about what follows what are silent without it
 */
export function evidenceOf(profile: Profile, graph: ModelGraph | undefined): Evidence {
  const stats = kernelStats(profile);
  const neighbours = graph === undefined ? undefined : neighboursIn(graph);
  const subjects = [...nodeCosts(profile).values()].map(({ node, own }, i): Subject => {
    const kernels = stats.get(i) ?? noKernels;
    return {
      node,
      own,
      kernels: kernels.count === own.all.kernels ? kernels : undefined,
      neighbours: neighbours?.get(node.id),
    };
  });
  return { profile, subjects };
}

/** Finds nothing in a node, or something to gain. */
export type Rule = (subject: Subject, profile: Profile) => Finding | undefined;
