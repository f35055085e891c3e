/**
 * Residual analysis: which merges are the end of a skip connection, where it forks, and what kind of
 * shortcut it is. Found by dominance on the graph, never by names of layers or functions.
 */
import { categoryOf, isWeightLayer } from './category';
import { commonDominator, immediateDominators, root } from './dominators';
import type { GraphEdge, GraphNode, Skip, SkipKind } from './graph';

/** The graph with nodes as numbers, in topological order. */
interface Indexed {
  readonly nodes: readonly GraphNode[];
  readonly predecessors: readonly (readonly number[])[];
  readonly idom: readonly number[];
}

/** The nodes on paths from a fork to one input of a merge; none when the fork is that input. */
type Branch = readonly number[];

function index(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Indexed {
  const numbers = new Map(nodes.map((node, number) => [node.id, number]));
  const predecessors: number[][] = nodes.map(() => []);
  for (const edge of edges) {
    const from = numbers.get(edge.from);
    const to = numbers.get(edge.to);
    if (from !== undefined && to !== undefined && from < to) predecessors[to]?.push(from);
  }
  return { nodes, predecessors, idom: immediateDominators(predecessors) };
}

function branchTo(graph: Indexed, fork: number, end: number): Branch {
  if (end === fork) return [];
  const seen = new Set([end]);
  const open = [end];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const before of graph.predecessors[node] ?? []) {
      if (before <= fork || seen.has(before)) continue;
      seen.add(before);
      open.push(before);
    }
  }
  return [...seen].sort((a, b) => a - b);
}

/** Weight layers that a node stands for: those on the longest path of a nested model. */
function weightLayersOf(node: GraphNode): number {
  if (node.inner !== undefined) return longestWeightPath(node.inner.nodes, node.inner.edges);
  if (categoryOf(node.className) !== 'custom') return isWeightLayer(node.className) ? 1 : 0;
  return node.weights.some((weight) => weight.shape.length >= 2) ? 1 : 0;
}

function longestWeightPath(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): number {
  const { predecessors } = index(nodes, edges);
  return weightLength({ nodes, predecessors }, nodes.keys());
}

/** Weight layers on the longest path through `branch`, whose numbers are in topological order. */
function weightLength(
  graph: Pick<Indexed, 'nodes' | 'predecessors'>,
  branch: Iterable<number>,
): number {
  const longest = new Map<number, number>();
  let most = 0;
  for (const number of branch) {
    const node = graph.nodes[number];
    if (node === undefined) continue;
    const before = (graph.predecessors[number] ?? []).map((p) => longest.get(p) ?? 0);
    const length = Math.max(0, ...before) + weightLayersOf(node);
    longest.set(number, length);
    most = Math.max(most, length);
  }
  return most;
}

function isPointwise(node: GraphNode): boolean {
  if (categoryOf(node.className) === 'dense') return true;
  const kernel = node.weights.find((weight) => weight.shape.length >= 3);
  return kernel?.shape.slice(0, -2).every((size) => size === 1) ?? false;
}

/** A nested model or helper counts by its own layers. */
function leaves(nodes: readonly GraphNode[]): GraphNode[] {
  return nodes.flatMap((node) => (node.inner === undefined ? [node] : leaves(node.inner.nodes)));
}

function layersIn(nodes: readonly GraphNode[]): GraphNode[] {
  return leaves(nodes).filter((node) => categoryOf(node.className) !== 'input');
}

const allowedBeside: ReadonlySet<string> = new Set(['normalization', 'pooling', 'reshape']);

function besideProjection({ className }: GraphNode): boolean {
  return allowedBeside.has(categoryOf(className));
}

/**
 * A projection shortcut is one 1×1 convolution or dense layer, with normalization or pooling at
 * most beside it, and without a nonlinearity (He et al. 2016, "Deep residual learning", eq. 2; the
 * pooling is that of ResNet-D).
 */
function isProjection(branch: readonly GraphNode[]): boolean {
  const layers = layersIn(branch);
  const weighted = layers.filter((node) => weightLayersOf(node) > 0);
  const [projection] = weighted;
  if (projection === undefined || weighted.length > 1 || !isPointwise(projection)) return false;
  return layers.every((node) => node === projection || besideProjection(node));
}

/** Whether a projection shortcut may hold the node: the projection itself, or what stands beside it. */
function isShortcutLayer(node: GraphNode): boolean {
  return layersIn([node]).every((layer) => isPointwise(layer) || besideProjection(layer));
}

interface Shortcut {
  readonly kind: SkipKind;
  readonly nodes: Branch;
  readonly others: Branch;
}

function union(branches: readonly Branch[]): Branch {
  return [...new Set(branches.flat())].sort((a, b) => a - b);
}

function classify(graph: Indexed, branches: readonly Branch[]): Shortcut | undefined {
  const nodesOf = (branch: Branch): GraphNode[] =>
    branch.flatMap((number) => graph.nodes[number] ?? []);
  const split = (chosen: number, kind: SkipKind): Shortcut => ({
    kind,
    nodes: branches[chosen] ?? [],
    others: union(branches.filter((_, other) => other !== chosen)),
  });
  const identity = branches.findIndex((branch) => branch.length === 0);
  if (identity !== -1) return split(identity, 'identity');
  const projections = branches.flatMap((branch, i) => (isProjection(nodesOf(branch)) ? [i] : []));
  const [projection] = projections;
  // Where every branch is a projection none of them goes around the others.
  if (projection === undefined || projections.length === branches.length) return undefined;
  const shortcut = split(projection, 'projection');
  return shortcut.nodes.some((node) => shortcut.others.includes(node)) ? undefined : shortcut;
}

function forkOf(graph: Indexed, inputs: readonly number[]): number {
  return inputs.reduce((common, next) => commonDominator(graph.idom, common, next));
}

interface Residual {
  readonly fork: number;
  readonly shortcut: Shortcut;
}

/** The usual case: everything between fork and merge depends on the fork alone. */
function closedResidual(graph: Indexed, inputs: readonly number[]): Residual | undefined {
  const fork = forkOf(graph, inputs);
  if (fork === root) return undefined;
  const branches = inputs.map((input) => branchTo(graph, fork, input));
  const shortcut = classify(graph, branches);
  return shortcut && { fork, shortcut };
}

/** The nodes on paths from `from` to `to`, the latter included; none when there is no path. */
function between(graph: Indexed, from: number, to: number): Branch {
  const candidates = branchTo(graph, from, to).filter((node) => node > from);
  const reached = new Set<number>();
  for (const node of candidates) {
    const before = graph.predecessors[node] ?? [];
    if (before.some((p) => p === from || reached.has(p))) reached.add(node);
  }
  return reached.has(to) ? [...reached] : [];
}

/** The ways back from an input of a merge, along single inputs, that may be a shortcut. */
function shortcutsFrom(graph: Indexed, input: number): { fork: number; nodes: Branch }[] {
  const found = [{ fork: input, nodes: [] as Branch }];
  const chain: number[] = [];
  for (let at = input; ;) {
    const node = graph.nodes[at];
    const [before, ...others] = graph.predecessors[at] ?? [];
    if (node === undefined || before === undefined || others.length > 0) return found;
    if (!isShortcutLayer(node)) return found;
    chain.unshift(at);
    at = before;
    const nodes = chain.flatMap((n) => graph.nodes[n] ?? []);
    if (isProjection(nodes)) found.push({ fork: at, nodes: [...chain] });
  }
}

/**
 * A residual branch may take in more than the fork gives: the embedding of a time step, a mask, a
 * value from before the fork. Then the fork does not dominate the merge, and yet the shortcut goes
 * around weight layers that read it.
 */
function openResidual(graph: Indexed, inputs: readonly number[]): Residual | undefined {
  const shortcuts = inputs.flatMap((input) =>
    shortcutsFrom(graph, input).map((shortcut) => ({ input, ...shortcut })),
  );
  // The identity is looked for first, and the longest way around.
  shortcuts.sort((a, b) => a.nodes.length - b.nodes.length || a.fork - b.fork);
  for (const { input, fork, nodes } of shortcuts) {
    const branches = inputs
      .filter((other) => other !== input)
      .map((other) => between(graph, fork, other))
      .filter((branch) => branch.length > 0);
    const all = branches.map((branch) => branch.flatMap((n) => graph.nodes[n] ?? []));
    const kind: SkipKind = nodes.length === 0 ? 'identity' : 'projection';
    if (kind === 'projection' && all.every((branch) => isProjection(branch))) continue;
    const others = union(branches);
    if (nodes.some((node) => others.includes(node))) continue;
    if (weightLength(graph, others) > 0) return { fork, shortcut: { kind, nodes, others } };
  }
  return undefined;
}

function skipInto(graph: Indexed, number: number): Skip | undefined {
  const merge = graph.nodes[number];
  const inputs = [...new Set(graph.predecessors[number])];
  if (merge?.className !== 'Add' || inputs.length < 2) return undefined;
  const residual = closedResidual(graph, inputs) ?? openResidual(graph, inputs);
  const forkNode = residual && graph.nodes[residual.fork];
  if (residual === undefined || forkNode === undefined) return undefined;
  const { shortcut } = residual;
  const length = weightLength(graph, shortcut.others);
  if (length === 0) return undefined;
  const ids = (branch: Branch): string[] => branch.flatMap((n) => graph.nodes[n]?.id ?? []);
  return {
    id: `skip:${merge.id}`,
    kind: shortcut.kind,
    fork: forkNode.id,
    merge: merge.id,
    shortcut: ids(shortcut.nodes),
    branch: ids(shortcut.others),
    length,
    scope: merge.scope,
  };
}

/**
 * All skips of a graph, in the order of their merges. A sum is the end of a skip when its inputs
 * have a common fork, one of them goes there unchanged (identity) or by a projection, and another
 * passes at least one weight layer on the way.
 *
 * @param nodes in topological order.
 */
export function findSkips(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Skip[] {
  const graph = index(nodes, edges);
  return nodes.flatMap((_, number) => skipInto(graph, number) ?? []);
}
