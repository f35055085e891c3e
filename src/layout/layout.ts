/** The layout: what of a model is to be shown, where, and how the wires run. */
import type { ModelGraph } from '../model/graph';
import { dissolveTangledGroups, dropBackwardFlows } from './acyclic';
import { makeBlocks, type OnProgress } from './blocks';
import { compose } from './compose';
import type { ElkLike } from './elk';
import { flatten } from './flatten';
import type { Expansion, Picture } from './picture';
import { englishBoxWords, type BoxWords } from './pictureWords';
import { createPlacer } from './place';
import { prune } from './prune';
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
  const tree = dropBackwardFlows(flatten(graph));
  prune(tree.root);
  dissolveTangledGroups(tree);
  return tree;
}

/**
 * A layout that remembers what it has placed, so that after an edit only what is new is laid out.
 *
 * @param elk places pieces that do not come apart by cutting; a new instance of elkjs will do.
 * @param words on the boxes.
 */
export function createLayout(elk: ElkLike, words: BoxWords = englishBoxWords): Layout {
  const place = createPlacer(elk);
  return {
    layout: async (graph, expansion, onProgress = () => undefined) => {
      const view = viewOf(treeOf(graph), expansion);
      return compose(view, await makeBlocks(view, place, onProgress, words));
    },
  };
}
