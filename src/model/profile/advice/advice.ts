/**
 * What would make a step faster, as far as the measurement shows it. Each advice has the gain that measured
 * times, bytes and roofs support, and none is given for less than 1 % of the step, or for less than the times
 * are sure to.
 */
import type { ModelGraph } from '../../graph';
import type { Profile } from '../../../protocol/profile';
import { english, type Translate } from '../../translate';
import { innerSpreadMs } from '../costSum';
import { shareOfStep } from '../nodeCosts';
import { largerBatch } from './batchAdvice';
import {
  evidenceOf,
  type AdviceRule,
  type Evidence,
  type Finding,
  type Rule,
  type Subject,
} from './finding';
import { foldNorm, fuseActivation, wastedBias } from './fusionRules';
import { placesOf, type Place, type Target } from './places';
import { belowRoofs, depthwiseMemory, hostTime, manyLaunches } from './roofRules';
import { sentenceOf, targetTitle } from './sentences';

export interface Advice {
  readonly rule: AdviceRule;
  /** A layer, a function of the user's that made several, or the whole step. */
  readonly target: Target;
  /** The target as people call it: `stage 1 / block 2`, `conv2d_7`. */
  readonly title: string;
  /** Ids of the nodes that the gain comes from. */
  readonly nodes: readonly string[];
  /** What is so and what to do, as whole sentences. */
  readonly sentence: string;
  /** The most that could be gained, in milliseconds of the step. That of a block holds its layers'. */
  readonly gainMs: number;
  /** The same as a share of the step, from 0 to 1. */
  readonly share: number;
  /** Whether the same is advised of a block around the target, whose gain holds this one. */
  readonly inside: boolean;
}

/** Of these the first that finds something explains a node's time, and the rest say nothing of it. */
const explanations: readonly Rule[] = [hostTime, manyLaunches, depthwiseMemory, belowRoofs];

const changes: readonly Rule[] = [foldNorm, fuseActivation, wastedBias];

function findingsOf(subject: Subject, profile: Profile): Finding[] {
  const explained = explanations.map((rule) => rule(subject, profile)).find((found) => found);
  const others = changes.flatMap((rule) => rule(subject, profile) ?? []);
  return explained === undefined ? others : [explained, ...others];
}

/** Less than this, in milliseconds, is not worth saying, or not sure. */
export function leastGainMs(profile: Profile): number {
  const { step } = profile;
  return Math.max(0.01 * step.ms, innerSpreadMs(step, profile));
}

interface Told {
  readonly profile: Profile;
  readonly t: Translate;
}

function adviceAt(place: Place, told: ReadonlySet<Place>, { profile, t }: Told): Advice {
  const { rule, target, findings, gainMs } = place;
  let { outer } = place;
  while (outer !== undefined && !told.has(outer)) outer = outer.outer;
  return {
    rule,
    target,
    title: targetTitle(target, profile, t),
    nodes: findings.map(({ node }) => node.id),
    sentence: sentenceOf(place, profile, t),
    gainMs,
    share: shareOfStep({ ms: gainMs }, profile),
    inside: outer !== undefined,
  };
}

function fromFindings({ profile, subjects }: Evidence, t: Translate): Advice[] {
  const least = leastGainMs(profile);
  const findings = subjects.flatMap((subject) => findingsOf(subject, profile));
  const told = placesOf(findings, profile).filter(
    ({ gainMs, spreadMs: unsure }) => gainMs >= least && gainMs > unsure,
  );
  const places = new Set(told);
  return told.map((place) => adviceAt(place, places, { profile, t }));
}

/**
 * Advice for the step, its blocks and its layers, the largest gain first.
 * @param graph the graph of the profiled model, whose ids the profile's nodes have; advice that depends on what
 *   follows what, or on a layer's configuration, is given only with it
 * @param t of the reader's language
 */
export function adviseOn(profile: Profile, graph?: ModelGraph, t: Translate = english): Advice[] {
  const batch = largerBatch(profile, leastGainMs(profile), t);
  const advice = [
    ...(batch === undefined ? [] : [batch]),
    ...fromFindings(evidenceOf(profile, graph), t),
  ];
  return advice.sort((a, b) => b.gainMs - a.gainMs);
}
