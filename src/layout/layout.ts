/** The layout: what of a model is to be shown, where, and how the wires run. */
import type { ModelGraph } from '../model/graph';
import { regrouped, type Regrouped } from '../model/repeats/repeats';
import { dissolveTangledGroups, dropBackwardFlows } from './acyclic';
import { makeBlocks, type BlockTools, type OnProgress } from './blocks';
import { compose } from './compose';
import type { ElkLike } from './elk';
import { flatten } from './flatten';
import type { Expansion, Picture } from './picture';
import { englishBoxWords, type BoxWords } from './pictureWords';
import { createPlacer } from './place';
import { prune } from './prune';
import { findSeries } from './series/findSeries';
import { expandable } from './series/lazyPicture';
import { repeatedPicture, type RepeatedPicture } from './series/repeatedPicture';
import { shorten } from './series/shorten';
import { markStandIns } from './series/standIns';
import type { Tree } from './tree';
import { viewOf } from './view';

export interface Layout {
  /**
   * The picture of a graph with the groups that `expansion` names opened or closed.
   *
   * @param onProgress is called often while boxes find their places.
   */
  layout(graph: ModelGraph, expansion: Expansion, onProgress?: OnProgress): Promise<Picture>;
}

/** The hierarchy as it is drawn; groups keep the order in which they were built. */
export function treeOf(graph: ModelGraph): Tree {
  return drawnTree(regrouped(graph));
}

function drawnTree(found: Regrouped): Tree {
  const tree = dropBackwardFlows(flatten(found));
  prune(tree.root);
  dissolveTangledGroups(tree);
  return tree;
}

interface Work extends BlockTools {
  readonly found: Regrouped;
  readonly expansion: Expansion;
}

/** Lays out every block of the graph. */
async function layOutAll(work: Work): Promise<Picture> {
  const view = viewOf(drawnTree(work.found), work.expansion);
  const blocks = await makeBlocks(view, work);
  if (blocks === undefined) throw new Error('A picture has no room where nothing is left out.');
  return compose(view, blocks);
}

/** Lays out some blocks of each series; undefined where there are no series, or these do not stand for the others. */
async function layOutShort(work: Work): Promise<RepeatedPicture | undefined> {
  const { found, expansion } = work;
  const series = findSeries(found, expansion);
  if (series === undefined) return undefined;
  const tree = drawnTree(shorten(series));
  const standIns = markStandIns(series, tree);
  if (standIns === undefined) return undefined;
  const view = viewOf(tree, expansion);
  const blocks = await makeBlocks(view, work, standIns);
  if (blocks === undefined) return undefined;
  return repeatedPicture(view, blocks, compose(view, blocks), standIns);
}

export interface LayoutOptions {
  /** On the boxes; English where it is absent. */
  readonly words?: BoxWords;
  /**
   * Whether blocks that are like their neighbours are left out and drawn all the same, as they are where this is
   * absent; both ways give the same picture.
   */
  readonly shortens?: boolean;
}

/**
 * A layout that remembers what it has placed, so that after an edit only what is new is laid out.
 *
 * @param elk places pieces that do not come apart by cutting; a new instance of elkjs will do.
 */
export function createLayout(elk: ElkLike, options: LayoutOptions = {}): Layout {
  const { words = englishBoxWords, shortens = true } = options;
  const place = createPlacer(elk);
  return {
    layout: async (graph, expansion, onProgress = () => undefined) => {
      const work = { found: regrouped(graph), expansion, place, onProgress, words };
      const short = shortens ? await layOutShort(work) : undefined;
      return short === undefined ? layOutAll(work) : expandable(short);
    },
  };
}
