/** From what is selected, hovered and pointed at by the editor to what the renderer sets off. */
import type { Picture } from '../../src/layout/picture';
import type { Marks } from '../graph/renderer';
import type { GraphIndex } from './graphIndex';
import type { HeatOf } from './heat';
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
}

export function marksOf(pointed: Pointed): Marks {
  const { picture, index, selection, cursorNodes, hoveredSkip } = pointed;
  const boxes = boxesById(picture);
  const visible = (ids: readonly string[]): Set<string> =>
    new Set(ids.flatMap((id) => visibleBox(id, boxes, index)?.id ?? []));
  const selected = selection?.type === 'box' ? selection.id : null;
  const skips = new Set(
    [hoveredSkip, selection?.type === 'skip' ? selection.id : null].filter((id) => id !== null),
  );
  const ends = [...skips].flatMap((id) => {
    const skip = index.skips.get(id);
    return skip === undefined ? [] : [skip.fork, skip.merge, ...skip.shortcut];
  });
  return {
    selected: selected === null ? null : (visibleBox(selected, boxes, index)?.id ?? null),
    cursor: visible(cursorNodes),
    skips,
    ends: visible(ends),
    wires: wiresOf(picture, selected),
    found: visible(pointed.found.flatMap(({ type, id }) => (type === 'box' ? [id] : []))),
    foundSkips: new Set(pointed.found.flatMap(({ type, id }) => (type === 'skip' ? [id] : []))),
    heatOf: pointed.heatOf,
    focusable: pointed.focusable,
  };
}

function wiresOf({ wires }: Picture, box: string | null): Set<string> {
  if (box === null) return new Set();
  return new Set(wires.filter(({ from, to }) => from === box || to === box).map(({ id }) => id));
}
