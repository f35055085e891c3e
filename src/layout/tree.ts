/** The hierarchy that is drawn: layers in the groups that the user's functions and models make. */
import type { GraphNode, Skip } from '../model/graph';

/** One layer. */
export interface Leaf {
  readonly type: 'leaf';
  /** Unique in the tree. */
  readonly id: string;
  /** The same as a number, below the tree's `size`: what is known of each stands in arrays. */
  readonly number: number;
  readonly node: GraphNode;
  /** As a group's. */
  times?: number;
  parent: Group;
}

/** A call of a user's function, a nested model, or (the root) the whole model. */
export interface Group {
  readonly type: 'group';
  readonly id: string;
  /** As a leaf's. */
  readonly number: number;
  readonly title: string;
  /** A nested model; what merges with it takes its id and title. */
  readonly model: boolean;
  /** Blocks in a row that are alike, found in the graph where the code has no name for them. */
  readonly run: boolean;
  /** How many alike ones in a row it stands for, itself included, in a shortened series; absent for 1. */
  times?: number;
  children: TreeNode[];
  parent: Group | null;
}

export type TreeNode = Leaf | Group;

/** A tensor between two layers, nested models resolved to the layers inside. */
export interface Flow {
  readonly from: Leaf;
  readonly output: number;
  readonly to: Leaf;
  /** Shape in words. */
  readonly shape: string;
  /** The skip whose shortcut this is part of. */
  readonly skip: FlatSkip | undefined;
}

/** A skip of any of the nested graphs. */
export interface FlatSkip {
  /** Unique in the tree. */
  readonly id: string;
  readonly skip: Skip;
  readonly fork: Leaf;
  readonly merge: Leaf;
}

export interface Tree {
  readonly root: Group;
  /** Above all numbers of leaves and groups. */
  readonly size: number;
  /** In an order in which every flow goes forward. */
  readonly leaves: readonly Leaf[];
  readonly flows: readonly Flow[];
  readonly skips: readonly FlatSkip[];
}

/** Distance from the root, whose children are at 0. */
export function depthOf(node: TreeNode): number {
  let depth = -1;
  for (let above = node.parent; above !== null; above = above.parent) depth++;
  return depth;
}

/** How many nodes it stands for: those that those around it stand for are many times there. */
export function countOf(node: TreeNode): number {
  let count = node.times ?? 1;
  for (let above = node.parent; above !== null; above = above.parent) count *= above.times ?? 1;
  return count;
}

/** How many children a group and those that it stands for have. */
export function childCount(group: Group): number {
  const own = group.children.reduce((sum, { times = 1 }) => sum + times, 0);
  return own * countOf(group);
}

/** Every group, each before the groups it holds. */
export function groupsOf(root: Group): Group[] {
  const groups = [root];
  for (const group of groups)
    for (const child of group.children) if (child.type === 'group') groups.push(child);
  return groups;
}

/** Makes ids unique by a suffix, in the order they are asked for. */
export function uniqueIds(): (wanted: string) => string {
  const taken = new Set<string>();
  return (wanted) => {
    let id = wanted;
    // The set grows by what is new: asking it first would hash each id twice.
    for (let copy = 2, before = taken.size; taken.add(id).size === before; copy++)
      id = `${wanted}~${copy}`;
    return id;
  };
}
