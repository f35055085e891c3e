/**
 * Groups where the code gives none: a flat loop that builds fifty blocks makes fifty times the same
 * layers with the same wires, and that can be found in the graph.
 */
import type { GraphNode, InnerGraph, Scope, SkipKind } from '../graph';
import { numberNodes, type NodeNumbers } from '../nodeNumbers';
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
  readonly numbers: NodeNumbers;
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
  /** Whether it is a nested one, whose number is that of the layer it stands for. */
  readonly isCompared: boolean;
  /** By the scope's id. */
  readonly names: ReadonlyMap<string, string>;
  /** Number and skips of the scopes that are done. */
  readonly numbers: Map<string | null, number>;
  readonly kinds: Map<string | null, ReadonlySet<SkipKind>>;
  readonly inner: ReadonlyMap<number, Analysed>;
  /** By the node's number. */
  readonly kindsOfMerge: readonly (ReadonlySet<SkipKind> | undefined)[];
  readonly found: Found;
}

const none: ReadonlySet<SkipKind> = new Set();

function union(kinds: readonly ReadonlySet<SkipKind>[]): ReadonlySet<SkipKind> {
  const all = new Set<SkipKind>();
  for (const some of kinds) if (some.size > 0) for (const kind of some) all.add(kind);
  return all;
}

function kindsOfMerges({ nodes, skips }: InnerGraph, { byId }: NodeNumbers) {
  const kinds = new Array<Set<SkipKind> | undefined>(nodes.length).fill(undefined);
  for (const { kind, merge } of skips) {
    const number = byId.get(merge);
    if (number !== undefined) (kinds[number] ??= new Set()).add(kind);
  }
  return kinds;
}

function numberOf(analysing: Analysing, member: Member): number {
  if (member.type === 'scope') return analysing.numbers.get(member.id) ?? 0;
  return analysing.symbols.ofLayer(member.node, analysing.inner.get(member.number)?.symbol);
}

function kindsOf(analysing: Analysing, member: Member): ReadonlySet<SkipKind> {
  const { kinds, kindsOfMerge } = analysing;
  if (member.type === 'scope') return kinds.get(member.id) ?? none;
  return kindsOfMerge[member.number] ?? none;
}

function analyseFamily(analysing: Analysing, family: Family): void {
  const { symbols, names, isCompared, found } = analysing;
  const { scope } = family;
  const numbers = family.members.map((member) => numberOf(analysing, member));
  const kinds = family.members.map((member) => kindsOf(analysing, member));
  if (scope !== null || isCompared) {
    const name = scope === null ? '' : (names.get(scope) ?? '');
    analysing.numbers.set(scope, familySymbol(family, name, numbers, symbols));
    analysing.kinds.set(scope, union(kinds));
  }
  findBlocks({ family, kinds, segments: segmentsOf(family, numbers) }, found);
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
  const numbers = numberNodes(graph);
  const families = familiesOf(graph, numbers);
  // What is not understood is like nothing else.
  if (families === undefined)
    return { ...ungrouped(graph, numbers), inner: new Map(), symbol: symbols.ofNothing() };
  const ofNodes = new Array<string | undefined>(graph.nodes.length).fill(undefined);
  const found: Found = { scopes: [], ofNodes, ofScopes: new Map() };
  const analysing: Analysing = {
    symbols,
    isCompared: depth > 0,
    names: new Map(graph.scopes.map(({ id, name }) => [id, name])),
    numbers: new Map(),
    kinds: new Map(),
    inner: innerGraphs(graph, symbols, depth),
    kindsOfMerge: kindsOfMerges(graph, numbers),
    found,
  };
  for (const family of families) analyseFamily(analysing, family);
  const symbol = analysing.numbers.get(null) ?? symbols.ofNothing();
  const scope = (old: Scope): Scope => {
    const parent = found.ofScopes.get(old.id);
    return parent === undefined ? old : { ...old, parent };
  };
  const scopes = [...graph.scopes.map(scope), ...found.scopes];
  return { graph, numbers, scopes, moved: found.ofNodes, inner: analysing.inner, symbol };
}

/** A graph with its own scopes only. */
export function ungrouped(graph: InnerGraph, numbers = numberNodes(graph)): Regrouped {
  return { graph, numbers, scopes: graph.scopes, moved: [], inner: new Map() };
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
