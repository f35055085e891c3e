/** The rows of a profile's table: groups, layers, operations inside of layers; apart from them what is of no layer. */
import {
  addViews,
  nothing,
  noViews,
  ownViews,
  type CostViews,
} from '../../src/model/profile/costSum';
import {
  stepParts,
  type PhaseCost,
  type ProfiledNode,
  type Timing,
} from '../../src/protocol/profile';
import { t } from '../l10n';
import { matcher } from '../state/match';
import { hierarchyOf } from '../state/hierarchy';
import type { GraphIndex } from '../state/graphIndex';
import { sorted, type Column, type Sort } from '../state/table/columns';
import { layerTree } from '../state/table/layerRows';
import type { LayerRow } from '../state/table/layerRow';
import type { ProfileIndex } from './profileIndex';
import type { ProfiledGraph } from './state';
import { partTitles } from './words';

export interface ProfileRow {
  readonly id: string;
  /** The box of the graph that it is, or is inside of; undefined where there is none. */
  readonly boxId: string | undefined;
  readonly name: string;
  readonly className: string;
  /** `stage 1 › bottleneck 2`. */
  readonly path: string;
  /** Undefined for what was not measured, and for parts of no layer. */
  readonly cost: CostViews | undefined;
  readonly whole: PhaseCost;
  /** Of the profile that is compared with. */
  readonly before: PhaseCost | undefined;
  readonly children?: readonly ProfileRow[];
}

interface RowNames {
  readonly id: string;
  readonly boxId?: string | undefined;
  readonly name: string;
  readonly className: string;
  readonly path: string;
}

function row(
  names: RowNames,
  now: CostViews | undefined,
  before: CostViews | undefined,
): ProfileRow {
  return {
    boxId: undefined,
    ...names,
    cost: now,
    whole: now === undefined ? nothing : now.all,
    before: before?.all,
  };
}

function sumOf(costs: readonly (CostViews | undefined)[]): CostViews | undefined {
  const known = costs.flatMap((cost) => cost ?? []);
  return known.length === 0 ? undefined : known.reduce(addViews, noViews);
}

/** A layer or a group of the graph; none where nothing of it was measured. */
function boxRow(layer: LayerRow, graph: ProfiledGraph): ProfileRow[] {
  const { id, name, className, path } = layer;
  const names = { id, boxId: id, name, className, path };
  const { now, before } = graph;
  if (layer.children === undefined) {
    const made = row(names, now.costOf(id), before?.costOf(id));
    if (made.cost === undefined && made.before === undefined) return [];
    const inner = innerRows(id, id, now, path);
    return [inner.length === 0 ? made : { ...made, children: inner }];
  }
  const children = layer.children.flatMap((child) => boxRow(child, graph));
  if (children.length === 0) return [];
  // A filter leaves some of the layers out, so the group is what is left.
  const old = before && sumOf(leavesOf(layer).map((leaf) => before.costOf(leaf.id)));
  return [{ ...row(names, sumOf(children.map(({ cost }) => cost)), old), children }];
}

function leavesOf(layer: LayerRow): LayerRow[] {
  return layer.children === undefined ? [layer] : layer.children.flatMap(leavesOf);
}

/** Operations inside of a layer, with those inside of them. */
function innerRows(id: string, boxId: string, now: ProfileIndex, path: string): ProfileRow[] {
  return (now.inner.get(id) ?? []).map((node) => {
    const made = nodeRow(node, boxId, now, path);
    const inner = innerRows(node.id, boxId, now, path);
    return inner.length === 0 ? made : { ...made, children: inner };
  });
}

function nodeRow(
  node: ProfiledNode,
  boxId: string | undefined,
  now: ProfileIndex,
  path: string,
): ProfileRow {
  const { id, name, className } = node;
  return row({ id, boxId, name, className, path }, now.costWithin(node), undefined);
}

/** Nodes of the profile that the graph has no box for, which its text no longer builds. */
function lostRows({ now }: ProfiledGraph, filter: string): ProfileRow[] {
  const matches = matcher(filter);
  return now.lost
    .filter(({ name, className }) => matches?.(`${name} ${className}`, '') !== false)
    .map((node) => {
      const { id, name, className } = node;
      return row({ id, name, className, path: '' }, ownViews(node), undefined);
    });
}

/** What the step does for no layer: no rows to be sorted among layers, but counted in the step. */
export function partRows({ now, before }: ProfiledGraph): ProfileRow[] {
  return stepParts.flatMap((part): ProfileRow[] => {
    const timing = now.profile.step.parts[part];
    if (timing === undefined) return [];
    const old = before?.profile.step.parts[part];
    const id = `part:${part}`;
    return [
      {
        ...row({ id, name: partTitles[part], className: '', path: '' }, undefined, undefined),
        whole: { ...nothing, ...timing },
        before: old && { ...nothing, ...old },
      },
    ];
  });
}

/** The step, which the layers and what is of none of them add up to. */
export function stepRow({ now, before }: ProfiledGraph): ProfileRow {
  const names = { id: 'step', name: t('Whole step'), className: '', path: '' };
  const cost = sumOf(now.profile.nodes.map(ownViews));
  const then = before?.profile.step;
  return {
    ...row(names, cost, undefined),
    whole: { ...(cost?.all ?? nothing), ...timingOf(now.profile.step) },
    before: then && { ...nothing, ...timingOf(then) },
  };
}

function timingOf({ ms, spread }: Timing): Timing {
  return { ms, spread };
}

/** Every layer that the filter lets through, as a tree. */
export function profileTree(
  graph: ProfiledGraph,
  index: GraphIndex,
  filter: string,
): readonly ProfileRow[] {
  const layers = layerTree(hierarchyOf(index), filter).flatMap((layer) => boxRow(layer, graph));
  return [...layers, ...lostRows(graph, filter)];
}

/** Layers, in the order of the tree, without the groups around them and the operations in them. */
export function flatRows(rows: readonly ProfileRow[], index: GraphIndex): ProfileRow[] {
  return rows.flatMap((made) =>
    made.children !== undefined && index.groups.has(made.id)
      ? flatRows(made.children, index)
      : [leafRow(made)],
  );
}

function leafRow({ children: _, ...leaf }: ProfileRow): ProfileRow {
  return leaf;
}

/** A tree with the rows of each level in the order of a column. */
export function sortedTree(
  rows: readonly ProfileRow[],
  columns: readonly Column<ProfileRow>[],
  sort: Sort | null,
): readonly ProfileRow[] {
  return sorted(rows, columns, sort).map((made) =>
    made.children === undefined
      ? made
      : { ...made, children: sortedTree(made.children, columns, sort) },
  );
}

export interface OpenProfileRow {
  readonly row: ProfileRow;
  /** From 0. */
  readonly depth: number;
  readonly open: boolean | undefined;
}

/** The rows in sight of a tree, from top to bottom. */
export function openTree(
  rows: readonly ProfileRow[],
  isOpen: (row: ProfileRow) => boolean,
  depth = 0,
): OpenProfileRow[] {
  return rows.flatMap((made): OpenProfileRow[] => {
    if (made.children === undefined) return [{ row: made, depth, open: undefined }];
    const open = isOpen(made);
    const inside = open ? openTree(made.children, isOpen, depth + 1) : [];
    return [{ row: made, depth, open }, ...inside];
  });
}
