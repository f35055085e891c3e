/** The blocks of a shortened series in the tree: one of them stands for those that are left out. */
import { meet } from '../acyclic';
import type { Group, Leaf, Tree, TreeNode } from '../tree';
import type { FoundSeries, Series } from './findSeries';
import { namesOf, type Names } from './names';
import { blockBegin, leftOut } from './shorten';

/** Neighbours in one group, and in its layout. */
export interface StandIn {
  readonly group: Group;
  readonly before: TreeNode;
  /** Like all that are left out after it. */
  readonly block: TreeNode;
  readonly after: TreeNode;
  /** How many are left out. */
  readonly copies: number;
  readonly names: Names;
}

function leavesIn(node: TreeNode): number {
  if (node.type === 'leaf') return 1;
  return node.children.reduce((sum, child) => sum + leavesIn(child), 0);
}

type LeafAt = (node: number) => Leaf | undefined;

function standInOf(all: FoundSeries['all'], series: Series, leafAt: LeafAt): StandIn | undefined {
  const leafOf = (block: number): Leaf | undefined => leafAt(blockBegin(series, block));
  const [before, block, after] = [leafOf(1), leafOf(2), leafOf(series.times - 2)];
  const names = namesOf(all, series);
  if (before === undefined || block === undefined || after === undefined) return undefined;
  const first = meet(before, block);
  const second = meet(block, after);
  if (names === undefined || first === undefined || second === undefined) return undefined;
  if (first.group !== second.group || first.to !== second.from) return undefined;
  if ([first.from, first.to, second.to].some((node) => leavesIn(node) !== series.size))
    return undefined;
  const placed = { group: first.group, before: first.from, block: first.to, after: second.to };
  return { ...placed, copies: leftOut(series), names };
}

/**
 * Finds the blocks in the tree of the shortened graph, and has those that stand for others count as so many.
 *
 * @returns undefined where the tree is not what the series promised.
 */
export function markStandIns(found: FoundSeries, tree: Tree): readonly StandIn[] | undefined {
  const leaves = new Map(tree.leaves.map((leaf) => [leaf.node, leaf]));
  const { nodes } = found.all.regrouped.graph;
  const leafAt: LeafAt = (number) => {
    const node = nodes[number];
    return node && leaves.get(node);
  };
  const marked: StandIn[] = [];
  for (const series of found.series) {
    const standIn = standInOf(found.all, series, leafAt);
    if (standIn === undefined) return undefined;
    standIn.block.times = 1 + standIn.copies;
    marked.push(standIn);
  }
  return marked;
}
