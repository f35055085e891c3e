/** Makes room in a placement for the blocks that it leaves out. */
import type { Point } from '../picture';
import type { Placement, Problem } from '../problem';

/** The indices of three neighbours in a problem, of which the second stands for `copies` more below it. */
export interface Gap {
  readonly before: number;
  readonly block: number;
  readonly after: number;
  readonly copies: number;
}

const nowhere: Point = { x: 0, y: 0 };

/** From the top of each block of a series to that of the next; undefined where they differ. */
function pitchOf(
  { items }: Problem,
  { items: points }: Placement,
  { before, block, after }: Gap,
): number | undefined {
  const [a, b, c] = [before, block, after].map((index) => points[index] ?? nowhere);
  const sizes = [before, block, after].map((index) => items[index]);
  if (a === undefined || b === undefined || c === undefined) return undefined;
  const [size] = sizes;
  const same = sizes.every((s) => s?.width === size?.width && s?.height === size?.height);
  const straight = a.x === b.x && b.x === c.x && c.y - b.y === b.y - a.y;
  return same && straight ? b.y - a.y : undefined;
}

/** Moves what lies below the block that stands for others; undefined where something lies beside it. */
export function stretched(problem: Problem, placement: Placement, gap: Gap): Placement | undefined {
  const pitch = pitchOf(problem, placement, gap);
  const bottom = (placement.items[gap.block]?.y ?? 0) + (problem.items[gap.block]?.height ?? 0);
  const top = placement.items[gap.after]?.y ?? 0;
  if (pitch === undefined || top <= bottom) return undefined;
  const move = (point: Point): Point =>
    point.y < top ? point : { x: point.x, y: point.y + pitch * gap.copies };
  const isBeside = ({ y }: Point): boolean => y > bottom && y < top;
  const isGap = (index: number): boolean => {
    const { from, to } = problem.links[index] ?? { from: 0, to: 0 };
    return from === gap.block && to === gap.after;
  };
  if (placement.items.some(isBeside)) return undefined;
  if (placement.wires.some((wire, index) => !isGap(index) && wire.some(isBeside))) return undefined;
  const items = placement.items.map(move);
  // The wires from the last that is left out are drawn with it.
  const wires = placement.wires.map((wire, index) => (isGap(index) ? wire : wire.map(move)));
  return { ...placement, height: placement.height + pitch * gap.copies, items, wires };
}
