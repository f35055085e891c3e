/** Looking for layers, groups and skips in the graph. Pure: the page opens and shows what is found. */
import type { Group, TreeNode } from '../../src/layout/tree';
import type { NodeSelection as Selection } from '../../src/protocol/designer';
import { t } from '../l10n';
import { hierarchyOf } from './hierarchy';
import type { GraphIndex } from './graphIndex';
import { boxText, matcher, skipText } from './match';

export interface SearchState {
  readonly open: boolean;
  readonly text: string;
  /** Index of the match that was gone to last; -1 before the first. */
  readonly at: number;
}

export const noSearch: SearchState = { open: false, text: '', at: -1 };

const none: readonly Selection[] = [];

type Matches = NonNullable<ReturnType<typeof matcher>>;

/** Boxes in the order of the network, each group before what it holds. */
function boxesIn(
  group: Group,
  path: readonly string[],
  matches: Matches,
  found: Selection[],
): void {
  const around = path.join(' › ');
  for (const child of group.children) {
    if (matches(textOf(child), around)) found.push({ type: 'box', id: child.id });
    if (child.type === 'group') boxesIn(child, [...path, child.title], matches, found);
  }
}

function textOf(node: TreeNode): string {
  return node.type === 'leaf' ? boxText(node.node) : node.title;
}

function skipsIn(index: GraphIndex, matches: Matches): Selection[] {
  return [...index.skips.values()].flatMap((skip): Selection[] => {
    const around = index.pathOf(skip.merge).map(({ title }) => title);
    return matches(skipText(skip), around.join(' › ')) ? [{ type: 'skip', id: skip.id }] : [];
  });
}

/** What a query finds: boxes from the network's start to its end, then skips in the same order. */
function find(index: GraphIndex, query: string): readonly Selection[] {
  const matches = matcher(query);
  if (matches === undefined) return [];
  const boxes: Selection[] = [];
  boxesIn(hierarchyOf(index).root, [], matches, boxes);
  return [...boxes, ...skipsIn(index, matches)];
}

interface Found {
  readonly text: string;
  readonly matches: readonly Selection[];
}

const lastFound = new WeakMap<GraphIndex, Found>();

/** What an open search finds in a graph; the same list as long as the query is the same. */
export function matchesOf(
  index: GraphIndex | undefined,
  { open, text }: SearchState,
): readonly Selection[] {
  if (index === undefined || !open) return none;
  const last = lastFound.get(index);
  if (last?.text === text) return last.matches;
  const found = { text, matches: find(index, text) };
  lastFound.set(index, found);
  return found.matches;
}

/** The index of the match that is gone to, around the end; -1 where there are none. */
export function nextMatch(at: number, count: number, back: boolean): number {
  if (count === 0) return -1;
  if (at < 0) return back ? count - 1 : 0;
  return (at + (back ? count - 1 : 1)) % count;
}

/** `3 of 27`. */
export function matchWords({ text, at }: SearchState, count: number): string {
  if (text.trim() === '') return '';
  if (count === 0) return t('No results');
  return at < 0 ? t('{0} found', count) : t('{0} of {1}', at + 1, count);
}
