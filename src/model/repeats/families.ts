/** What the search for repeats sees of a graph: the members of each scope, and the wires between. */
import type { GraphEdge, GraphNode, InnerGraph, Scope } from '../graph';
import type { NodeNumbers } from '../nodeNumbers';

/** A layer, or a scope as a whole, within the scope around it. */
export type Member = NodeMember | ScopeMember;

interface ScopeMember {
  readonly type: 'scope';
  readonly id: string;
  readonly scope: Scope;
}

interface NodeMember {
  readonly type: 'node';
  readonly id: string;
  readonly node: GraphNode;
  /** In the graph. */
  readonly number: number;
  /** The family that it is in, and where. */
  readonly family: Family;
  readonly index: number;
  /** The scopes around it. */
  readonly line: Line;
}

/** Ids of scopes, outermost first. */
type Line = readonly string[];

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

type Lines = ReadonlyMap<string, Line>;

const noScopes: Line = [];

/** The scopes around each scope, outermost first, itself last; undefined for rings and gaps. */
function linesOf(scopes: readonly Scope[]): Lines | undefined {
  const byId = new Map(scopes.map((scope) => [scope.id, scope]));
  const lines = new Map<string, Line>();
  for (const { id } of scopes) {
    const pending: string[] = [];
    let above: string | null = id;
    for (; above !== null && !lines.has(above); above = byId.get(above)?.parent ?? null)
      if (!byId.has(above) || pending.push(above) > deepestScope) return undefined;
    let line = (above === null ? undefined : lines.get(above)) ?? noScopes;
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
  /** Index of a scope in its family. */
  readonly scopeIndex: Map<string, number>;
  /** By their numbers. */
  readonly nodes: NodeMember[];
}

function familyOf({ families }: Building, scope: string | null): Family {
  const known = families.get(scope);
  if (known !== undefined) return known;
  const family: Family = { scope, members: [], arcs: [] };
  families.set(scope, family);
  return family;
}

function addScopes(building: Building, line: Line): void {
  line.forEach((id, depth) => {
    const scope = building.scopes.get(id);
    if (building.scopeIndex.has(id) || scope === undefined) return;
    const { members } = familyOf(building, line[depth - 1] ?? null);
    building.scopeIndex.set(id, members.length);
    members.push({ type: 'scope', id, scope });
  });
}

/** False where its scope is not there. */
function addNode(building: Building, node: GraphNode, number: number): boolean {
  const { id, scope } = node;
  const line = scope === null ? noScopes : building.lines.get(scope);
  if (line === undefined) return false;
  if (scope !== null && !building.scopeIndex.has(scope)) addScopes(building, line);
  const family = familyOf(building, scope);
  const index = family.members.length;
  const member: NodeMember = { type: 'node', id, node, number, family, index, line };
  building.nodes.push(member);
  family.members.push(member);
  return true;
}

/** The index of the member that holds a node in the scope at `depth` of its line. */
function indexAt(building: Building, { index, line }: NodeMember, depth: number): number {
  const scope = line[depth];
  return scope === undefined ? index : (building.scopeIndex.get(scope) ?? 0);
}

function arcsAt(building: Building, line: Line, depth: number): MemberArc[] {
  return familyOf(building, line[depth - 1] ?? null).arcs;
}

/** An edge is an arc in every scope that it runs through. */
function addEdge(
  building: Building,
  { output, input }: GraphEdge,
  source: NodeMember,
  target: NodeMember,
): void {
  if (source.line === target.line) {
    source.family.arcs.push({ from: source.index, to: target.index, output, input });
    return;
  }
  let shared = 0;
  while (shared < source.line.length && source.line[shared] === target.line[shared]) shared++;
  arcsAt(building, source.line, shared).push({
    from: indexAt(building, source, shared),
    to: indexAt(building, target, shared),
    output,
    input,
  });
  for (let depth = shared + 1; depth <= source.line.length; depth++) {
    const start = indexAt(building, source, depth);
    arcsAt(building, source.line, depth).push({ from: start, to: Infinity, output, input });
  }
  for (let depth = shared + 1; depth <= target.line.length; depth++) {
    const end = indexAt(building, target, depth);
    arcsAt(building, target.line, depth).push({ from: -1, to: end, output, input });
  }
}

/** False where an edge goes nowhere. */
function addEdges(building: Building, { edges }: InnerGraph, { from, to }: NodeNumbers): boolean {
  return edges.every((edge, index) => {
    const source = building.nodes[from[index] ?? -1];
    const target = building.nodes[to[index] ?? -1];
    if (source === undefined || target === undefined) return false;
    addEdge(building, edge, source, target);
    return true;
  });
}

/**
 * The families of a graph, each before those around it. Undefined for a graph that no inspection
 * gives: scopes in rings, ids that are not unique, edges to nowhere.
 */
export function familiesOf(graph: InnerGraph, numbers: NodeNumbers): readonly Family[] | undefined {
  const lines = linesOf(graph.scopes);
  if (lines === undefined || numbers.byId.size < graph.nodes.length) return undefined;
  const building: Building = {
    families: new Map(),
    lines,
    scopes: new Map(graph.scopes.map((scope) => [scope.id, scope])),
    scopeIndex: new Map(),
    nodes: [],
  };
  const sound =
    graph.nodes.every((node, number) => addNode(building, node, number)) &&
    addEdges(building, graph, numbers);
  if (!sound) return undefined;
  const depth = ({ scope }: Family): number =>
    scope === null ? 0 : (lines.get(scope)?.length ?? 0);
  return [...building.families.values()].sort((a, b) => depth(b) - depth(a));
}
