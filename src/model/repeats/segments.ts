/** Cuts the members of a scope where every path passes through one of them. */
import { isWeightLayer } from '../category';
import type { Family, MemberArc } from './families';
import type { Symbols } from './symbols';

/** The members behind one cut, up to and with the next. */
export interface Segment {
  readonly first: number;
  readonly last: number;
  /** The same for segments that are alike, their wires included. */
  readonly symbol: number;
}

/** Arcs by the member that they end at. */
function arcsInto(family: Family): MemberArc[][] {
  const into: MemberArc[][] = family.members.map(() => []);
  for (const arc of family.arcs) into[arc.to]?.push(arc);
  return into;
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

function arcText({ from, output, to, input }: MemberArc, base: number): string {
  return `${from - base}.${output}>${to - base}.${input}`;
}

function textOf(symbols: readonly number[], arcs: readonly MemberArc[], base: number): string {
  return `${symbols.join(',')}|${arcs.map((arc) => arcText(arc, base)).join(',')}`;
}

/**
 * @param numbers what each member is, by its number of `symbols`.
 * @returns nothing where an arc goes backward: no order that was built in has such.
 */
export function segmentsOf(
  family: Family,
  numbers: readonly number[],
  symbols: Symbols,
): readonly Segment[] {
  if (family.arcs.some(({ from, to }) => from >= to)) return [];
  const into = arcsInto(family);
  let before = -1;
  return cutsOf(family).map((last): Segment => {
    const first = before + 1;
    const text = textOf(numbers.slice(first, last + 1), into.slice(first, last + 1).flat(), before);
    before = last;
    return { first, last, symbol: symbols.ofText(`segment ${text}`) };
  });
}

/** The number of a whole scope, in which the scope's name counts: it stands on the picture. */
export function familySymbol(
  { members, arcs }: Family,
  name: string,
  numbers: readonly number[],
  symbols: Symbols,
): number {
  const forward = arcs.map((arc) => ({ ...arc, to: Math.min(arc.to, members.length) }));
  return symbols.ofText(`scope ${name} ${textOf(numbers, forward, 0)}`);
}

/** Blocks begin with what branches, or with a layer that has weights of its own. */
export function beginningOf({ members }: Family, { first, last }: Segment): number {
  const member = members[first];
  if (last > first) return 2;
  return member?.type === 'node' && isWeightLayer(member.node.className) ? 1 : 0;
}
