/** Which groups are open. */
import type { Expansion } from './picture';
import { childCount, depthOf, groupsOf, type Group } from './tree';

/** With more boxes than this, the deepest groups start closed. */
const boxBudget = 300;

/** The depth of groups from which on they start closed: the deepest that keeps to the budget. */
function firstClosedDepth(groups: readonly Group[]): number {
  const boxesAtDepth: number[] = [];
  for (const group of groups) {
    const depth = depthOf(group) + 1;
    boxesAtDepth[depth] = (boxesAtDepth[depth] ?? 0) + childCount(group);
  }
  let visible = 0;
  const tooDeep = boxesAtDepth.findIndex((boxes) => (visible += boxes) > boxBudget);
  return tooDeep === -1 ? Infinity : tooDeep - 1;
}

/** Groups around the call that failed: what is looked for must not be hidden. */
function aroundFailure(groups: readonly Group[]): ReadonlySet<Group> {
  const around = new Set<Group>();
  for (const group of groups) {
    const failed = group.children.some(
      (child) => child.type === 'leaf' && child.node.failed === true,
    );
    for (let above = failed ? group : null; above !== null; above = above.parent) around.add(above);
  }
  return around;
}

/**
 * Whether each group is open when nobody said anything: everything, as long as that stays a picture
 * one can look at; else the outer levels only, and what leads to the call that failed. Runs of alike
 * blocks start closed: who has seen one of them has seen them all.
 */
function defaultExpansion(root: Group): Expansion {
  const groups = groupsOf(root).filter((group) => group !== root);
  const closedFrom = firstClosedDepth([root, ...groups]);
  const around = aroundFailure(groups);
  return Object.fromEntries(
    groups.map((group) => [
      group.id,
      (depthOf(group) < closedFrom && !group.run) || around.has(group),
    ]),
  );
}

/** What the user said of a group. */
export function said(id: string, expansion: Expansion): boolean | undefined {
  return Object.hasOwn(expansion, id) ? expansion[id] : undefined;
}

/** Says of each group whether it is open: as the user said, else by default. */
export function openness(root: Group, expansion: Expansion): (id: string) => boolean {
  let defaults: Expansion | undefined;
  return (id) => said(id, expansion) ?? said(id, (defaults ??= defaultExpansion(root))) ?? true;
}
