/** The classes by which the style sheet knows a box. */
import type { Box } from '../../src/layout/picture';

/** Tints repeat after this many levels of nesting. */
const tints = 4;

export function boxClasses(box: Box): string {
  const failed = box.failed ? ' failed' : '';
  if (box.type === 'layer') return `layer category-${box.category}${failed}`;
  return `group ${box.open ? 'open' : 'closed'} tint-${box.depth % tints}${failed}`;
}
