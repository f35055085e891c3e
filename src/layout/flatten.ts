/** From a ModelGraph with nested models to one tree of groups and the tensors between its layers. */
import { formatShape } from '../model/format';
import type { GraphEdge, GraphNode, InnerGraph, ModelGraph, Scope, Skip } from '../model/graph';
import { scopeTitle } from './titles';
import { uniqueIds, type FlatSkip, type Flow, type Group, type Leaf, type Tree } from './tree';

/** Groups nested deeper than this are left out: nobody could read them, and nothing overflows. */
const deepestGroup = 32;

/** The layers that stand for a node's inputs and outputs: itself, or a nested model's own. */
interface Ends {
  readonly inputs: readonly Leaf[];
  readonly outputs: readonly Leaf[];
}

interface Builder {
  readonly unique: (wanted: string) => string;
  readonly uniqueSkip: (wanted: string) => string;
  readonly leaves: Leaf[];
  readonly flows: Flow[];
  readonly skips: FlatSkip[];
}

function addGroup(
  build: Builder,
  parent: Group,
  named: Pick<Group, 'id' | 'title' | 'model' | 'run'>,
): Group {
  const group: Group = {
    ...named,
    type: 'group',
    id: build.unique(named.id),
    children: [],
    parent,
  };
  parent.children.push(group);
  return group;
}

/** From a scope up to the outermost that is not made yet; ends at missing parents and at rings. */
function unmadeScopes(
  id: string | null,
  scopes: ReadonlyMap<string, Scope>,
  made: ReadonlyMap<string, Group>,
): Scope[] {
  const chain: Scope[] = [];
  const seen = new Set<string>();
  for (let next = id; next !== null && !made.has(next) && !seen.has(next);) {
    const scope = scopes.get(next);
    if (scope === undefined) break;
    seen.add(next);
    chain.push(scope);
    next = scope.parent;
  }
  return chain;
}

/** Finds the group of a scope, and makes it and those around it when they are first met. */
function scopeGroups(build: Builder, graph: InnerGraph, top: Group, depth: number) {
  const scopes = new Map(graph.scopes.map((scope) => [scope.id, scope]));
  const made = new Map<string, Group>();
  const depths = new Map<Group, number>([[top, depth]]);
  return (id: string | null): { group: Group; depth: number } => {
    const chain = unmadeScopes(id, scopes, made);
    const above = chain.at(-1)?.parent ?? (chain.length === 0 ? id : null);
    let group = (above === null ? undefined : made.get(above)) ?? top;
    for (const scope of chain.reverse()) {
      const level = depths.get(group) ?? depth;
      if (level < deepestGroup) {
        const title = scopeTitle(scope.name, scope.ordinal, scope.siblings);
        const run = scope.found === 'run';
        group = addGroup(build, group, { id: scope.id, title, model: false, run });
        depths.set(group, level + 1);
      }
      made.set(scope.id, group);
    }
    return { group, depth: depths.get(group) ?? depth };
  };
}

/** A nested model of one layer is drawn as that layer. */
function isNested(node: GraphNode): node is GraphNode & { readonly inner: InnerGraph } {
  return node.inner !== undefined && node.inner.nodes.length > 1;
}

function addNode(build: Builder, node: GraphNode, parent: Group, depth: number): Ends {
  if (isNested(node) && depth < deepestGroup) {
    const title = node.name || node.className;
    const group = addGroup(build, parent, { id: node.id, title, model: true, run: false });
    const inner = addGraph(build, node.inner, group, depth + 1);
    if (inner.inputs.length > 0 && inner.outputs.length > 0) return inner;
  }
  const leaf: Leaf = { type: 'leaf', id: build.unique(node.id), node, parent };
  parent.children.push(leaf);
  build.leaves.push(leaf);
  return { inputs: [leaf], outputs: [leaf] };
}

/** Where an index is out of range (a hostile graph), the first end stands for it. */
function endAt(ends: readonly Leaf[], index: number): Leaf | undefined {
  return ends[index] ?? ends[0];
}

function addGraph(build: Builder, graph: InnerGraph, top: Group, depth: number): Ends {
  const groupOf = scopeGroups(build, graph, top, depth);
  const ends = new Map<string, Ends>();
  const nodes = new Map<string, GraphNode>();
  for (const node of graph.nodes) {
    const { group, depth: level } = groupOf(node.scope);
    const made = addNode(build, node, group, level);
    if (ends.has(node.id)) continue;
    ends.set(node.id, made);
    nodes.set(node.id, node);
  }
  const skips = addSkips(build, graph.skips, ends);
  for (const edge of graph.edges) addFlow(build, edge, { ends, nodes, skips });
  return {
    inputs: graph.inputs.flatMap((id) => ends.get(id)?.inputs ?? []),
    outputs: graph.outputs.flatMap((id) => ends.get(id)?.outputs ?? []),
  };
}

interface Level {
  readonly ends: ReadonlyMap<string, Ends>;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** Skips by the node that their shortcut's edges end at. */
  readonly skips: ReadonlyMap<string, readonly FlatSkip[]>;
}

function addFlow(build: Builder, edge: GraphEdge, level: Level): void {
  const from = endAt(level.ends.get(edge.from)?.outputs ?? [], edge.output);
  const to = endAt(level.ends.get(edge.to)?.inputs ?? [], edge.input);
  if (from === undefined || to === undefined || from === to) return;
  const spec = level.nodes.get(edge.from)?.outputs[edge.output];
  const shape = spec === undefined ? '' : formatShape(spec.shape);
  const skip = level.skips.get(edge.to)?.find((flat) => isOnShortcut(edge, flat.skip));
  build.flows.push({
    from,
    output: edge.output,
    to,
    shape,
    ...(skip === undefined ? {} : { skip }),
  });
}

function addSkips(build: Builder, skips: readonly Skip[], ends: ReadonlyMap<string, Ends>) {
  const byTarget = new Map<string, FlatSkip[]>();
  for (const skip of skips) {
    const fork = ends.get(skip.fork)?.outputs[0];
    const merge = ends.get(skip.merge)?.inputs[0];
    if (fork === undefined || merge === undefined) continue;
    const flat: FlatSkip = { id: build.uniqueSkip(skip.id), skip, fork, merge };
    build.skips.push(flat);
    for (const target of new Set([...skip.shortcut, skip.merge])) {
      const list = byTarget.get(target) ?? [];
      if (list.push(flat) === 1) byTarget.set(target, list);
    }
  }
  return byTarget;
}

/**
 * An edge from the fork to the merge is the shortcut only where the shortcut has no layers. A dense
 * layer's merge may read what its fork joins instead of the fork: all that is not from the branch.
 */
function isOnShortcut(edge: GraphEdge, { kind, fork, merge, shortcut, branch }: Skip): boolean {
  if (kind === 'dense' && edge.to === merge) return !branch.includes(edge.from);
  if (edge.from === fork && edge.to === merge) return shortcut.length === 0;
  const starts = edge.from === fork || shortcut.includes(edge.from);
  const ends = edge.to === merge || shortcut.includes(edge.to);
  return starts && ends;
}

/** The tree of a graph as it was traced: nothing is left out or merged yet. */
export function flatten(graph: ModelGraph): Tree {
  const root: Group = {
    type: 'group',
    id: '',
    title: graph.name,
    model: true,
    run: false,
    children: [],
    parent: null,
  };
  const build: Builder = {
    unique: uniqueIds(),
    uniqueSkip: uniqueIds(),
    leaves: [],
    flows: [],
    skips: [],
  };
  addGraph(build, graph, root, 0);
  return { root, leaves: build.leaves, flows: build.flows, skips: build.skips };
}
