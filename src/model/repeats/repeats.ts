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

interface Analysed<G extends InnerGraph> {
  readonly graph: G;
  /** The same for graphs that are alike. */
  readonly symbol: number;
}

/** What is known of a graph while its families are gone through. */
interface Analysing {
  readonly symbols: Symbols;
  /** Number and skips of the scopes that are done. */
  readonly numbers: Map<string | null, number>;
  readonly kinds: Map<string | null, ReadonlySet<SkipKind>>;
  readonly inner: ReadonlyMap<string, Analysed<InnerGraph>>;
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
  return analysing.symbols.ofLayer(member.node, analysing.inner.get(member.id)?.symbol);
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

/** The graph with the scopes that were found, its nodes and scopes in their new places. */
function rearranged<G extends InnerGraph>(graph: G, analysing: Analysing): G {
  const { found, inner } = analysing;
  const nodes = new Map<string, string>();
  const scopes = new Map<string, string>();
  for (const [member, parent] of found.parents)
    (member.type === 'node' ? nodes : scopes).set(member.id, parent);
  const node = (old: GraphNode): GraphNode => {
    const scope = nodes.get(old.id);
    const model = inner.get(old.id)?.graph;
    if (scope === undefined && model === undefined) return old;
    return { ...old, scope: scope ?? old.scope, ...(model === undefined ? {} : { inner: model }) };
  };
  const scope = (old: Scope): Scope => ({ ...old, parent: scopes.get(old.id) ?? old.parent });
  return {
    ...graph,
    nodes: graph.nodes.map(node),
    scopes: [...graph.scopes.map(scope), ...found.scopes],
  };
}

function innerGraphs({ nodes }: InnerGraph, symbols: Symbols, depth: number) {
  const inner = new Map<string, Analysed<InnerGraph>>();
  if (depth >= deepestModel) return inner;
  for (const node of nodes)
    if (node.inner !== undefined) inner.set(node.id, analyse(node.inner, symbols, depth + 1));
  return inner;
}

function analyse<G extends InnerGraph>(graph: G, symbols: Symbols, depth: number): Analysed<G> {
  const families = familiesOf(graph);
  // What is not understood is like nothing else.
  if (families === undefined) return { graph, symbol: symbols.ofNothing() };
  const analysing: Analysing = {
    symbols,
    numbers: new Map(),
    kinds: new Map(),
    inner: innerGraphs(graph, symbols, depth),
    kindsOfMerge: kindsOfMerges(graph),
    found: { scopes: [], parents: new Map() },
  };
  const names = new Map(graph.scopes.map(({ id, name }) => [id, name]));
  for (const family of families)
    analyseFamily(analysing, family, family.scope === null ? '' : (names.get(family.scope) ?? ''));
  const symbol = analysing.numbers.get(null) ?? symbols.ofNothing();
  return { graph: rearranged(graph, analysing), symbol };
}

/**
 * The graph with scopes of its own for what repeats: `residual block ×16` around sixteen blocks in
 * a row whose layers differ in name only. Blocks lie between members of a scope that every path
 * passes through; a run of calls of one function is left as it is, for the code has named it. The
 * ids are made from those of the first layers, so that they stay as long as these do.
 */
export function withRepeats<G extends InnerGraph>(graph: G): G {
  return analyse(graph, new Symbols(), 0).graph;
}
