/** Expansions that name every group, so that the default for the graph's size decides nothing. */
import { treeOf } from '../../../src/layout/layout';
import type { Expansion } from '../../../src/layout/picture';
import { groupsOf } from '../../../src/layout/tree';
import type { ModelGraph } from '../../../src/model/graph';

/** Every group of a graph open, or every one closed. */
export function allOpen(graph: ModelGraph, open = true): Expansion {
  return Object.fromEntries(groupsOf(treeOf(graph).root).map(({ id }) => [id, open]));
}
