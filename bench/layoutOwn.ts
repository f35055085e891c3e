/** Our own layout as bench/layoutPeer.mjs runs it: nothing is remembered from run to run. */
import ELK from 'elkjs/lib/elk.bundled.js';
import { createLayout, treeOf } from '../src/layout/layout';
import type { Expansion, Picture } from '../src/layout/picture';
import { groupsOf } from '../src/layout/tree';
import type { ModelGraph } from '../src/model/graph';

/** Every group open, so that every layer is placed as in the peers' pictures. */
function allOpen(graph: ModelGraph): Expansion {
  return Object.fromEntries(groupsOf(treeOf(graph).root).map(({ id }) => [id, true]));
}

export function pictureOf(graph: ModelGraph): Promise<Picture> {
  return createLayout(new ELK()).layout(graph, allOpen(graph));
}

/** Number of the layers that have a place. */
export async function layOut(graph: ModelGraph): Promise<number> {
  const { boxes } = await pictureOf(graph);
  return boxes.filter(({ type }) => type === 'layer').length;
}
