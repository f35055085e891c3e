/** A profile laid over the graph that is on the screen: what each of its boxes costs. Made when first asked for. */
import type { Profile, ProfiledNode } from '../../src/protocol/profile';
import type { GraphIndex } from '../state/graphIndex';
import { hierarchyOf } from '../state/hierarchy';
import { addViews, noViews, ownViews, type CostViews } from './costs';

export class ProfileIndex {
  /** The nodes of the profile by their ids. */
  readonly nodes: ReadonlyMap<string, ProfiledNode>;
  /** Operations inside of layers, by the id of what they are inside of. */
  readonly inner: ReadonlyMap<string, readonly ProfiledNode[]>;
  readonly #boxes: ReadonlyMap<string, CostViews>;
  /** Nodes that are in no box of the graph: of another text than the graph is. */
  readonly lost: readonly ProfiledNode[];

  constructor(
    readonly profile: Profile,
    index: GraphIndex,
  ) {
    this.nodes = new Map(profile.nodes.map((node) => [node.id, node]));
    this.inner = innerNodes(profile);
    const { boxes, lost } = boxCosts(profile, this.nodes, index);
    this.#boxes = boxes;
    this.lost = lost;
  }

  /** Of a box of the graph with all that is inside of it; undefined where nothing of it was measured. */
  costOf(boxId: string): CostViews | undefined {
    return this.#boxes.get(boxId);
  }

  /** Of a node of the profile with the operations inside of it. */
  costWithin(node: ProfiledNode): CostViews {
    const inside = this.inner.get(node.id) ?? [];
    return inside.reduce((sum, child) => addViews(sum, this.costWithin(child)), ownViews(node));
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

/** Each node counts for its box and for every group around it. */
function boxCosts(
  { nodes }: Profile,
  byId: ReadonlyMap<string, ProfiledNode>,
  index: GraphIndex,
): { boxes: Map<string, CostViews>; lost: ProfiledNode[] } {
  const boxes = new Map<string, CostViews>();
  const lost: ProfiledNode[] = [];
  const hierarchy = hierarchyOf(index);
  const isBox = (id: string): boolean => hierarchy.nodes.has(id);
  for (const node of nodes) {
    const box = boxAround(node, byId, isBox);
    if (box === undefined) {
      lost.push(node);
      continue;
    }
    const cost = ownViews(node);
    for (const id of [box, ...hierarchy.groupsAround(box)])
      boxes.set(id, addViews(boxes.get(id) ?? noViews, cost));
  }
  return { boxes, lost };
}

/** The node's own box, or that of the layer that it is inside of. */
function boxAround(
  node: ProfiledNode,
  byId: ReadonlyMap<string, ProfiledNode>,
  isBox: (id: string) => boolean,
): string | undefined {
  const seen = new Set<ProfiledNode>();
  let at: ProfiledNode | undefined = node;
  for (; at !== undefined && !seen.has(at); at = parentOf(at, byId)) {
    if (isBox(at.id)) return at.id;
    seen.add(at);
  }
  return undefined;
}

function parentOf(
  { parent }: ProfiledNode,
  byId: ReadonlyMap<string, ProfiledNode>,
): ProfiledNode | undefined {
  return parent === undefined ? undefined : byId.get(parent);
}

const known = new WeakMap<GraphIndex, WeakMap<Profile, ProfileIndex>>();

/** The same one as long as the graph and the profile are the same. */
export function profileIndexOf(profile: Profile, index: GraphIndex): ProfileIndex {
  const ofGraph = known.get(index) ?? new WeakMap<Profile, ProfileIndex>();
  known.set(index, ofGraph);
  const made = ofGraph.get(profile) ?? new ProfileIndex(profile, index);
  ofGraph.set(profile, made);
  return made;
}

/** What a part of the model takes now, less what it took in the profile that is compared with. */
export interface Difference {
  readonly ms: number;
  /** Half-width of the interval of the difference, milliseconds. */
  readonly uncertainMs: number;
  /** Now over before; infinite where it was not there. */
  readonly ratio: number;
  /** Whether it is more than the uncertainty of both. */
  readonly certain: boolean;
}

/** @returns undefined where neither profile measured the part. */
export function differenceOf(
  now: CostViews | undefined,
  before: CostViews | undefined,
): Difference | undefined {
  if (now === undefined && before === undefined) return undefined;
  const [a, b] = [(now ?? noViews).all, (before ?? noViews).all];
  const ms = a.ms - b.ms;
  // Two runs do not slow each other, so their errors add as their squares.
  const uncertainMs = Math.hypot(a.ms * a.spread, b.ms * b.spread);
  return { ms, uncertainMs, ratio: a.ms / b.ms, certain: Math.abs(ms) > uncertainMs };
}
