/** The drawn hierarchy of a model as elements of a tree view: groups, layers, and ranges of long lists. */
import { treeOf } from '../../layout/layout';
import { totalsOf } from '../../layout/sizes';
import type { GroupTotals } from '../../layout/titles';
import type { Group, Leaf, TreeNode } from '../../layout/tree';
import type { GraphNode, ModelGraph, Skip } from '../../model/graph';

interface Common {
  /** That of the box in the picture; of a range its own. */
  readonly id: string;
  readonly parent: OutlineElement | undefined;
}

export interface LayerElement extends Common {
  readonly type: 'layer';
  readonly node: GraphNode;
  /** The skips that meet in the layer. */
  readonly skips: readonly Skip[];
}

export interface GroupElement extends Common {
  readonly type: 'group';
  readonly title: string;
  readonly totals: GroupTotals;
  /** Those that meet in the group, at any depth. */
  readonly skips: readonly Skip[];
  readonly children: readonly OutlineElement[];
}

/** Part of a list that is too long to be read, or to be sent, at once. */
export interface RangeElement extends Common {
  readonly type: 'range';
  /** Numbers of its first and last member, from 1. */
  readonly from: number;
  readonly to: number;
  readonly children: readonly OutlineElement[];
}

export type OutlineElement = LayerElement | GroupElement | RangeElement;

export interface OutlineElements {
  readonly roots: readonly OutlineElement[];
  readonly byId: ReadonlyMap<string, OutlineElement>;
}

/** Longer lists are cut into ranges. */
export const longestList = 250;

interface Making {
  readonly byId: Map<string, OutlineElement>;
  readonly skips: ReadonlyMap<TreeNode, readonly Skip[]>;
}

/** The skips that meet in each layer, and in each group around it. */
function skipsByNode(
  skips: readonly { readonly skip: Skip; readonly merge: Leaf }[],
): Map<TreeNode, Skip[]> {
  const found = new Map<TreeNode, Skip[]>();
  for (const { skip, merge } of skips) {
    for (const node of [merge, ...groupsAround(merge)]) {
      const known = found.get(node);
      if (known === undefined) found.set(node, [skip]);
      else known.push(skip);
    }
  }
  return found;
}

function groupsAround({ parent }: Leaf): Group[] {
  const groups: Group[] = [];
  for (let group: Group | null = parent; group !== null; group = group.parent) groups.push(group);
  return groups;
}

function layerElement(making: Making, { id, node }: Leaf, skips: readonly Skip[], parent: Parent) {
  const element: LayerElement = { type: 'layer', id, parent, node, skips };
  making.byId.set(id, element);
  return element;
}

type Parent = OutlineElement | undefined;

function groupElement(making: Making, group: Group, skips: readonly Skip[], parent: Parent) {
  const { id, title } = group;
  const children: OutlineElement[] = [];
  const totals = totalsOf(group);
  const element: GroupElement = { type: 'group', id, parent, title, totals, skips, children };
  making.byId.set(id, element);
  children.push(...elementsOf(making, group.children, element));
  return element;
}

function elementOf(making: Making, node: TreeNode, parent: Parent): OutlineElement {
  const skips = making.skips.get(node) ?? [];
  return node.type === 'leaf'
    ? layerElement(making, node, skips, parent)
    : groupElement(making, node, skips, parent);
}

function elementsOf(making: Making, nodes: readonly TreeNode[], parent: Parent): OutlineElement[] {
  if (nodes.length <= longestList) return nodes.map((node) => elementOf(making, node, parent));
  return rangesOf(making, nodes, parent);
}

function rangesOf(making: Making, nodes: readonly TreeNode[], parent: Parent): OutlineElement[] {
  const ranges: OutlineElement[] = [];
  for (let start = 0; start < nodes.length; start += longestList) {
    const members = nodes.slice(start, start + longestList);
    const [from, to] = [start + 1, start + members.length];
    const children: OutlineElement[] = [];
    const id = `${parent?.id ?? ''} ${from}–${to}`;
    const range: RangeElement = { type: 'range', id, parent, from, to, children };
    children.push(...members.map((node) => elementOf(making, node, range)));
    ranges.push(range);
  }
  return ranges;
}

/** The outline of a model, with the same groups and ids as its picture. */
export function outlineElements(graph: ModelGraph): OutlineElements {
  const { root, skips } = treeOf(graph);
  const making: Making = { byId: new Map(), skips: skipsByNode(skips) };
  return { roots: elementsOf(making, root.children, undefined), byId: making.byId };
}
