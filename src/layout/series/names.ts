/** What alike blocks do not share: the ids of their layers, groups and skips, and the titles of the groups. */
import { fittedTitle } from '../sizes';
import { scopeTitle } from '../titles';
import type { Compared } from './alike';
import type { Series } from './findSeries';
import { blockBegin } from './shorten';

/**
 * The names of the second block of a series and of all but the last after it, block by block: so many of each
 * that the name of what is the same in the next block is `stride` further on.
 */
export interface Names {
  readonly stride: number;
  readonly list: readonly string[];
  /** A block has the ids of so many groups, as many titles, the ids of so many layers, then those of skips. */
  readonly groups: number;
  readonly layers: number;
}

/** Wires are named by what they connect, and this stands between. */
const arrow = '→';

function addBlock(list: string[], all: Compared, series: Series, block: number): void {
  const { nodes } = all.regrouped.graph;
  const begin = blockBegin(series, block);
  const end = begin + series.size;
  const scopes = series.scopes[block] ?? [];
  for (const scope of scopes) list.push(all.scopes[scope]?.id ?? '');
  for (const scope of scopes) {
    const { name, ordinal, siblings } = all.scopes[scope] ?? { name: '', ordinal: 1, siblings: 1 };
    list.push(fittedTitle(scopeTitle(name, ordinal, siblings)));
  }
  for (let node = begin; node < end; node++) list.push(nodes[node]?.id ?? '');
  for (let node = begin; node < end; node++)
    for (const { id } of all.skipsAt[node] ?? []) list.push(id);
}

/** Undefined where the names of wires might not be unique. */
export function namesOf(all: Compared, series: Series): Names | undefined {
  const list: string[] = [];
  addBlock(list, all, series, 1);
  const stride = list.length;
  for (let block = 2; block < series.times - 1; block++) addBlock(list, all, series, block);
  // One search of one text takes a small part of the time of as many as there are names.
  if (list.join('').includes(arrow)) return undefined;
  return { stride, list, groups: series.scopes[1]?.length ?? 0, layers: series.size };
}
