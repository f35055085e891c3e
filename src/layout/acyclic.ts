/** Holds what the layout relies on: no cycles, neither of layers nor of groups. */
import { dissolve } from './prune';
import { sortTopologically, type Arc } from './topology';
import { groupsOf, type Flow, type Group, type Leaf, type Tree, type TreeNode } from './tree';

/** Drops the flows that would close a cycle of layers, which no model has and a hostile file may. */
export function dropBackwardFlows(tree: Tree): Tree {
  const numbers = new Map(tree.leaves.map((leaf, number) => [leaf, number]));
  const arcs = tree.flows.map((flow) => arcOf(numbers, flow));
  const { order, rest } = sortTopologically(tree.leaves.length, arcs);
  if (rest.length === 0 && arcs.every(({ from, to }) => from < to)) return tree;
  const sorted = [...order, ...rest];
  const rank = new Map(sorted.map((number, position) => [tree.leaves[number], position]));
  const at = (leaf: Leaf): number => rank.get(leaf) ?? 0;
  return {
    ...tree,
    leaves: sorted.flatMap((number) => tree.leaves[number] ?? []),
    flows: tree.flows.filter((flow) => at(flow.from) < at(flow.to)),
  };
}

function arcOf(numbers: ReadonlyMap<Leaf, number>, flow: Flow): Arc {
  return { from: numbers.get(flow.from) ?? 0, to: numbers.get(flow.to) ?? 0 };
}

/** Where two nodes hang on a common group: that group, and its two children above the nodes. */
export interface Meeting {
  readonly group: Group;
  readonly from: TreeNode;
  readonly to: TreeNode;
}

/** Chain of nodes from `node` up to the root's child. */
function lineOf(node: TreeNode): TreeNode[] {
  const line: TreeNode[] = [];
  for (let next = node; next.parent !== null; next = next.parent) line.push(next);
  return line;
}

/** Nothing where one of the two holds the other. */
export function meet(from: TreeNode, to: TreeNode): Meeting | undefined {
  const a = lineOf(from);
  const b = lineOf(to);
  let above = { from: a.pop(), to: b.pop() };
  while (above.from !== undefined && above.from === above.to)
    above = { from: a.pop(), to: b.pop() };
  if (above.from === undefined || above.to === undefined) return undefined;
  const group = above.from.parent;
  return group === null ? undefined : { group, from: above.from, to: above.to };
}

function arcsByGroup(tree: Tree): Map<Group, Meeting[]> {
  const byGroup = new Map<Group, Meeting[]>();
  for (const flow of tree.flows) {
    const meeting = meet(flow.from, flow.to);
    if (meeting === undefined) continue;
    const list = byGroup.get(meeting.group) ?? [];
    if (list.push(meeting) === 1) byGroup.set(meeting.group, list);
  }
  return byGroup;
}

/** The groups within `group` that lie on a cycle, or between cycles. */
function tangled(group: Group, meetings: readonly Meeting[]): Group[] {
  const numbers = new Map(group.children.map((child, number) => [child, number]));
  const arcs = meetings.map(({ from, to }) => ({
    from: numbers.get(from) ?? 0,
    to: numbers.get(to) ?? 0,
  }));
  const forward = sortTopologically(group.children.length, arcs);
  if (forward.rest.length === 0) return [];
  const reversed = arcs.map(({ from, to }) => ({ from: to, to: from }));
  const backward = new Set(sortTopologically(group.children.length, reversed).rest);
  return forward.rest.flatMap((number) => {
    const child = group.children[number];
    return child?.type === 'group' && backward.has(number) ? [child] : [];
  });
}

/**
 * What is built during one call is an interval of the building order, so a group never closes a
 * cycle. Where one does all the same (a hostile graph), its border is taken away.
 */
export function dissolveTangledGroups(tree: Tree): void {
  for (;;) {
    const byGroup = arcsByGroup(tree);
    const bad = groupsOf(tree.root).flatMap((group) => tangled(group, byGroup.get(group) ?? []));
    if (bad.length === 0) return;
    for (const group of bad) dissolve(group);
  }
}
