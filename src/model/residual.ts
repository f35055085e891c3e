/**
 * Residual analysis: which merges are the end of a skip connection, where it forks, and what kind of
 * shortcut it is. Found by dominance on the graph, never by names of layers or functions.
 */
import type { GraphEdge, GraphNode, Skip } from './graph';
import { activationOrder } from './skips/activationOrder';
import { concatenationSkip, type Concatenations } from './skips/concatenations';
import type { Found } from './skips/found';
import { gatedSkip } from './skips/gates';
import { indexGraph, weightLength, type Indexed } from './skips/indexed';
import { carouselsOf } from './skips/recurrent';
import { isHourglass, lastUpsamplings } from './skips/sampling';
import { stochasticDepth } from './skips/stochasticDepth';
import { sumSkip } from './skips/sums';
import { withTransformers } from './skips/transformers';

/** The skip of a sum; around a coarser resolution it is a long one whatever its shortcut is. */
function additiveSkip(graph: Indexed, merge: number): Found | undefined {
  const found = gatedSkip(graph, merge) ?? sumSkip(graph, merge);
  if (found === undefined || found.kind === 'gated' || found.kind === 'padded') return found;
  return isHourglass(graph, found.branch) ? { ...found, kind: 'long' } : found;
}

/** A merge that failed gives nothing, so it ends no skip, whatever its inputs are. */
function skipsInto(graph: Indexed, number: number, known: Concatenations): Found[] {
  if (graph.nodes[number]?.failed === true) return [];
  switch (graph.roles[number]) {
    case 'sum':
    case 'difference': {
      const found = additiveSkip(graph, number);
      return found === undefined ? [] : [found];
    }
    case 'concatenation': {
      const found = concatenationSkip(graph, number, known);
      return found === undefined ? [] : [found];
    }
    case 'recurrent':
      return carouselsOf(graph, number);
    default:
      return [];
  }
}

/** The weight layers that the cell's state goes around are the cell's own: one. */
function lengthOf(graph: Indexed, { kind, branch }: Found): number {
  return kind === 'recurrent' ? 1 : weightLength(graph, branch);
}

function toSkip(graph: Indexed, found: Found, ordinal: number): Skip[] {
  const fork = graph.nodes[found.fork];
  const merge = graph.nodes[found.merge];
  if (fork === undefined || merge === undefined) return [];
  const ids = (numbers: readonly number[]): string[] =>
    numbers.flatMap((number) => graph.nodes[number]?.id ?? []);
  const activation = activationOrder(graph, found);
  const dropped = stochasticDepth(graph, found);
  return [
    {
      id: ordinal === 1 ? `skip:${merge.id}` : `skip:${merge.id}:${ordinal}`,
      kind: found.kind,
      fork: fork.id,
      merge: merge.id,
      shortcut: ids(found.shortcut),
      branch: ids(found.branch),
      length: lengthOf(graph, found),
      ...(activation === undefined ? {} : { activation }),
      ...(dropped === undefined ? {} : { stochasticDepth: true, ...dropped }),
      scope: merge.scope,
    },
  ];
}

/** Which of the skips of one merge each is, from 1; recurrent layers may have several. */
function ordinals(found: readonly Found[]): number[] {
  const counts = new Map<number, number>();
  return found.map(({ merge }) => {
    const ordinal = (counts.get(merge) ?? 0) + 1;
    counts.set(merge, ordinal);
    return ordinal;
  });
}

/**
 * All skips of a graph of layers or of operations, in the order of their merges. A sum, a gated sum or
 * a concatenation is the end of a skip when one of its inputs comes from a fork by a shortcut and
 * another passes at least one weight layer on the way from there; a recurrent layer holds its own.
 *
 * @param nodes in topological order.
 */
export function findSkips(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Skip[] {
  const graph = indexGraph(nodes, edges);
  const known: Concatenations = { joined: new Map(), upsamplings: lastUpsamplings(graph) };
  const merged = nodes.flatMap((_, number) => skipsInto(graph, number, known));
  const found = withTransformers(graph, merged);
  const numbered = ordinals(found);
  return found.flatMap((skip, i) => toSkip(graph, skip, numbered[i] ?? 1));
}
