/** Where findings are told: at their node, and at the blocks and the step whose findings add up. */
import type { Profile } from '../../../protocol/profile';
import { nestingOf, pathTo } from '../nesting';
import type { AdviceRule, Finding } from './finding';

export type Target =
  | { readonly kind: 'step' }
  | { readonly kind: 'scope'; readonly scope: string }
  | { readonly kind: 'node'; readonly id: string };

/** Findings of one rule at one place. */
export interface Place {
  readonly rule: AdviceRule;
  readonly target: Target;
  readonly findings: readonly Finding[];
  readonly gainMs: number;
  readonly spreadMs: number;
  /** The place around it. */
  readonly outer: Place | undefined;
}

/** A block whose gain is nearly all that of one thing in it is not told beside it. */
const nearlyAll = 0.8;

interface Draft extends Place {
  readonly findings: Finding[];
  readonly outer: Draft | undefined;
  readonly children: Set<Draft>;
  gainMs: number;
  spreadMs: number;
}

function keyOf(rule: AdviceRule, target: Target): string {
  const id = target.kind === 'step' ? '' : target.kind === 'scope' ? target.scope : target.id;
  return `${rule} ${target.kind} ${id}`;
}

function targetsOf(finding: Finding, profile: Profile): Target[] {
  const path = pathTo(finding.node, nestingOf(profile)).map((step): Target =>
    step.kind === 'scope'
      ? { kind: 'scope', scope: step.scope }
      : { kind: 'node', id: step.node.id },
  );
  return [{ kind: 'step' }, ...path];
}

function draftAt(
  drafts: Map<string, Draft>,
  rule: AdviceRule,
  target: Target,
  outer: Draft | undefined,
): Draft {
  const key = keyOf(rule, target);
  const known = drafts.get(key);
  if (known !== undefined) return known;
  const draft: Draft = {
    rule,
    target,
    findings: [],
    children: new Set(),
    outer,
    gainMs: 0,
    spreadMs: 0,
  };
  drafts.set(key, draft);
  return draft;
}

function addFinding(drafts: Map<string, Draft>, finding: Finding, profile: Profile): void {
  let outer: Draft | undefined;
  for (const target of targetsOf(finding, profile)) {
    const draft = draftAt(drafts, finding.rule, target, outer);
    draft.findings.push(finding);
    draft.gainMs += finding.gainMs;
    draft.spreadMs += finding.spreadMs;
    outer?.children.add(draft);
    outer = draft;
  }
}

function isItsOwn({ gainMs, children }: Draft): boolean {
  return [...children].every((child) => child.gainMs < nearlyAll * gainMs);
}

/** Every place that says more than one inside of it does. */
export function placesOf(findings: readonly Finding[], profile: Profile): Place[] {
  const drafts = new Map<string, Draft>();
  for (const finding of findings) addFinding(drafts, finding, profile);
  return [...drafts.values()].filter(isItsOwn);
}
