/** The hierarchy that the graph is drawn in, with what its layers and groups add up to. */
import { treeOf } from '../../src/layout/layout';
import type { Picture } from '../../src/layout/picture';
import { noSums, sumsOfAll, type Sums } from '../../src/layout/sums';
import { groupsOf, type Group, type TreeNode } from '../../src/layout/tree';
import type { GraphIndex } from './graphIndex';

export class Hierarchy {
  readonly root: Group;
  /** Worked out when they are first asked for: the search does without them. */
  #sums: Map<TreeNode, Sums> | undefined;
  readonly #nodes = new Map<string, TreeNode>();

  constructor(readonly index: GraphIndex) {
    this.root = treeOf(index.graph).root;
    for (const group of groupsOf(this.root))
      for (const child of group.children) this.#nodes.set(child.id, child);
  }

  /** Of a box of the graph, drawn or hidden in a closed group; undefined where there is none. */
  sumsOf(id: string): Sums | undefined {
    const node = this.#nodes.get(id);
    return node && this.sumsAt(node);
  }

  /** The groups and layers below the root, by the ids of their boxes. */
  get nodes(): ReadonlyMap<string, TreeNode> {
    return this.#nodes;
  }

  sumsAt(node: TreeNode): Sums {
    this.#sums ??= sumsOfAll(this.root, this.index.graph, (id) => this.index.receptiveFieldOf(id));
    return this.#sums.get(node) ?? noSums;
  }

  /** Ids of the groups that have to be open for a box to be drawn, outermost first. */
  groupsAround(id: string): string[] {
    const path: string[] = [];
    let group = this.#nodes.get(id)?.parent ?? null;
    for (; group !== null && group !== this.root; group = group.parent) path.unshift(group.id);
    return path;
  }
}

const known = new WeakMap<GraphIndex, Hierarchy>();

/** Made when it is first asked for, which a page that shows only the picture never does. */
export function hierarchyOf(index: GraphIndex): Hierarchy {
  const hierarchy = known.get(index) ?? new Hierarchy(index);
  known.set(index, hierarchy);
  return hierarchy;
}

/** Ids of the closed groups that hide a node or a group in a picture. */
export function closedAround(
  { picture, index }: { readonly picture: Picture; readonly index: GraphIndex },
  id: string,
): string[] {
  const open = new Set(
    picture.boxes.flatMap((box) => (box.type === 'group' && box.open ? [box.id] : [])),
  );
  return hierarchyOf(index)
    .groupsAround(id)
    .filter((group) => !open.has(group));
}
