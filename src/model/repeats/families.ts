/** What the search for repeats sees of a graph: the members of each scope, and the wires between. */
import type { GraphEdge, GraphNode, InnerGraph, Scope } from '../graph';

/** A layer, or a scope as a whole, within the scope around it. */
export type Member =
  | { readonly type: 'node'; readonly id: string; readonly node: GraphNode }
  | { readonly type: 'scope'; readonly id: string; readonly scope: Scope };

/** A tensor from member to member: -1 where it comes in from outside, `Infinity` where it goes out. */
export interface MemberArc {
  readonly from: number;
  readonly to: number;
  readonly output: number;
  readonly input: number;
}

/** A scope (null is the top) with its members in the order in which they were built. */
export interface Family {
  readonly scope: string | null;
  readonly members: Member[];
  readonly arcs: MemberArc[];
}

/** Scopes nested deeper than this are drawn flat anyway. */
const deepestScope = 32;

type Lines = ReadonlyMap<string, readonly string[]>;

/** The scopes around each scope, outermost first, itself last; undefined for rings and gaps. */
function linesOf(scopes: readonly Scope[]): Lines | undefined {
  const byId = new Map(scopes.map((scope) => [scope.id, scope]));
  const lines = new Map<string, readonly string[]>();
  for (const { id } of scopes) {
    const pending: string[] = [];
    let above: string | null = id;
    for (; above !== null && !lines.has(above); above = byId.get(above)?.parent ?? null)
      if (!byId.has(above) || pending.push(above) > deepestScope) return undefined;
    let line = (above === null ? undefined : lines.get(above)) ?? [];
    for (const next of pending.reverse()) {
      line = [...line, next];
      lines.set(next, line);
    }
  }
  return byId.size === scopes.length ? lines : undefined;
}

interface Building {
  readonly families: Map<string | null, Family>;
  readonly lines: Lines;
  readonly scopes: ReadonlyMap<string, Scope>;
  /** Index of a scope, or of a node, in its family. */
  readonly scopeIndex: Map<string, number>;
  readonly nodeIndex: Map<string, number>;
  readonly lineOfNode: Map<string, readonly string[]>;
}

function familyOf({ families }: Building, scope: string | null): Family {
  const known = families.get(scope);
  if (known !== undefined) return known;
  const family: Family = { scope, members: [], arcs: [] };
  families.set(scope, family);
  return family;
}

function addScopes(building: Building, line: readonly string[]): void {
  line.forEach((id, depth) => {
    const scope = building.scopes.get(id);
    if (building.scopeIndex.has(id) || scope === undefined) return;
    const { members } = familyOf(building, line[depth - 1] ?? null);
    building.scopeIndex.set(id, members.length);
    members.push({ type: 'scope', id, scope });
  });
}

/** False where the node is there already, or its scope is not. */
function addNode(building: Building, node: GraphNode): boolean {
  const line = node.scope === null ? [] : building.lines.get(node.scope);
  if (line === undefined || building.nodeIndex.has(node.id)) return false;
  if (node.scope !== null && !building.scopeIndex.has(node.scope)) addScopes(building, line);
  const { members } = familyOf(building, node.scope);
  building.nodeIndex.set(node.id, members.length);
  building.lineOfNode.set(node.id, line);
  members.push({ type: 'node', id: node.id, node });
  return true;
}

/** The member that holds a node in the scope at `depth` of its line. */
function memberIndex(building: Building, node: string, line: readonly string[], depth: number) {
  const scope = line[depth];
  const index = scope === undefined ? building.nodeIndex.get(node) : building.scopeIndex.get(scope);
  return index ?? 0;
}

/** An edge is an arc in every scope that it runs through. */
function addEdge(building: Building, { from, output, to, input }: GraphEdge): boolean {
  const source = building.lineOfNode.get(from);
  const target = building.lineOfNode.get(to);
  if (source === undefined || target === undefined) return false;
  let shared = 0;
  while (shared < source.length && source[shared] === target[shared]) shared++;
  const ends = { output, input };
  const start = (depth: number): number => memberIndex(building, from, source, depth);
  const end = (depth: number): number => memberIndex(building, to, target, depth);
  const at = (line: readonly string[], depth: number): MemberArc[] =>
    familyOf(building, line[depth - 1] ?? null).arcs;
  at(source, shared).push({ from: start(shared), to: end(shared), ...ends });
  for (let depth = shared + 1; depth <= source.length; depth++)
    at(source, depth).push({ from: start(depth), to: Infinity, ...ends });
  for (let depth = shared + 1; depth <= target.length; depth++)
    at(target, depth).push({ from: -1, to: end(depth), ...ends });
  return true;
}

/**
 * The families of a graph, each before those around it. Undefined for a graph that no inspection
 * gives: scopes in rings, ids that are not unique, edges to nowhere.
 */
export function familiesOf(graph: InnerGraph): readonly Family[] | undefined {
  const lines = linesOf(graph.scopes);
  if (lines === undefined) return undefined;
  const building: Building = {
    families: new Map(),
    lines,
    scopes: new Map(graph.scopes.map((scope) => [scope.id, scope])),
    scopeIndex: new Map(),
    nodeIndex: new Map(),
    lineOfNode: new Map(),
  };
  const sound =
    graph.nodes.every((node) => addNode(building, node)) &&
    graph.edges.every((edge) => addEdge(building, edge));
  if (!sound) return undefined;
  const depth = ({ scope }: Family): number =>
    scope === null ? 0 : (lines.get(scope)?.length ?? 0);
  return [...building.families.values()].sort((a, b) => depth(b) - depth(a));
}
