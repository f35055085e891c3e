/** Our own layout as bench/layoutPeer.mjs runs it: nothing is remembered from run to run. */
import ELK from 'elkjs/lib/elk.bundled.js';
import { createLayout, treeOf } from '../src/layout/layout';
import type { Expansion, Picture } from '../src/layout/picture';
import { repeatedOf } from '../src/layout/series/lazyPicture';
import type { Part, Repeat } from '../src/layout/series/repeatedPicture';
import { groupsOf } from '../src/layout/tree';
import type { ModelGraph } from '../src/model/graph';
import { decodeGraph, encodeGraph } from '../src/protocol/wireGraph';
import { Scene } from '../webview/graph/scene';
import { received } from '../webview/layoutProtocol';

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

/** How many of the items of a part are in the picture, those that repeat them too. */
function timesOf<Own>({ repeat }: Part<Own>, repeats: readonly Repeat[]): number {
  return 1 + (repeats[repeat]?.copies ?? 0);
}

/** Number of the layers that have a place, without writing out those that repeat others. */
function layersOf(picture: Picture): number {
  const repeated = repeatedOf(picture);
  const countIn = (boxes: Picture['boxes']): number =>
    boxes.filter(({ type }) => type === 'layer').length;
  if (repeated === undefined) return countIn(picture.boxes);
  const { short, boxes, repeats } = repeated;
  return boxes.reduce(
    (sum, part) => sum + timesOf(part, repeats) * countIn(short.boxes.slice(part.start, part.end)),
    0,
  );
}

/** Number of the layers that have a place. */
export async function layOut(graph: ModelGraph): Promise<number> {
  return layersOf(await pictureOf(asRead(graph)));
}

/**
 * All that lies between a graph and what a painter draws: the layout, the message from its worker to the page, and
 * the lists of what is seen, of a window at the start of the network or of the whole network.
 */
async function see(graph: ModelGraph, height: number): Promise<number> {
  const laid = await pictureOf(asRead(graph));
  const picture = received(structuredClone(repeatedOf(laid) ?? laid));
  const scene = new Scene(picture);
  const { boxes, wires } = scene.visible({ x: 0, y: 0, width: picture.width, height });
  scene.targetAt({ x: picture.width / 2, y: height / 2 }, 7);
  if (boxes.length === 0 || wires.length === 0) throw new Error('Error: nothing is seen');
  return layersOf(picture);
}

/** A window as it is first seen, in pixels of the picture. */
const windowHeight = 1000;

export function seeStart(graph: ModelGraph): Promise<number> {
  return see(graph, windowHeight);
}

export function seeAll(graph: ModelGraph): Promise<number> {
  return see(graph, Infinity);
}
