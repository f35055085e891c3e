/** Where on the side of a box its wires end. */
import { spacing } from './spacing';

/** One end of a wire at the side of a box. */
export interface Terminal {
  readonly link: number;
  /** Where the wire comes from or goes to, from the box's axis. */
  readonly x: number;
  /** Where it has to end, if that is given. */
  readonly fixed: number | undefined;
  readonly skip: boolean;
}

/** Ends to one side of the axis, the nearest first: straight where near, else a step apart. */
function spreadSide(side: readonly Terminal[], half: number, into: Map<number, number>): void {
  const step = Math.min(spacing.port, half / Math.max(1, side.length));
  let previous = 0;
  side.forEach((terminal, index) => {
    const wanted = Math.abs(terminal.x);
    const low = previous + step;
    const high = Math.min(spacing.straight, half - step * (side.length - 1 - index));
    const offset = wanted >= low && wanted <= high ? wanted : low;
    previous = offset;
    into.set(terminal.link, Math.sign(terminal.x || 1) * offset);
  });
}

function leftToRight(a: Terminal, b: Terminal): number {
  return a.x - b.x || Number(a.skip) - Number(b.skip) || a.link - b.link;
}

/**
 * The x of each terminal from the box's axis, in the order in which the wires come, so that they do
 * not cross on the way; the straightest one is on the axis itself.
 *
 * @param half how far from the axis wires may end.
 */
export function spreadPorts(terminals: readonly Terminal[], half: number): Map<number, number> {
  const ports = new Map<number, number>();
  for (const { link, fixed } of terminals) if (fixed !== undefined) ports.set(link, fixed);
  const free = terminals.filter(({ fixed }) => fixed === undefined).sort(leftToRight);
  const middle = free.reduce(
    (best, { x }, index) => (Math.abs(x) < Math.abs(free[best]?.x ?? Infinity) ? index : best),
    0,
  );
  const main = free[middle];
  if (main !== undefined) ports.set(main.link, 0);
  const towardRight = free.slice(middle + 1).map((one) => ({ ...one, x: Math.max(one.x, 0.5) }));
  const towardLeft = free.slice(0, middle).map((one) => ({ ...one, x: Math.min(one.x, -0.5) }));
  spreadSide(towardRight, half, ports);
  spreadSide(towardLeft.reverse(), half, ports);
  return ports;
}
