/** From what is selected, hovered and pointed at by the editor to what the renderer sets off. */
import type { Picture } from '../../src/layout/picture';
import type { Skip } from '../../src/model/graph';
import type { Marks } from '../graph/renderer';
import type { GraphIndex } from './graphIndex';
import type { HeatOf } from '../../src/layout/heat';
import type { Traced } from './trace';
import type { Selection } from './uiState';
import { boxesById, visibleBox } from './words';

export interface Pointed {
  readonly picture: Picture;
  readonly index: GraphIndex;
  readonly selection: Selection | null;
  readonly cursorNodes: readonly string[];
  /** The skip under the pointer. */
  readonly hoveredSkip: string | null;
  /** What the search found. */
  readonly found: readonly Selection[];
  readonly heatOf: HeatOf | null;
  readonly focusable: string | null;
  /** What stays clear while ancestors and descendants are traced. */
  readonly traced: Traced | null;
}

export function marksOf(pointed: Pointed): Marks {
  const { picture, index, selection, cursorNodes, hoveredSkip } = pointed;
  const boxes = boxesById(picture);
  const visible = (ids: readonly string[]): Set<string> =>
    new Set(ids.flatMap((id) => visibleBox(id, boxes, index)?.id ?? []));
  const selected = selection?.type === 'box' ? selection.id : null;
  const skips = [
    ...new Set([hoveredSkip, selection?.type === 'skip' ? selection.id : null]),
  ].flatMap((id) => (id === null ? [] : (index.skips.get(id) ?? [])));
  const ends = visible(skips.flatMap(({ fork, merge, shortcut }) => [fork, merge, ...shortcut]));
  return {
    selected: selected === null ? null : (visibleBox(selected, boxes, index)?.id ?? null),
    cursor: visible(cursorNodes),
    skips: new Set(skips.map(({ id }) => id)),
    ends,
    branch: without(visible(skips.flatMap(({ branch }) => branch)), ends),
    wires: new Set([
      ...wiresOf(picture, selected),
      ...skips.flatMap((skip) => branchWires(picture, skip, visible)),
    ]),
    found: visible(pointed.found.flatMap(({ type, id }) => (type === 'box' ? [id] : []))),
    foundSkips: new Set(pointed.found.flatMap(({ type, id }) => (type === 'skip' ? [id] : []))),
    heatOf: pointed.heatOf,
    focusable: pointed.focusable,
    traced: pointed.traced,
  };
}

function wiresOf(picture: Picture, box: string | null): string[] {
  // A long picture's wires are written out when they are asked for.
  if (box === null) return [];
  return picture.wires.filter(({ from, to }) => from === box || to === box).map(({ id }) => id);
}

/** The wires of the residual branch, from the fork to the merge. */
function branchWires(
  { wires }: Picture,
  { fork, merge, branch }: Skip,
  visible: (ids: readonly string[]) => Set<string>,
): string[] {
  if (branch.length === 0) return [];
  const [starts, ends] = [visible([fork, ...branch]), visible([...branch, merge])];
  const inside = visible(branch);
  return wires
    .filter(({ from, to, skip }) => skip === undefined && starts.has(from) && ends.has(to))
    .filter(({ from, to }) => inside.has(from) || inside.has(to))
    .map(({ id }) => id);
}

function without(ids: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> {
  return new Set([...ids].filter((id) => !others.has(id)));
}
