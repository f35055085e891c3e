/** What of a tree is visible when some groups are closed: boxes, the wires between them, skips. */
import type { SkipKind } from '../model/graph';
import { openness } from './expansion';
import type { Expansion } from './picture';
import {
  countOf,
  groupsOf,
  uniqueIds,
  type FlatSkip,
  type Flow,
  type Group,
  type Leaf,
  type Tree,
  type TreeNode,
} from './tree';

/** A wire to be routed. */
export interface Connection {
  readonly id: string;
  /** The layer that the tensor comes from, and the number of it among the layer's outputs. */
  readonly source: Leaf;
  readonly output: number;
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
  readonly tree: Tree;
  readonly shown: Shown;
  /** Skips that no wire shows, by the closed group or the layer that hides their merge. */
  readonly hiddenSkips: ReadonlyMap<TreeNode, SkipCounts>;
}

/** The visible box that stands for a node: itself, or the outermost closed group around it. */
class Shown {
  /** Nodes in closed groups. */
  readonly #hidden = new Map<TreeNode, Group>();

  constructor(open: readonly Group[]) {
    const opened = new Set<TreeNode>(open);
    for (const group of open)
      for (const child of group.children)
        if (child.type === 'group' && !opened.has(child)) this.#hide(child);
  }

  #hide(closed: Group): void {
    for (const group of groupsOf(closed)) {
      for (const child of group.children) this.#hidden.set(child, closed);
    }
  }

  get(node: TreeNode): TreeNode {
    return this.#hidden.get(node) ?? node;
  }
}

function openGroups(tree: Tree, expansion: Expansion): Group[] {
  const isOpen = openness(tree.root, expansion);
  const open = [tree.root];
  for (const group of open)
    for (const child of group.children)
      if (child.type === 'group' && isOpen(child.id)) open.push(child);
  return open;
}

/** A connection while more flows may still fall together with it. */
interface Draft extends Connection {
  /** That whose merge is seen; else that which this is part of and of nothing else. */
  skip: FlatSkip | undefined;
  isSeen: boolean;
  /** The draft made before it from the same leaf. */
  readonly before: Draft | undefined;
}

/** Whether the merge of the flow's skip is a box of its own. */
function isSeen({ skip }: Flow, shown: Shown): boolean {
  if (skip === undefined) return false;
  return shown.get(skip.merge) === skip.merge;
}

/** Adds a flow to the connection that it falls together with. */
function join(draft: Draft, flow: Flow, shown: Shown): void {
  if (draft.isSeen) return;
  draft.isSeen = isSeen(flow, shown);
  // A closed block reads its input for its branch as well.
  if (draft.isSeen || flow.skip === undefined) draft.skip = flow.skip;
}

/** Numbers of the visible flows by consumer, as lists: the first flow of each, and the one after each. */
interface FlowLists {
  readonly first: Int32Array;
  readonly next: Int32Array;
  /** The consumers, in the order of their first flows. */
  readonly consumers: readonly TreeNode[];
}

function byConsumer({ flows, size }: Tree, shown: Shown): FlowLists {
  const first = new Int32Array(size).fill(-1);
  const last = new Int32Array(size).fill(-1);
  const next = new Int32Array(flows.length).fill(-1);
  const consumers: TreeNode[] = [];
  flows.forEach((flow, number) => {
    const to = shown.get(flow.to);
    if (shown.get(flow.from) === to) return;
    const before = last[to.number] ?? -1;
    last[to.number] = number;
    if (before !== -1) next[before] = number;
    else {
      first[to.number] = number;
      consumers.push(to);
    }
  });
  return { first, next, consumers };
}

/** One for each tensor and visible consumer. */
function connectionsOf(tree: Tree, shown: Shown): readonly Connection[] {
  const { first, next, consumers } = byConsumer(tree, shown);
  const idOf = wireIds(tree);
  const drafts: Draft[] = [];
  /** By the leaf that a tensor comes from, the last draft. */
  const latest: (Draft | undefined)[] = new Array<undefined>(tree.size).fill(undefined);
  for (const to of consumers) {
    for (let number = first[to.number] ?? -1; number !== -1; number = next[number] ?? -1) {
      const flow = tree.flows[number];
      if (flow === undefined) break;
      const { output, shape, skip } = flow;
      const before = latest[flow.from.number];
      const known = sameTensor(before, to, output);
      if (known !== undefined) {
        join(known, flow, shown);
        continue;
      }
      const [id, from] = [idOf(flow, to), shown.get(flow.from)];
      const seen = isSeen(flow, shown);
      const draft = { id, source: flow.from, from, to, shape, skip, output, isSeen: seen, before };
      latest[flow.from.number] = draft;
      drafts.push(draft);
    }
  }
  return drafts;
}

/** The draft to this consumer from this output of the leaf whose last draft is `latest`. */
function sameTensor(latest: Draft | undefined, to: TreeNode, output: number): Draft | undefined {
  for (let draft = latest; draft?.to === to; draft = draft.before)
    if (draft.output === output) return draft;
  return undefined;
}

/** The carousel of a recurrent layer goes around inside of it. */
function isHeld({ merge, skip }: FlatSkip): boolean {
  return skip.fork === skip.merge && merge.node.id === skip.merge;
}

function countHidden(tree: Tree, shown: Shown, drawn: ReadonlySet<FlatSkip | undefined>) {
  const hidden = new Map<TreeNode, SkipCounts>();
  for (const flat of tree.skips) {
    const { merge, skip } = flat;
    const box = shown.get(merge);
    if (drawn.has(flat) || (box === merge && !isHeld(flat))) continue;
    const counts = hidden.get(box) ?? {};
    counts[skip.kind] = (counts[skip.kind] ?? 0) + countOf(merge) / countOf(box);
    hidden.set(box, counts);
  }
  return hidden;
}

/** Ids of wires, made unique where they may not be: where an id holds what joins the two. */
function wireIds({ root, leaves }: Tree): (flow: Flow, to: TreeNode) => string {
  const idOf = ({ from, output }: Flow, to: TreeNode): string => `${from.id}:${output}→${to.id}`;
  const hasArrow = ({ id }: TreeNode): boolean => id.includes('→');
  if (!leaves.some(hasArrow) && !groupsOf(root).some(hasArrow)) return idOf;
  const unique = uniqueIds();
  return (flow, to) => unique(idOf(flow, to));
}

export function viewOf(tree: Tree, expansion: Expansion): View {
  const open = openGroups(tree, expansion);
  const shown = new Shown(open);
  const connections = connectionsOf(tree, shown);
  const drawn = new Set<FlatSkip | undefined>();
  for (const { skip } of connections) drawn.add(skip);
  return { tree, open, connections, shown, hiddenSkips: countHidden(tree, shown, drawn) };
}
