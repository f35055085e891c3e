/** Tracks: the horizontal runs of wires in the gap between two rows of boxes. */

/** A wire that has to get from one x to another within a gap. */
export interface Shift {
  readonly link: number;
  /** At the box. */
  readonly port: number;
  /** Away from the box. */
  readonly far: number;
}

export interface Tracks {
  /** Number of the track by link, 0 at the box; none for wires that run straight. */
  readonly level: ReadonlyMap<number, number>;
  readonly count: number;
}

const straight: Tracks = { level: new Map(), count: 0 };

function hull(shifts: readonly Shift[]): readonly [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (const { port, far } of shifts) {
    low = Math.min(low, port, far);
    high = Math.max(high, port, far);
  }
  return [low, high];
}

/**
 * A track for each wire that does not run straight. Those that go furthest are nearest to the box,
 * so wires to one side nest without crossing; the two sides share tracks where they are apart.
 */
export function assignTracks(shifts: readonly Shift[]): Tracks {
  if (shifts.every(({ port, far }) => far === port)) return straight;
  const level = new Map<number, number>();
  const toRight = shifts.filter(({ port, far }) => far > port).sort((a, b) => b.far - a.far);
  const toLeft = shifts.filter(({ port, far }) => far < port).sort((a, b) => a.far - b.far);
  const apart = hull(toLeft)[1] < hull(toRight)[0];
  const start = apart ? 0 : toRight.length;
  toRight.forEach(({ link }, index) => level.set(link, index));
  toLeft.forEach(({ link }, index) => level.set(link, start + index));
  const count = Math.max(toRight.length, toLeft.length === 0 ? 0 : start + toLeft.length);
  return { level, count };
}
