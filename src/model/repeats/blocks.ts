/** From runs of alike segments to the scopes that show them. */
import type { Scope, SkipKind } from '../graph';
import type { Family, Member } from './families';
import { beginningOf, type Segment } from './segments';
import { tandemRuns, type Judge, type Run } from './tandem';

/** Less than this is seen at a glance without a group. */
const fewestMembers = 20;
/** A block with a skip is one from the second time on; what has none has to insist. */
const fewestTimes = { withSkip: 2, plain: 3 } as const;

/** A family as the search for its blocks needs it. */
export interface Searched {
  readonly family: Family;
  readonly segments: readonly Segment[];
  /** The kinds of the skips that merge in each member. */
  readonly kinds: readonly ReadonlySet<SkipKind>[];
}

/** New scopes, and the new scope of each member that moved. */
export interface Found {
  readonly scopes: Scope[];
  /** By the node's number in the graph. */
  readonly ofNodes: (string | undefined)[];
  /** By the scope's id. */
  readonly ofScopes: Map<string, string>;
}

interface Search extends Searched {
  readonly found: Found;
}

/** A part of a family's segments, and the scope that it is to be grouped in. */
interface Range {
  readonly first: number;
  readonly end: number;
  readonly parent: string | null;
  /** 0 for the whole family, 1 in its blocks, and so on. */
  readonly level: number;
}

/** First and last member of some segments. */
function membersOf({ segments }: Searched, first: number, count: number): [number, number] {
  return [segments[first]?.first ?? 0, segments[first + count - 1]?.last ?? -1];
}

function kindsIn({ kinds }: Searched, first: number, last: number): Set<SkipKind> {
  const found = new Set<SkipKind>();
  for (let member = first; member <= last; member++)
    for (const kind of kinds[member] ?? []) found.add(kind);
  return found;
}

function judgeOf(search: Searched, range: Range): Judge {
  return {
    accepts: ({ start, period, times }) => {
      const [first, last] = membersOf(search, range.first + start, period);
      const members = last - first + 1;
      if (members < 2 || members * times < fewestMembers) return false;
      const skips = kindsIn(search, first, last).size > 0;
      return times >= (skips ? fewestTimes.withSkip : fewestTimes.plain);
    },
    beginning: (position) => {
      const segment = search.segments[range.first + position];
      return segment === undefined ? 0 : beginningOf(search.family, segment);
    },
  };
}

/** What the literature calls a block with such skips. */
function wordsFor(kinds: ReadonlySet<SkipKind>): string {
  if (kinds.has('transformer')) return 'transformer block';
  if (kinds.has('gated')) return 'gated block';
  if (kinds.has('dense')) return 'dense block';
  const residual: readonly SkipKind[] = ['identity', 'projection', 'padded'];
  return residual.some((kind) => kinds.has(kind)) ? 'residual block' : 'block';
}

function placeOf(member: Member | undefined): Pick<Scope, 'definition'> {
  const place = member?.type === 'node' ? member.node.source : member?.scope.definition;
  return place === undefined ? {} : { definition: place };
}

/** The scope around all of a run, or the present one where there is nothing beside the run. */
function addRun(search: Search, range: Range, run: Run, words: string): string | null {
  const [first, last] = membersOf(search, range.first + run.start, run.period * run.times);
  const { members } = search.family;
  if (range.level === 0 && last - first + 1 === members.length) return range.parent;
  const id = `repeat${range.level === 0 ? '' : range.level}:${members[first]?.id ?? ''}`;
  search.found.scopes.push({
    id,
    name: `${words} ×${run.times}`,
    ordinal: 1,
    siblings: 1,
    parent: range.parent,
    ...placeOf(members[first]),
    found: 'run',
  });
  return id;
}

function addBlock(search: Search, range: Range, run: Run, index: number, name: string): Range {
  const from = range.first + index * run.period;
  const [first, last] = membersOf(search, from, run.period);
  const { members } = search.family;
  const id = `block${range.level === 0 ? '' : range.level}:${members[first]?.id ?? ''}`;
  search.found.scopes.push({
    id,
    name,
    ordinal: index + 1,
    siblings: run.times,
    parent: range.parent,
    ...placeOf(members[first]),
    found: 'block',
  });
  for (let index = first; index <= last; index++) {
    const moved = members[index];
    if (moved?.type === 'node') search.found.ofNodes[moved.number] = id;
    else if (moved !== undefined) search.found.ofScopes.set(moved.id, id);
  }
  return { first: from, end: from + run.period, parent: id, level: range.level + 1 };
}

/** Groups what repeats in a range; gives the blocks, in which something may repeat again. */
function groupRange(search: Search, range: Range): Range[] {
  const [start, last] = membersOf(search, range.first, range.end - range.first);
  if (last - start + 1 < fewestMembers) return [];
  const symbols = search.segments.slice(range.first, range.end).map(({ symbol }) => symbol);
  return tandemRuns(symbols, judgeOf(search, range)).flatMap((run) => {
    const ofBlock = membersOf(search, range.first + run.start, run.period);
    const words = wordsFor(kindsIn(search, ...ofBlock));
    const parent = addRun(search, range, run, words);
    const within = { ...range, first: range.first + run.start, parent };
    return Array.from({ length: run.times }, (_, index) =>
      addBlock(search, within, run, index, words),
    );
  });
}

/** Finds the blocks of one family, and the blocks within them. */
export function findBlocks(searched: Searched, found: Found): void {
  const search = { ...searched, found };
  const end = searched.segments.length;
  const ranges: Range[] = [{ first: 0, end, parent: searched.family.scope, level: 0 }];
  for (const range of ranges)
    if (range.end - range.first > 1)
      for (const block of groupRange(search, range)) ranges.push(block);
}
