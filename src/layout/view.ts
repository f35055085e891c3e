/** What of a tree is visible when some groups are closed: boxes, the wires between them, skips. */
import type { SkipKind } from '../model/graph';
import { defaultExpansion, isOpen } from './expansion';
import type { Expansion } from './picture';
import { uniqueIds, type FlatSkip, type Flow, type Group, type Tree, type TreeNode } from './tree';

/** A wire to be routed. */
export interface Connection {
  readonly id: string;
  readonly from: TreeNode;
  readonly to: TreeNode;
  readonly shape: string;
  readonly skip: FlatSkip | undefined;
}

export type SkipCounts = Partial<Record<SkipKind, number>>;

export interface View {
  /** The root and the open groups, each before the groups it holds. */
  readonly open: readonly Group[];
  readonly connections: readonly Connection[];
  /** For every layer (and hidden group) the visible box that stands for it. */
  readonly shown: ReadonlyMap<TreeNode, TreeNode>;
  /** Skips that no wire shows, by the closed group or the layer that hides their merge. */
  readonly hiddenSkips: ReadonlyMap<TreeNode, SkipCounts>;
}

/** For every leaf the visible box that stands for it: itself, or the outermost closed group. */
function representatives(open: readonly Group[]): Map<TreeNode, TreeNode> {
  const opened = new Set<TreeNode>(open);
  const shown = new Map<TreeNode, TreeNode>();
  for (const group of open) {
    for (const child of group.children) {
      if (opened.has(child)) continue;
      const below: TreeNode[] = [child];
      for (const node of below) {
        shown.set(node, child);
        if (node.type === 'group') for (const inner of node.children) below.push(inner);
      }
    }
  }
  return shown;
}

function openGroups(tree: Tree, expansion: Expansion): Group[] {
  const defaults = defaultExpansion(tree.root);
  const open = [tree.root];
  for (const group of open)
    for (const child of group.children)
      if (child.type === 'group' && isOpen(child.id, expansion, defaults)) open.push(child);
  return open;
}

/** A connection while more flows may still fall together with it. */
interface Draft {
  readonly from: TreeNode;
  readonly to: TreeNode;
  readonly flow: Flow;
  /** The skip whose merge is seen. */
  skip: FlatSkip | undefined;
  /** The skip that this is part of and nothing else: it is one also where its merge is hidden. */
  only: FlatSkip | undefined;
}

/** Whether the merge is a box of its own. */
function mergeShows(flow: Flow, shown: ReadonlyMap<TreeNode, TreeNode>): boolean {
  const merge = flow.skip?.merge;
  return merge !== undefined && shown.get(merge) === merge;
}

/** One for each tensor and visible consumer. */
function draftsOf(tree: Tree, shown: ReadonlyMap<TreeNode, TreeNode>): Draft[] {
  const drafts = new Map<TreeNode, Map<string, Draft>>();
  const numbers = new Map(tree.leaves.map((leaf, number) => [leaf, number]));
  for (const flow of tree.flows) {
    const from = shown.get(flow.from);
    const to = shown.get(flow.to);
    if (from === undefined || to === undefined || from === to) continue;
    const tensor = `${numbers.get(flow.from) ?? 0}:${flow.output}`;
    const consumer = drafts.get(to) ?? new Map<string, Draft>();
    if (consumer.size === 0) drafts.set(to, consumer);
    const skip = mergeShows(flow, shown) ? flow.skip : undefined;
    const known = consumer.get(tensor);
    if (known === undefined) {
      consumer.set(tensor, { from, to, flow, skip, only: flow.skip });
      continue;
    }
    known.skip ??= skip;
    // A closed block reads its input for its branch as well.
    if (flow.skip === undefined) known.only = undefined;
  }
  return [...drafts.values()].flatMap((consumer) => [...consumer.values()]);
}

/** The carousel of a recurrent layer goes around inside of it. */
function isHeld({ merge, skip }: FlatSkip): boolean {
  return skip.fork === skip.merge && merge.node.id === skip.merge;
}

function countHidden(
  tree: Tree,
  shown: ReadonlyMap<TreeNode, TreeNode>,
  drawn: ReadonlySet<FlatSkip | undefined>,
) {
  const hidden = new Map<TreeNode, SkipCounts>();
  for (const flat of tree.skips) {
    const { merge, skip } = flat;
    const box = shown.get(merge);
    if (box === undefined || drawn.has(flat) || (box === merge && !isHeld(flat))) continue;
    const counts = hidden.get(box) ?? {};
    counts[skip.kind] = (counts[skip.kind] ?? 0) + 1;
    hidden.set(box, counts);
  }
  return hidden;
}

export function viewOf(tree: Tree, expansion: Expansion): View {
  const open = openGroups(tree, expansion);
  const shown = representatives(open);
  const unique = uniqueIds();
  const connections = draftsOf(tree, shown).map(({ from, to, flow, skip, only }) => {
    const id = unique(`${flow.from.id}:${flow.output}→${to.id}`);
    return { id, from, to, shape: flow.shape, skip: skip ?? only };
  });
  const drawn = new Set(connections.map(({ skip }) => skip));
  return { open, connections, shown, hiddenSkips: countHidden(tree, shown, drawn) };
}
