/**
 * Where the values of a node come from and where they go: its ancestors and descendants along the
 * tensors, through nested models, and what of them a picture shows.
 */
import type { Picture } from '../../src/layout/picture';
import type { GraphIndex, NodeEntry } from './graphIndex';
import { boxesById, visibleBox, type BoxLookup } from './words';

/** What stays clear while the rest is dimmed, by ids of the picture. */
export interface Traced {
  readonly boxes: ReadonlySet<string>;
  readonly wires: ReadonlySet<string>;
}

type Side = 'from' | 'to';

/** Ids of all nodes on one side of the `start` nodes, these not counted unless a way leads back. */
export function reached(index: GraphIndex, start: readonly string[], side: Side): Set<string> {
  const found = new Set<string>();
  const ahead = start.flatMap((id) => neighbours(index, id, side));
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    ahead.push(...neighbours(index, id, side));
  }
  return found;
}

function neighbours(index: GraphIndex, id: string, side: Side): string[] {
  const entry = index.nodes.get(id);
  if (entry === undefined) return [];
  const model = modelAround(index, id);
  const ends = side === 'from' ? model?.node.inner?.inputs : model?.node.inner?.outputs;
  // At the edge of a nested model the way goes on outside of it.
  const outside = model !== undefined && ends?.includes(id) === true ? model[side] : [];
  return [...entry[side], ...outside].flatMap((next) => withInside(index, next, side));
}

/** A nested model is entered by its outputs from below, and by its inputs from above. */
function withInside(index: GraphIndex, id: string, side: Side): string[] {
  const inner = index.nodes.get(id)?.node.inner;
  return inner === undefined ? [id] : [id, ...(side === 'from' ? inner.outputs : inner.inputs)];
}

function modelAround(index: GraphIndex, id: string): NodeEntry | undefined {
  const model = index.pathOf(id).findLast((group) => group.model !== undefined);
  return model === undefined ? undefined : index.nodes.get(model.id);
}

/** The nodes that an id stands for: itself, and all that a group holds. */
function nodesOf(index: GraphIndex, id: string): string[] {
  if (!index.groups.has(id)) return [id];
  const inside = [...index.nodes.keys()].filter((node) =>
    index.pathOf(node).some((group) => group.id === id),
  );
  return index.nodes.has(id) ? [id, ...inside] : inside;
}

/** What of the ancestors and descendants of a node or group is in a picture. */
export function tracedIn(picture: Picture, index: GraphIndex, id: string): Traced {
  const boxes = boxesById(picture);
  const shown = (ids: Iterable<string>): Set<string> =>
    new Set([...ids].flatMap((node) => visibleBox(node, boxes, index)?.id ?? []));
  const self = nodesOf(index, id);
  const own = shown([id, ...self]);
  const above = union(own, shown(reached(index, self, 'from')));
  const below = union(own, shown(reached(index, self, 'to')));
  // A skip over the node leads from an ancestor to a descendant, and is on no way through the node.
  const wires = picture.wires.filter(
    ({ from, to }) => (above.has(from) && above.has(to)) || (below.has(from) && below.has(to)),
  );
  return {
    boxes: withHolders(union(above, below), boxes),
    wires: new Set(wires.map((wire) => wire.id)),
  };
}

/** The open groups around a box are as clear as the box. */
function withHolders(ids: ReadonlySet<string>, boxes: BoxLookup): Set<string> {
  const all = new Set(ids);
  for (const id of ids) {
    let parent = boxes.get(id)?.parent ?? null;
    while (parent !== null && !all.has(parent)) {
      all.add(parent);
      parent = boxes.get(parent)?.parent ?? null;
    }
  }
  return all;
}

function union(a: ReadonlySet<string>, b: ReadonlySet<string>): Set<string> {
  return new Set([...a, ...b]);
}
