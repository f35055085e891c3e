/** Distances between things in a problem, in pixels. Even, so that what is centred stays whole. */
export const spacing = {
  /** Between two boxes that follow each other, room for the arrow head. */
  row: 16,
  /** Between branches that stand side by side. */
  column: 28,
  /** From the boxes to the lane of a bypass, and from lane to lane. */
  lane: 16,
  /** Between horizontal runs of wires. */
  track: 8,
  /** From a box to the first horizontal run below it: a rounded corner. */
  afterBox: 10,
  /** From the last horizontal run to the box below it: a rounded corner and the arrow head. */
  beforeBox: 14,
  /** The same where a border is instead of a box: the wire goes on beyond it. */
  atBorder: 4,
  /** Between wires that end on the same side of a box. */
  port: 12,
  /** From a box's corner to the nearest wire. */
  corner: 8,
  /** Wires whose other end is nearer to the axis than this run straight if they can. */
  straight: 48,
} as const;
