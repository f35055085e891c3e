/** Pieces that do not come apart: ELK's layered algorithm places them. */
import type { ElkEdge, ElkLike, ElkNode, ElkPoint, ElkPort } from './elk';
import type { Point } from './picture';
import { border, type Item, type Link, type Placement, type Problem } from './problem';
import { spacing } from './spacing';
import { wayThrough } from './way';

const options: Record<string, string> = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.padding': '[top=0,left=0,bottom=0,right=0]',
  'elk.spacing.nodeNode': String(spacing.column),
  'elk.spacing.edgeEdge': String(spacing.track),
  'elk.spacing.edgeNode': String(spacing.lane),
  'elk.layered.spacing.nodeNodeBetweenLayers': String(spacing.row + spacing.track),
  'elk.layered.spacing.edgeNodeBetweenLayers': String(spacing.afterBox),
  'elk.layered.spacing.edgeEdgeBetweenLayers': String(spacing.track),
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  'elk.separateConnectedComponents': 'false',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
};

/** `fixed` is where an open group has the port, from its axis at `axis`. */
function portOf(
  id: string,
  side: 'NORTH' | 'SOUTH',
  y: number,
  axis: number,
  fixed: number | undefined,
): ElkPort {
  const place = fixed === undefined ? {} : { x: axis + fixed, y };
  return { id, width: 0, height: 0, ...place, layoutOptions: { 'elk.port.side': side } };
}

/** The ends of wires at one item; every wire has its own, so that ELK spreads them on the side. */
function portsOf(problem: Problem, index: number, { height, left }: Item): ElkPort[] {
  return problem.links.flatMap((link, number) => [
    ...(link.from === index ? [portOf(`o${number}`, 'SOUTH', height, left, link.out)] : []),
    ...(link.to === index ? [portOf(`i${number}`, 'NORTH', 0, left, link.in)] : []),
  ]);
}

function nodeOf(problem: Problem, index: number): ElkNode {
  const item = problem.items[index] ?? border;
  const ports = portsOf(problem, index, item);
  const fixed = ports.some(({ x }) => x !== undefined);
  const layoutOptions = { 'elk.portConstraints': fixed ? 'FIXED_POS' : 'FIXED_SIDE' };
  return { id: `n${index}`, width: item.width, height: item.height, ports, layoutOptions };
}

/** The borders are layers of their own, wide enough for their wires to stand apart. */
function borderNode(problem: Problem, index: number): ElkNode {
  const node = nodeOf(problem, index);
  const layer = index === 0 ? 'FIRST_SEPARATE' : 'LAST_SEPARATE';
  return {
    ...node,
    width: Math.max(2, (node.ports?.length ?? 0) * spacing.port),
    height: 2,
    layoutOptions: { ...node.layoutOptions, 'elk.layered.layering.layerConstraint': layer },
  };
}

function edgeOf({ skip }: Link, number: number): ElkEdge {
  const straightness = skip ? '1' : '10';
  return {
    id: `e${number}`,
    sources: [`o${number}`],
    targets: [`i${number}`],
    layoutOptions: { 'elk.layered.priority.straightness': straightness },
  };
}

function toElk(problem: Problem): ElkNode {
  const exit = problem.items.length - 1;
  const used = (index: number): boolean =>
    problem.links.some((link) => link.from === index || link.to === index);
  const children = problem.items.flatMap((_, index) => {
    if (index !== 0 && index !== exit) return nodeOf(problem, index);
    return used(index) ? borderNode(problem, index) : [];
  });
  return { id: 'root', layoutOptions: options, children, edges: problem.links.map(edgeOf) };
}

function pointsOf(edge: ElkEdge | undefined): ElkPoint[] {
  const [section] = edge?.sections ?? [];
  if (section === undefined) throw new Error(`ELK gave no route for the edge ${edge?.id ?? '?'}.`);
  return [section.startPoint, ...(section.bendPoints ?? []), section.endPoint];
}

/** The middle one of what enters, else of what leaves: the line that the main path goes on. */
function axisOf(problem: Problem, wires: readonly (readonly ElkPoint[])[], width: number): number {
  const exit = problem.items.length - 1;
  const entering = wires.flatMap((w, i) => (problem.links[i]?.from === 0 ? (w[0]?.x ?? []) : []));
  const leaving = wires.flatMap((w, i) =>
    problem.links[i]?.to === exit ? (w.at(-1)?.x ?? []) : [],
  );
  const ends = (entering.length > 0 ? entering : leaving).sort((a, b) => a - b);
  return Math.round(ends[Math.floor((ends.length - 1) / 2)] ?? width / 2);
}

/** A route in whole pixels from the axis; at the borders it goes on to the very edge. */
function wireOf(points: readonly ElkPoint[], axis: number, from: number, to: number) {
  const rounded = points.map(({ x, y }, index): Point => {
    const bottom = index === points.length - 1 ? to : Math.round(y);
    return { x: Math.round(x) - axis, y: index === 0 ? from : bottom };
  });
  return wayThrough(rounded);
}

/** Lays one piece out with ELK. The order of the problem's items does not matter. */
export async function placePrime(elk: ElkLike, problem: Problem): Promise<Placement> {
  const exit = problem.items.length - 1;
  const laid = await elk.layout(toElk(problem));
  const height = Math.ceil(laid.height ?? 0);
  const boxes = new Map((laid.children ?? []).map((child) => [child.id, child]));
  const edges = new Map((laid.edges ?? []).map((edge) => [edge.id, edge]));
  const routes = problem.links.map((_, number) => pointsOf(edges.get(`e${number}`)));
  const axis = axisOf(problem, routes, laid.width ?? 0);
  const items = problem.items.map((_, index): Point => {
    if (index === 0 || index === exit) return { x: 0, y: index === 0 ? 0 : height };
    const { x = 0, y = 0 } = boxes.get(`n${index}`) ?? {};
    return { x: Math.round(x) - axis, y: Math.round(y) };
  });
  const wires = routes.map((points, number) => {
    const { from, to } = problem.links[number] ?? { from: 0, to: exit };
    const start = from === 0 ? 0 : Math.round(points[0]?.y ?? 0);
    const end = to === exit ? height : Math.round(points.at(-1)?.y ?? 0);
    return wireOf(points, axis, start, end);
  });
  const xs = [
    ...items.flatMap(({ x }, index) => [x, x + (problem.items[index]?.width ?? 0)]),
    ...wires.flatMap((wire) => wire.map(({ x }) => x)),
  ];
  const reach = (toward: number): number => xs.reduce((most, x) => Math.max(most, toward * x), 0);
  return { left: reach(-1), right: reach(1), height, items, wires };
}
