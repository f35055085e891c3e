/**
 * Groups where the code gives none: a flat loop that builds fifty blocks makes fifty times the same
 * layers with the same wires, and that can be found in the graph.
 */
import type { GraphNode, InnerGraph, Scope, SkipKind } from '../graph';
import { findBlocks, type Found } from './blocks';
import { familiesOf, type Family, type Member } from './families';
import { familySymbol, segmentsOf } from './segments';
import { Symbols } from './symbols';

/** Models nested deeper than this are drawn as single layers anyway. */
const deepestModel = 32;

/** A graph with the scopes that were found in it, without a copy of its nodes. */
export interface Regrouped {
  readonly graph: InnerGraph;
  /** The graph's own, in their new places, and those that were found. */
  readonly scopes: readonly Scope[];
  /** By a node's number in the graph its new scope, if it has one. */
  readonly moved: readonly (string | undefined)[];
  /** The nested graphs, by the numbers of their nodes. */
  readonly inner: ReadonlyMap<number, Regrouped>;
}

interface Analysed extends Regrouped {
  readonly inner: ReadonlyMap<number, Analysed>;
  /** The same for graphs that are alike. */
  readonly symbol: number;
}

/** What is known of a graph while its families are gone through. */
interface Analysing {
  readonly symbols: Symbols;
  /** Number and skips of the scopes that are done. */
  readonly numbers: Map<string | null, number>;
  readonly kinds: Map<string | null, ReadonlySet<SkipKind>>;
  readonly inner: ReadonlyMap<number, Analysed>;
  readonly kindsOfMerge: ReadonlyMap<string, ReadonlySet<SkipKind>>;
  readonly found: Found;
}

const none: ReadonlySet<SkipKind> = new Set();

function union(kinds: readonly ReadonlySet<SkipKind>[]): ReadonlySet<SkipKind> {
  const all = new Set<SkipKind>();
  for (const some of kinds) for (const kind of some) all.add(kind);
  return all;
}

function kindsOfMerges({ skips }: InnerGraph): Map<string, Set<SkipKind>> {
  const kinds = new Map<string, Set<SkipKind>>();
  for (const { kind, merge } of skips) {
    const known = kinds.get(merge);
    if (known === undefined) kinds.set(merge, new Set([kind]));
    else known.add(kind);
  }
  return kinds;
}

function numberOf(analysing: Analysing, member: Member): number {
  if (member.type === 'scope') return analysing.numbers.get(member.id) ?? 0;
  return analysing.symbols.ofLayer(member.node, analysing.inner.get(member.number)?.symbol);
}

function kindsOf(analysing: Analysing, member: Member): ReadonlySet<SkipKind> {
  const { kinds, kindsOfMerge } = analysing;
  return (member.type === 'scope' ? kinds : kindsOfMerge).get(member.id) ?? none;
}

function analyseFamily(analysing: Analysing, family: Family, name: string): void {
  const { symbols } = analysing;
  const numbers = family.members.map((member) => numberOf(analysing, member));
  const kinds = family.members.map((member) => kindsOf(analysing, member));
  analysing.numbers.set(family.scope, familySymbol(family, name, numbers, symbols));
  analysing.kinds.set(family.scope, union(kinds));
  findBlocks({ family, kinds, segments: segmentsOf(family, numbers, symbols) }, analysing.found);
}

function innerGraphs({ nodes }: InnerGraph, symbols: Symbols, depth: number) {
  const inner = new Map<number, Analysed>();
  if (depth >= deepestModel) return inner;
  nodes.forEach((node, number) => {
    if (node.inner !== undefined) inner.set(number, analyse(node.inner, symbols, depth + 1));
  });
  return inner;
}

function analyse(graph: InnerGraph, symbols: Symbols, depth: number): Analysed {
  const families = familiesOf(graph);
  // What is not understood is like nothing else.
  if (families === undefined)
    return { ...ungrouped(graph), inner: new Map(), symbol: symbols.ofNothing() };
  const found: Found = { scopes: [], ofNodes: [], ofScopes: new Map() };
  const analysing: Analysing = {
    symbols,
    numbers: new Map(),
    kinds: new Map(),
    inner: innerGraphs(graph, symbols, depth),
    kindsOfMerge: kindsOfMerges(graph),
    found,
  };
  const names = new Map(graph.scopes.map(({ id, name }) => [id, name]));
  for (const family of families)
    analyseFamily(analysing, family, family.scope === null ? '' : (names.get(family.scope) ?? ''));
  const symbol = analysing.numbers.get(null) ?? symbols.ofNothing();
  const scope = (old: Scope): Scope => {
    const parent = found.ofScopes.get(old.id);
    return parent === undefined ? old : { ...old, parent };
  };
  const scopes = [...graph.scopes.map(scope), ...found.scopes];
  return { graph, scopes, moved: found.ofNodes, inner: analysing.inner, symbol };
}

/** A graph with its own scopes only. */
export function ungrouped(graph: InnerGraph): Regrouped {
  return { graph, scopes: graph.scopes, moved: [], inner: new Map() };
}

/** What `withRepeats` finds, for those that would throw a copy of all nodes away. */
export function regrouped(graph: InnerGraph): Regrouped {
  return analyse(graph, new Symbols(), 0);
}

function rearranged<G extends InnerGraph>(graph: G, { scopes, moved, inner }: Regrouped): G {
  const node = (old: GraphNode, number: number): GraphNode => {
    const scope = moved[number] ?? old.scope;
    const found = inner.get(number);
    if (old.inner !== undefined && found !== undefined)
      return { ...old, scope, inner: rearranged(old.inner, found) };
    return scope === old.scope ? old : { ...old, scope };
  };
  return { ...graph, nodes: graph.nodes.map(node), scopes };
}

/**
 * The graph with scopes of its own for what repeats: `residual block ×16` around sixteen blocks in
 * a row whose layers differ in name only. Blocks lie between members of a scope that every path
 * passes through; a run of calls of one function is left as it is, for the code has named it. The
 * ids are made from those of the first layers, so that they stay as long as these do.
 */
export function withRepeats<G extends InnerGraph>(graph: G): G {
  return rearranged(graph, regrouped(graph));
}
