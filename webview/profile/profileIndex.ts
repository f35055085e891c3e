/** A profile laid over the graph that is on the screen: what each of its boxes costs. Made when first asked for. */
import { groupsOf } from '../../src/layout/tree';
import { difference, type Difference } from '../../src/model/profile/compare';
import { addViews, noViews, ownViews, type CostViews } from '../../src/model/profile/costSum';
import { nestingOf } from '../../src/model/profile/nesting';
import { nodeCosts } from '../../src/model/profile/nodeCosts';
import type { Profile, ProfiledNode } from '../../src/protocol/profile';
import type { GraphIndex } from '../state/graphIndex';
import { hierarchyOf } from '../state/hierarchy';

/** Under which id a node of an earlier profile is looked for in the graph. */
export type IdNow = (id: string) => string;

const sameId: IdNow = (id) => id;

export class ProfileIndex {
  /** Operations inside of layers, by the id of what they are inside of. */
  readonly inner: ReadonlyMap<string, readonly ProfiledNode[]>;
  readonly #boxes: ReadonlyMap<string, CostViews>;
  /** Nodes that are in no box of the graph: of another text than the graph is. */
  readonly lost: readonly ProfiledNode[];

  constructor(
    readonly profile: Profile,
    index: GraphIndex,
    idNow: IdNow = sameId,
  ) {
    this.inner = innerNodes(profile);
    const { boxes, lost } = boxCosts(profile, index, idNow);
    this.#boxes = boxes;
    this.lost = lost;
  }

  /** Of a box of the graph with all that is inside of it; undefined where nothing of it was measured. */
  costOf(boxId: string): CostViews | undefined {
    return this.#boxes.get(boxId);
  }

  /** Of a node of the profile with the operations inside of it. */
  costWithin({ id }: ProfiledNode): CostViews {
    return nodeCosts(this.profile).get(id)?.whole ?? noViews;
  }

  /** A node's name; its id where there is no such node. */
  nameOf(id: string): string {
    return nestingOf(this.profile).byId.get(id)?.name ?? id;
  }
}

function innerNodes({ nodes }: Profile): Map<string, ProfiledNode[]> {
  const inner = new Map<string, ProfiledNode[]>();
  for (const node of nodes) {
    if (node.parent === undefined) continue;
    const siblings = inner.get(node.parent);
    if (siblings === undefined) inner.set(node.parent, [node]);
    else siblings.push(node);
  }
  return inner;
}

/** Each node counts for its box, and each box for the groups around it. */
function boxCosts(
  profile: Profile,
  index: GraphIndex,
  idNow: IdNow,
): { boxes: Map<string, CostViews>; lost: ProfiledNode[] } {
  const boxes = new Map<string, CostViews>();
  const lost: ProfiledNode[] = [];
  const hierarchy = hierarchyOf(index);
  const { ancestors } = nestingOf(profile);
  for (const node of profile.nodes) {
    // The node's own box, or that of the layer that it is inside of.
    const box = [...ancestors(node), node]
      .map(({ id }) => idNow(id))
      .findLast((id) => hierarchy.nodes.has(id));
    if (box === undefined) lost.push(node);
    else addTo(boxes, box, ownViews(node));
  }
  // Inner groups come last in the list of groups, and first here.
  for (const group of groupsOf(hierarchy.root).reverse())
    for (const { id } of group.children) {
      const cost = boxes.get(id);
      if (cost !== undefined && group !== hierarchy.root) addTo(boxes, group.id, cost);
    }
  return { boxes, lost };
}

function addTo(boxes: Map<string, CostViews>, id: string, cost: CostViews): void {
  const before = boxes.get(id);
  boxes.set(id, before === undefined ? cost : addViews(before, cost));
}

/** Of all phases, from before to now; undefined where neither profile measured the part. */
export function differenceOf(
  now: CostViews | undefined,
  before: CostViews | undefined,
): Difference | undefined {
  if (now === undefined && before === undefined) return undefined;
  return difference((before ?? noViews).all, (now ?? noViews).all);
}
