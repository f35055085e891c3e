/** From a ModelGraph with nested models to one tree of groups and the tensors between its layers. */
import { formatShape } from '../model/format';
import type { GraphEdge, GraphNode, InnerGraph, Scope, Shape, Skip } from '../model/graph';
import type { NodeNumbers } from '../model/nodeNumbers';
import { layerName } from '../model/layerName';
import { ungrouped, type Regrouped } from '../model/repeats/repeats';
import { scopeTitle } from './titles';
import { uniqueIds, type FlatSkip, type Flow, type Group, type Leaf, type Tree } from './tree';

/** Groups nested deeper than this are left out: nobody could read them, and nothing overflows. */
const deepestGroup = 32;

/** The layers that stand for the inputs and outputs of a nested model: its own. */
interface InnerEnds {
  readonly type: 'inner';
  readonly node: GraphNode;
  readonly inputs: readonly Leaf[];
  readonly outputs: readonly Leaf[];
}

/** The layers that stand for a node's inputs and outputs. */
type Ends = Leaf | InnerEnds;

interface Builder {
  readonly unique: (wanted: string) => string;
  readonly uniqueSkip: (wanted: string) => string;
  /** The next leaf's or group's. */
  number: number;
  /** Shapes in words: layers share a few of them. */
  readonly shapes: Map<Shape, string>;
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
    number: build.number++,
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

interface Level {
  readonly group: Group;
  readonly depth: number;
}

/** Finds the group of a scope, and makes it and those around it when they are first met. */
function scopeGroups(build: Builder, all: readonly Scope[], top: Group, depth: number) {
  const scopes = new Map(all.map((scope) => [scope.id, scope]));
  const made = new Map<string, Group>();
  const depths = new Map<Group, number>([[top, depth]]);
  const levelOf = (id: string | null): Level => {
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
  const levels = new Map<string | null, Level>();
  let last: { readonly id: string | null; readonly level: Level } | undefined;
  // Most layers are in the scope of the one before.
  return (id: string | null): Level => {
    if (last?.id === id) return last.level;
    const level = levels.get(id) ?? levelOf(id);
    levels.set(id, level);
    last = { id, level };
    return level;
  };
}

/** A nested model of one layer is drawn as that layer. */
function isNested(node: GraphNode): node is GraphNode & { readonly inner: InnerGraph } {
  return node.inner !== undefined && node.inner.nodes.length > 1;
}

function addNode(build: Builder, node: GraphNode, found: Regrouped | undefined, at: Level): Ends {
  const { group: parent, depth } = at;
  if (isNested(node) && depth < deepestGroup) {
    const title = layerName(node);
    const group = addGroup(build, parent, { id: node.id, title, model: true, run: false });
    const level = { group, depth: depth + 1 };
    const { inputs, outputs } = addGraph(build, found ?? ungrouped(node.inner), level);
    if (inputs.length > 0 && outputs.length > 0) return { type: 'inner', node, inputs, outputs };
  }
  const id = build.unique(node.id);
  const leaf: Leaf = { type: 'leaf', id, number: build.number++, node, parent };
  parent.children.push(leaf);
  build.leaves.push(leaf);
  return leaf;
}

/** Where an index is out of range (a hostile graph), the first end stands for it. */
function endAt(ends: Ends | undefined, side: 'inputs' | 'outputs', index: number) {
  if (ends?.type !== 'inner') return ends;
  return ends[side][index] ?? ends[side][0];
}

function allEnds(ends: Ends | undefined, side: 'inputs' | 'outputs'): readonly Leaf[] {
  if (ends === undefined) return [];
  return ends.type === 'inner' ? ends[side] : [ends];
}

function addGraph(build: Builder, { graph, numbers, scopes, moved, inner }: Regrouped, at: Level) {
  const levelOf = scopeGroups(build, scopes, at.group, at.depth);
  const ends = graph.nodes.map((node, number) =>
    addNode(build, node, inner.get(number), levelOf(moved[number] ?? node.scope)),
  );
  const skips = addSkips(build, graph.skips, ends, numbers.byId);
  graph.edges.forEach((edge, index) => {
    const to = numbers.to[index] ?? -1;
    addFlow(build, edge, { from: ends[numbers.from[index] ?? -1], to: ends[to] }, skips[to]);
  });
  const endsOf = (id: string): Ends | undefined => ends[numbers.byId.get(id) ?? -1];
  return {
    inputs: graph.inputs.flatMap((id) => allEnds(endsOf(id), 'inputs')),
    outputs: graph.outputs.flatMap((id) => allEnds(endsOf(id), 'outputs')),
  };
}

function shapeText({ shapes }: Builder, shape: Shape | undefined): string {
  if (shape === undefined) return '';
  const known = shapes.get(shape);
  if (known !== undefined) return known;
  const text = formatShape(shape);
  shapes.set(shape, text);
  return text;
}

/** @param skips those whose shortcut's edges end where this one does. */
function addFlow(
  build: Builder,
  edge: GraphEdge,
  ends: { readonly from: Ends | undefined; readonly to: Ends | undefined },
  skips: readonly FlatSkip[] | undefined,
): void {
  const { output } = edge;
  const from = endAt(ends.from, 'outputs', output);
  const to = endAt(ends.to, 'inputs', edge.input);
  if (from === undefined || to === undefined || from === to) return;
  const shape = shapeText(build, ends.from?.node.outputs[output]?.shape);
  const skip = skips?.find((flat) => isOnShortcut(edge, flat.skip));
  build.flows.push({ from, output, to, shape, skip });
}

/** By the node's number, the skips whose shortcut's edges end at it. */
function addSkips(
  build: Builder,
  skips: readonly Skip[],
  ends: readonly Ends[],
  byId: NodeNumbers['byId'],
): readonly (readonly FlatSkip[] | undefined)[] {
  const byTarget = new Array<FlatSkip[] | undefined>(ends.length).fill(undefined);
  const add = (target: string, flat: FlatSkip): void => {
    const number = byId.get(target);
    if (number !== undefined && byTarget[number]?.at(-1) !== flat)
      (byTarget[number] ??= []).push(flat);
  };
  for (const skip of skips) {
    const [fork] = allEnds(ends[byId.get(skip.fork) ?? -1], 'outputs');
    const [merge] = allEnds(ends[byId.get(skip.merge) ?? -1], 'inputs');
    if (fork === undefined || merge === undefined) continue;
    const flat: FlatSkip = { id: build.uniqueSkip(skip.id), skip, fork, merge };
    build.skips.push(flat);
    for (const target of skip.shortcut) add(target, flat);
    add(skip.merge, flat);
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
export function flatten(regrouped: Regrouped): Tree {
  const root: Group = {
    type: 'group',
    id: '',
    number: 0,
    title: regrouped.graph.name,
    model: true,
    run: false,
    children: [],
    parent: null,
  };
  const build: Builder = {
    unique: uniqueIds(),
    uniqueSkip: uniqueIds(),
    number: 1,
    shapes: new Map(),
    leaves: [],
    flows: [],
    skips: [],
  };
  addGraph(build, regrouped, { group: root, depth: 0 });
  const { number: size, leaves, flows, skips } = build;
  return { root, size, leaves, flows, skips };
}
