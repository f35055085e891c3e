/** Cuts the members of a scope where every path passes through one of them. */
import { isWeightLayer } from '../category';
import type { Family } from './families';
import { Sequences } from './sequences';
import type { Symbols } from './symbols';

/** The members behind one cut, up to and with the next. */
export interface Segment {
  readonly first: number;
  readonly last: number;
  /** The same for segments of a family that are alike, their wires included. */
  readonly symbol: number;
}

/** Numbers of a family's arcs by the member that they end at: those of member i from `start[i]` on. */
interface ArcsInto {
  readonly start: Int32Array;
  readonly arcs: Int32Array;
}

/** Arcs to outside are not among them. */
function arcsInto({ members, arcs }: Family): ArcsInto {
  const start = new Int32Array(members.length + 2);
  for (const { to } of arcs) if (to < members.length) start[to + 2] = (start[to + 2] ?? 0) + 1;
  for (let at = 1; at < start.length; at++) start[at] = (start[at] ?? 0) + (start[at - 1] ?? 0);
  const sorted = new Int32Array(arcs.length);
  arcs.forEach(({ to }, number) => {
    if (to >= members.length) return;
    const next = start[to + 1] ?? 0;
    sorted[next] = number;
    start[to + 1] = next + 1;
  });
  return { start, arcs: sorted };
}

/** The members that no arc passes by, ascending. */
function cutsOf({ members, arcs }: Family): number[] {
  const reach = new Array<number>(members.length).fill(-1);
  let furthest = -1;
  for (const { from, to } of arcs) {
    if (from === -1) furthest = Math.max(furthest, to);
    else reach[from] = Math.max(reach[from] ?? -1, to);
  }
  const cuts: number[] = [];
  members.forEach((_, index) => {
    if (furthest <= index) cuts.push(index);
    furthest = Math.max(furthest, reach[index] ?? -1);
  });
  return cuts;
}

/** What the segment from `first` to `last` is made of, with its wires. */
function contentsOf(family: Family, numbers: readonly number[], into: ArcsInto, ends: Ends) {
  const { first, last } = ends;
  const contents = numbers.slice(first, last + 1);
  const end = into.start[last + 1] ?? 0;
  for (let at = into.start[first] ?? 0; at < end; at++) {
    const arc = family.arcs[into.arcs[at] ?? 0];
    if (arc !== undefined) contents.push(arc.from - first, arc.output, arc.to - first, arc.input);
  }
  contents.push(last - first);
  return contents;
}

type Ends = Pick<Segment, 'first' | 'last'>;

/**
 * @param numbers what each member is, by its number of `symbols`.
 * @returns nothing where an arc goes backward: no order that was built in has such.
 */
export function segmentsOf(family: Family, numbers: readonly number[]): readonly Segment[] {
  if (family.arcs.some(({ from, to }) => from >= to)) return [];
  const into = arcsInto(family);
  const alike = new Sequences();
  let before = -1;
  return cutsOf(family).map((last): Segment => {
    const first = before + 1;
    before = last;
    const symbol = alike.numberOf(contentsOf(family, numbers, into, { first, last }));
    return { first, last, symbol };
  });
}

/** The number of a whole scope, in which the scope's name counts: it stands on the picture. */
export function familySymbol(
  { members, arcs }: Family,
  name: string,
  numbers: readonly number[],
  symbols: Symbols,
): number {
  let text = `scope ${name} ${numbers.join(',')}|`;
  for (const { from, output, to, input } of arcs)
    text += `${from}.${output}>${Math.min(to, members.length)}.${input},`;
  return symbols.ofText(text);
}

/** Blocks begin with what branches, or with a layer that has weights of its own. */
export function beginningOf({ members }: Family, { first, last }: Segment): number {
  const member = members[first];
  if (last > first) return 2;
  return member?.type === 'node' && isWeightLayer(member.node.className) ? 1 : 0;
}
