/** Whether a block is like the one before it: layers, wires and skips, each one block further on. */
import type { GraphNode, Skip } from '../../model/graph';
import type { Regrouped } from '../../model/repeats/repeats';
import { said } from '../expansion';
import type { Expansion } from '../picture';
import { noScope, type ScopeRanges } from './scopeRanges';

/** A graph made quick to compare. */
export interface Compared extends ScopeRanges {
  readonly regrouped: Regrouped;
  /** By the number of a scope, whether the user opened or closed it; asked for once each. */
  readonly saidOf: (scope: number) => boolean | undefined;
  /** The first edge into each node; edges are in the order of the nodes that they enter. */
  readonly edgesInto: Int32Array;
  /** By the number of the node where they merge. */
  readonly skipsAt: readonly (readonly Skip[] | undefined)[];
  /** By the number of a scope that of its counterpart in the next block; -1 where there is none. */
  readonly next: Int32Array;
  /** The nodes of a skip that have been looked up: its fork, its shortcut, its branch. */
  /** By the number of a scope, where it stands in `order`. */
  readonly placeInOrder: Int32Array;
  /** By the number of a node, how many before it are read by no other. */
  readonly deadEnds: Int32Array;
  readonly skipNodes: Map<Skip, readonly number[]>;
}

/** Undefined where edges do not come in the order of the nodes that they enter, or not forward. */
function firstEdges({ graph, numbers }: Regrouped): Int32Array | undefined {
  const { from, to } = numbers;
  const count = graph.nodes.length;
  const first = new Int32Array(count + 1);
  let node = 0;
  for (let edge = 0; edge < to.length; edge++) {
    const target = to[edge] ?? -1;
    const source = from[edge] ?? -1;
    if (source < 0 || source >= target || target < node - 1) return undefined;
    while (node <= target) first[node++] = edge;
  }
  return first.fill(to.length, node);
}

/** Undefined where ids are not unique, or an end is not there. */
function skipsByMerge({ graph, numbers: { byId } }: Regrouped): Compared['skipsAt'] | undefined {
  const ids = new Set<string>();
  const lists = new Array<Skip[] | undefined>(graph.nodes.length).fill(undefined);
  for (const skip of graph.skips) {
    const merge = byId.get(skip.merge);
    if (merge === undefined || !byId.has(skip.fork)) return undefined;
    ids.add(skip.id);
    (lists[merge] ??= []).push(skip);
  }
  return ids.size < graph.skips.length ? undefined : lists;
}

function placesInOrder({ order, scopes }: ScopeRanges): Int32Array {
  const places = new Int32Array(scopes.length);
  order.forEach((scope, place) => (places[scope] = place));
  return places;
}

function countDeadEnds({ graph, numbers }: Regrouped): Int32Array {
  const count = graph.nodes.length;
  const isRead = new Uint8Array(count);
  for (const source of numbers.from) isRead[source] = 1;
  const deadEnds = new Int32Array(count + 1);
  for (let node = 0; node < count; node++)
    deadEnds[node + 1] = (deadEnds[node] ?? 0) + (isRead[node] === 1 ? 0 : 1);
  return deadEnds;
}

export function compared(
  regrouped: Regrouped,
  ranges: ScopeRanges,
  expansion: Expansion,
): Compared | undefined {
  const edgesInto = firstEdges(regrouped);
  const skipsAt = skipsByMerge(regrouped);
  if (edgesInto === undefined || skipsAt === undefined) return undefined;
  const next = new Int32Array(ranges.scopes.length).fill(-1);
  const answers = new Array<{ said: boolean | undefined } | undefined>(ranges.scopes.length);
  const saidOf = (scope: number): boolean | undefined =>
    (answers[scope] ??= { said: said(ranges.scopes[scope]?.id ?? '', expansion) }).said;
  const [placeInOrder, deadEnds] = [placesInOrder(ranges), countDeadEnds(regrouped)];
  const counted = { placeInOrder, deadEnds, edgesInto, skipsAt, skipNodes: new Map() };
  return { ...ranges, ...counted, regrouped, saidOf, next };
}

/** Layers of one kind share what they have in common as objects, as they come from another process. */
function areAlikeNodes(a: GraphNode, b: GraphNode): boolean {
  if (a.config !== b.config || a.outputs !== b.outputs || a.inputs !== b.inputs) return false;
  if (a.parameters !== b.parameters || a.macs !== b.macs || a.dropped !== b.dropped) return false;
  if (a.className !== b.className || a.weights.length !== b.weights.length) return false;
  if (a.inner !== undefined || b.inner !== undefined) return false;
  if (a.failed === true || b.failed === true) return false;
  return (a.sharedWith === undefined) === (b.sharedWith === undefined);
}

/** Texts in which only digits differ are equally wide. */
function areAlikeScopes({ scopes, saidOf }: Compared, first: number, second: number): boolean {
  const [a, b] = [scopes[first], scopes[second]];
  if (a === undefined || b === undefined) return false;
  if (a.name !== b.name || a.found !== b.found) return false;
  if (a.siblings > 1 !== b.siblings > 1) return false;
  if (a.siblings > 1 && String(a.ordinal).length !== String(b.ordinal).length) return false;
  return saidOf(first) === saidOf(second);
}

/** Pairs two scopes and those around them, up to the two blocks themselves; `paired` gets the first ones. */
function pairScopes(
  all: Compared,
  block: number,
  [first, second]: readonly [number, number],
  paired: number[],
): boolean {
  const { next, parent, first: begins } = all;
  const size = (begins[second] ?? 0) - (begins[first] ?? 0);
  let [a, b] = [first, second];
  for (;;) {
    if (next[a] === b) return true;
    if (a === noScope || b === noScope || next[a] !== -1) return false;
    if ((begins[b] ?? 0) - (begins[a] ?? 0) !== size || !areAlikeScopes(all, a, b)) return false;
    next[a] = b;
    paired.push(a);
    if (a === block) return true;
    [a, b] = [parent[a] ?? noScope, parent[b] ?? noScope];
  }
}

/** Whether both blocks have the same layers in the same scopes, which are paired then. */
export function haveAlikeLayers(all: Compared, block: number, other: number): boolean {
  const paired: number[] = [];
  if (pairLayers(all, block, other, paired)) return true;
  for (const scope of paired) all.next[scope] = noScope;
  return false;
}

function pairLayers(all: Compared, block: number, other: number, paired: number[]): boolean {
  const { first, last, ofNode, regrouped, next } = all;
  const { nodes } = regrouped.graph;
  const begin = first[block] ?? 0;
  const size = (first[other] ?? 0) - begin;
  if ((last[other] ?? 0) - (first[other] ?? 0) !== (last[block] ?? 0) - begin) return false;
  if (!pairScopes(all, block, [block, other], paired)) return false;
  for (let node = begin; node < begin + size; node++) {
    const [one, two] = [nodes[node], nodes[node + size]];
    if (one === undefined || two === undefined || !areAlikeNodes(one, two)) return false;
    const [a, b] = [ofNode[node] ?? noScope, ofNode[node + size] ?? noScope];
    if (next[a] !== b && !pairScopes(all, block, [a, b], paired)) return false;
  }
  return true;
}

/** Whether the wires into the second of two blocks are those into the first, one block further on. */
function haveAlikeEdges({ regrouped, edgesInto }: Compared, begin: number, size: number): boolean {
  const { from, to } = regrouped.numbers;
  const { edges } = regrouped.graph;
  const [start, middle] = [edgesInto[begin] ?? 0, edgesInto[begin + size] ?? 0];
  const count = middle - start;
  if ((edgesInto[begin + 2 * size] ?? 0) - middle !== count) return false;
  for (let edge = start; edge < middle; edge++) {
    const other = edge + count;
    if ((from[other] ?? 0) - (from[edge] ?? 0) !== size || (from[other] ?? 0) < begin) return false;
    if ((to[other] ?? 0) - (to[edge] ?? 0) !== size) return false;
    const [a, b] = [edges[edge], edges[other]];
    if (a?.output !== b?.output || a?.input !== b?.input) return false;
  }
  return true;
}

function idsOf({ fork, shortcut, branch }: Skip): string[] {
  return [fork, ...shortcut, ...branch];
}

/** The nodes of a skip by their numbers; of the next skip of a series they are known from the one before. */
function nodesOf({ regrouped: { numbers }, skipNodes }: Compared, skip: Skip): readonly number[] {
  const known = skipNodes.get(skip);
  if (known !== undefined) return known;
  const found = idsOf(skip).map((id) => numbers.byId.get(id) ?? -1);
  skipNodes.set(skip, found);
  return found;
}

function areAlikeSkips(all: Compared, a: Skip, b: Skip, size: number): boolean {
  if (a.kind !== b.kind || a.length !== b.length) return false;
  if (a.shortcut.length !== b.shortcut.length) return false;
  const { nodes } = all.regrouped.graph;
  const ids = idsOf(b);
  const moved = nodesOf(all, a).map((node) => node + size);
  if (moved.length !== ids.length) return false;
  if (moved.some((node, index) => node < size || nodes[node]?.id !== ids[index])) return false;
  all.skipNodes.set(b, moved);
  return true;
}

const none: readonly Skip[] = [];

function haveAlikeSkips(all: Compared, begin: number, size: number): boolean {
  const { skipsAt } = all;
  for (let merge = begin; merge < begin + size; merge++) {
    const [a, b] = [skipsAt[merge] ?? none, skipsAt[merge + size] ?? none];
    if (a.length !== b.length) return false;
    for (let at = 0; at < a.length; at++) {
      const [first, second] = [a[at], b[at]];
      if (first === undefined || second === undefined) return false;
      if (!areAlikeSkips(all, first, second, size)) return false;
      if ((nodesOf(all, second)[0] ?? -1) < begin) return false;
    }
  }
  return true;
}

/** Whether what comes into two blocks of `size` nodes, the first from node `begin` on, is alike. */
export function haveAlikeWires(all: Compared, begin: number, size: number): boolean {
  return haveAlikeEdges(all, begin, size) && haveAlikeSkips(all, begin, size);
}
