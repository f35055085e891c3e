/** The shapes and words that a box is put together from, relative to its corner. */
import { metrics } from '../../src/layout/metrics';
import type { Box, GroupBox, LayerBox } from '../../src/layout/picture';
import { badge } from './badge';
import {
  badgePlaces,
  bandPath,
  closedRadius,
  groupRadius,
  haloGap,
  layerRadius,
  signs,
  textRoom,
} from './boxShape';
import { svg } from './svg';

const { textPadding, chevronWidth, headerHeight } = metrics;

interface Extent {
  readonly width: number;
  readonly height: number;
}

function text(className: string, x: number, y: number, content: string, anchor = 'start'): Node {
  return svg('text', { class: className, x, y, 'text-anchor': anchor }, content);
}

/** The ring around a box that has the focus or that the editor points at. */
function halo({ width, height }: Extent, radius: number): Node {
  const [x, wide, high] = [-haloGap, width + 2 * haloGap, height + 2 * haloGap];
  return svg('rect', { class: 'halo', x, y: x, width: wide, height: high, rx: radius + haloGap });
}

export function layerParts(box: LayerBox): Node[] {
  const { width, height, title, detail, failed } = box;
  const baseline = height / 2 + 4;
  const free = textRoom(box);
  const radius = layerRadius(box);
  return [
    halo({ width, height }, radius),
    svg('rect', { class: 'frame', width, height, rx: radius }),
    detail === ''
      ? text('title', free / 2, baseline, title, 'middle')
      : text('title', textPadding, baseline, title),
    ...(detail === '' ? [] : [text('detail', free - textPadding, baseline, detail, 'end')]),
    ...badges(box),
    ...(failed ? [crossMark(width)] : []),
  ];
}

/** Says "failed" by a shape as well as by colour. */
function crossMark(width: number): Node {
  return svg(
    'g',
    { class: 'cross', transform: `translate(${width} 0)` },
    svg('circle', { r: 7 }),
    svg('path', { d: signs.cross }),
  );
}

export function groundParts({ width, height }: GroupBox): Node[] {
  return [
    halo({ width, height }, groupRadius),
    svg('rect', { class: 'frame', width, height, rx: groupRadius }),
  ];
}

export function groupParts(box: GroupBox): Node[] {
  return box.open ? headerParts(box) : closedParts(box);
}

/** The band over the wires that come in through the top of an open group. */
function headerParts({ width, title, detail }: GroupBox): Node[] {
  return [
    halo({ width, height: headerHeight }, groupRadius),
    svg('path', { class: 'band', d: bandPath(width) }),
    text('title', textPadding + chevronWidth, 16, title),
    text('detail', width - textPadding, 16, detail, 'end'),
    chevron(true),
  ];
}

/** A closed group looks like a pile of what it holds. */
function closedParts(box: GroupBox): Node[] {
  const { width, height, title, detail } = box;
  const left = textPadding + chevronWidth;
  // A group that closes or opens is seen smaller than its sheets for a moment.
  const shape = { height: Math.max(0, height - 4), rx: closedRadius };
  return [
    halo(box, closedRadius),
    svg('rect', { class: 'under', ...shape, x: 4, y: 4, width: Math.max(0, width - 8) }),
    svg('rect', { class: 'frame', ...shape, width }),
    text('title', left, 18, title),
    ...badges(box),
    text('detail', left, 32, detail),
    chevron(false),
  ];
}

function badges(box: Box): Node[] {
  return badgePlaces(box).map(badge);
}

/** The target is as large as WCAG asks for, the drawing is not. */
function chevron(open: boolean): Node {
  return svg(
    'g',
    { class: 'toggle', 'data-toggle': '' },
    svg('rect', { class: 'toggle-target', width: 24, height: 24, rx: 6 }),
    svg('path', {
      class: 'chevron',
      d: open ? signs.chevronOpen : signs.chevronClosed,
    }),
  );
}
