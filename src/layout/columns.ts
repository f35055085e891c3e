/** Sets the parts of a piece side by side, the main branch on the axis. */
import type { Part, Piece } from './pieces';
import type { Placement } from './problem';
import { spacing } from './spacing';

export interface Column {
  readonly part: Part;
  readonly placement: Placement;
  /** Where the part's axis is. */
  readonly x: number;
}

/** What stands between two cut items. */
export interface Row {
  readonly piece: Piece;
  readonly columns: readonly Column[];
  readonly left: number;
  readonly right: number;
  readonly height: number;
}

interface Placed {
  readonly part: Part;
  readonly placement: Placement;
}

/** The tallest branch that is no shortcut; a wire straight from cut to cut goes before any. */
function mainOf(placed: readonly Placed[], direct: number): Placed | undefined {
  if (direct > 0) return undefined;
  const branches = placed.filter(({ part }) => !part.isShortcut);
  const [first = placed[0], ...others] = branches;
  return others.reduce(
    (tallest, next) =>
      tallest !== undefined && tallest.placement.height >= next.placement.height ? tallest : next,
    first,
  );
}

/** Shortcuts go to the right; other branches keep their order around the main one. */
function sidesOf(placed: readonly Placed[], main: Placed | undefined) {
  const middle = main === undefined ? 0 : placed.indexOf(main);
  const isLeft = (one: Placed, index: number): boolean => index < middle && !one.part.isShortcut;
  const left = placed.filter((one, index) => one !== main && isLeft(one, index));
  const right = placed.filter((one, index) => one !== main && !isLeft(one, index));
  const shortcuts = right.filter(({ part }) => part.isShortcut);
  const plain = right.filter(({ part }) => !part.isShortcut);
  return { left: left.reverse(), right: [...plain, ...shortcuts] };
}

/** `placements` are those of the piece's parts, in their order. */
export function rowOf(piece: Piece, placements: readonly Placement[]): Row {
  if (piece.parts.length === 0) return { piece, columns: [], left: 0, right: 0, height: 0 };
  const placed = piece.parts.flatMap((part, index) => {
    const placement = placements[index];
    return placement === undefined ? [] : [{ part, placement }];
  });
  const main = mainOf(placed, piece.direct.length);
  const wires = piece.direct.length > 0 && placed.length > 0 ? piece.direct.length : 0;
  let left = main?.placement.left ?? 0;
  let right = main?.placement.right ?? Math.max(0, wires - 1) * spacing.port;
  const columns: Column[] = main === undefined ? [] : [{ ...main, x: 0 }];
  const sides = sidesOf(placed, main);
  for (const side of sides.right) {
    const x = Math.ceil(right + spacing.column + side.placement.left);
    columns.push({ ...side, x });
    right = x + side.placement.right;
  }
  for (const side of sides.left) {
    const x = -Math.ceil(left + spacing.column + side.placement.right);
    columns.push({ ...side, x });
    left = side.placement.left - x;
  }
  const height = columns.reduce((most, { placement }) => Math.max(most, placement.height), 0);
  return { piece, columns, left, right, height };
}
