/** Where the parts of a box lie, relative to its corner: the same for every renderer. */
import { badgesOf, badgesWidth, type Badge } from '../../src/layout/badges';
import { metrics } from '../../src/layout/metrics';
import type { Box, LayerBox, Point } from '../../src/layout/picture';

const { textGap, textPadding, headerHeight } = metrics;

/** Radius of a group's corners. */
export const groupRadius = 8;
export const closedRadius = 7;
/** A halo lies so far outside of its box. */
export const haloGap = 3;

/** Path data of the small signs; both renderers understand them. */
export const signs = {
  badgeArc: 'M7 3.5H9A3 3 0 0 1 12 6.5V9.5A3 3 0 0 1 9 12.5H7',
  cross: 'M-2.5 -2.5L2.5 2.5M2.5 -2.5L-2.5 2.5',
  chevronOpen: 'M8.5 10.5L12 14L15.5 10.5',
  chevronClosed: 'M11 9.5L14.5 13L11 16.5',
} as const;

/** A layer that says all in its title is a pill, so that the rhythm of a block is seen from afar. */
export function layerRadius({ detail, height }: LayerBox): number {
  return detail === '' ? height / 2 : 5;
}

/** Outline of the band over the wires that come in through the top of an open group. */
export function bandPath(width: number): string {
  return `M.5 ${headerHeight}V8Q.5 .5 8 .5H${width - 8}Q${width - 0.5} .5 ${width - 0.5} 8V${headerHeight}Z`;
}

/** Width that badges leave for the text of a layer. */
export function textRoom({ width, hiddenSkips }: LayerBox): number {
  const badges = badgesWidth(hiddenSkips);
  return width - badges - (badges === 0 ? 0 : textGap / 2);
}

export interface BadgePlace extends Badge {
  readonly at: Point;
}

/** One badge for each kind of skip that a closed group or a layer hides, at its right side. */
export function badgePlaces(box: Box): BadgePlace[] {
  const start = box.width - textPadding - badgesWidth(box.hiddenSkips) + 6;
  const y = box.type === 'layer' ? box.height / 2 - 8 : 5;
  return badgesOf(box.hiddenSkips).map((badge) => ({ ...badge, at: { x: start + badge.left, y } }));
}
