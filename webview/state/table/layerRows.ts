/** The rows of the layer table: the hierarchy of the graph, filtered, sorted and opened. */
import type { Group, Leaf, TreeNode } from '../../../src/layout/tree';
import { layerTitle } from '../../../src/layout/titles';
import { formatShape } from '../../../src/model/format';
import type { GraphNode } from '../../../src/model/graph';
import { layerName } from '../../../src/model/layerName';
import { addSums, noSums, type Sums } from '../../../src/layout/sums';
import type { Hierarchy } from '../hierarchy';
import { boxText, matcher } from '../match';
import { sorted, type Sort } from './columns';
import { layerColumns } from './layerColumns';
import type { LayerRow } from './layerRow';

export interface VisibleRow {
  readonly row: LayerRow;
  /** From 0. */
  readonly depth: number;
  readonly open: boolean;
}

export interface LayerTable {
  readonly sort: Sort | null;
  readonly filter: string;
  /** As the graph is; else one list of layers. */
  readonly grouped: boolean;
  /** Ids of the groups that are closed in the table. */
  readonly closed: readonly string[];
}

function layerRow(node: GraphNode, id: string, sums: Sums, path: string): LayerRow {
  const output = node.outputs[0];
  return {
    id,
    name: node.name === '' ? layerTitle(node) : layerName(node),
    className: node.className,
    shape: output === undefined ? '' : formatShape(output.shape),
    node,
    place: node.source,
    sums,
    path,
  };
}

type Matches = ReturnType<typeof matcher>;

interface Level {
  readonly hierarchy: Hierarchy;
  /** Undefined where everything is let through. */
  readonly matches: Matches;
  /** Titles of the groups around it, outermost first. */
  readonly path: readonly string[];
}

/** The rows of what a group holds; of layers that the filter refuses there are none. */
function rowsOf(children: readonly TreeNode[], level: Level): LayerRow[] {
  return children.flatMap((child) =>
    child.type === 'leaf' ? leafRow(child, level) : groupRow(child, level),
  );
}

function leafRow(leaf: Leaf, { hierarchy, matches, path }: Level): LayerRow[] {
  const { id, node } = leaf;
  const where = path.join(' › ');
  if (matches?.(boxText(node), where) === false) return [];
  return [layerRow(node, id, hierarchy.sumsAt(leaf), where)];
}

/** A group whose own title is asked for is there with all it holds. */
function groupRow({ id, title, children: nodes }: Group, level: Level): LayerRow[] {
  const { hierarchy, path } = level;
  const where = path.join(' › ');
  const matches = level.matches?.(title, where) === true ? undefined : level.matches;
  const children = rowsOf(nodes, { hierarchy, matches, path: [...path, title] });
  if (children.length === 0) return [];
  const sums = children.map((child) => child.sums).reduce(addSums, noSums);
  const group = hierarchy.index.groups.get(id);
  const place = group?.scope?.definition ?? group?.model?.source;
  const className = group?.model?.className ?? '';
  return [{ id, name: title, className, shape: '', place, sums, children, path: where }];
}

/** Every layer that the filter lets through, each in its groups. */
export function layerTree(hierarchy: Hierarchy, filter: string): readonly LayerRow[] {
  return rowsOf(hierarchy.root.children, { hierarchy, matches: matcher(filter), path: [] });
}

/** The layers of a tree of rows, in its order. */
export function layersIn(rows: readonly LayerRow[]): LayerRow[] {
  return rows.flatMap((row) => (row.children === undefined ? [row] : layersIn(row.children)));
}

/** The rows in their order, groups among their siblings by their sums. */
export function orderedRows(
  rows: readonly LayerRow[],
  { sort, grouped }: Pick<LayerTable, 'sort' | 'grouped'>,
): readonly LayerRow[] {
  if (!grouped) return sorted(layersIn(rows), layerColumns, sort);
  if (sort === null) return rows;
  return sorted(rows, layerColumns, sort).map((row) =>
    row.children === undefined
      ? row
      : { ...row, children: orderedRows(row.children, { sort, grouped }) },
  );
}

/** The rows that are not in a closed group, from top to bottom. */
export function openRows(
  rows: readonly LayerRow[],
  closed: ReadonlySet<string>,
  depth = 0,
  found: VisibleRow[] = [],
): readonly VisibleRow[] {
  for (const row of rows) {
    const open = row.children !== undefined && !closed.has(row.id);
    found.push({ row, depth, open });
    if (open) openRows(row.children, closed, depth + 1, found);
  }
  return found;
}
