/** Holds what the layout relies on: no cycles, neither of layers nor of groups. */
import { dissolve } from './prune';
import { sortTopologically, type Arc } from './topology';
import {
  depthOf,
  groupsOf,
  type Flow,
  type Group,
  type Leaf,
  type Tree,
  type TreeNode,
} from './tree';

/** Drops the flows that would close a cycle of layers, which no model has and a hostile file may. */
export function dropBackwardFlows(tree: Tree): Tree {
  // As they are numbered, so they were built.
  if (tree.flows.every(({ from, to }) => from.number < to.number)) return tree;
  const numbers = new Map(tree.leaves.map((leaf, number) => [leaf, number]));
  const arcs = tree.flows.map((flow) => arcOf(numbers, flow));
  const { order, rest } = sortTopologically(tree.leaves.length, arcs);
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

/** The node itself, or the group around it that lies so many levels further out. */
function outward(node: TreeNode, levels: number): TreeNode {
  let above = node;
  for (let level = 0; level < levels && above.parent !== null; level++) above = above.parent;
  return above;
}

/** Nothing where one of the two holds the other. */
export function meet(from: TreeNode, to: TreeNode): Meeting | undefined {
  const deeper = from.parent === to.parent ? 0 : depthOf(from) - depthOf(to);
  let a = outward(from, deeper);
  let b = outward(to, -deeper);
  if (a === b) return undefined;
  while (a.parent !== b.parent && a.parent !== null && b.parent !== null)
    [a, b] = [a.parent, b.parent];
  return a.parent === null ? undefined : { group: a.parent, from: a, to: b };
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
 * Whether every group is a part of the leaves' order without gaps. Then no group closes a cycle, since
 * every flow goes forward in that order.
 */
function areIntervals({ root, leaves, size }: Tree): boolean {
  const position = new Int32Array(size);
  leaves.forEach(({ number }, at) => (position[number] = at));
  const first = new Int32Array(size).fill(leaves.length);
  const last = new Int32Array(size).fill(-1);
  const count = new Int32Array(size);
  for (const group of groupsOf(root).reverse()) {
    const { number } = group;
    for (const child of group.children) {
      const isLeaf = child.type === 'leaf';
      const at = (isLeaf ? position : first)[child.number] ?? 0;
      const end = (isLeaf ? position : last)[child.number] ?? 0;
      first[number] = Math.min(first[number] ?? 0, at);
      last[number] = Math.max(last[number] ?? 0, end);
      count[number] = (count[number] ?? 0) + (isLeaf ? 1 : (count[child.number] ?? 0));
    }
    if ((last[number] ?? 0) - (first[number] ?? 0) + 1 !== count[number]) return false;
  }
  return true;
}

/**
 * What is built during one call is an interval of the building order, so a group never closes a
 * cycle. Where one does all the same (a hostile graph), its border is taken away.
 */
export function dissolveTangledGroups(tree: Tree): void {
  if (areIntervals(tree)) return;
  for (;;) {
    const byGroup = arcsByGroup(tree);
    const bad = groupsOf(tree.root).flatMap((group) => tangled(group, byGroup.get(group) ?? []));
    if (bad.length === 0) return;
    for (const group of bad) dissolve(group);
  }
}
