/** The shapes and words that a box is put together from, relative to its corner. */
import { metrics } from '../../src/layout/metrics';
import type { Box, GroupBox, LayerBox } from '../../src/layout/picture';
import { skipKinds, type SkipKind } from '../../src/model/graph';
import { badge } from './badge';
import { svg } from './svg';

const { textGap, textPadding, chevronWidth, headerHeight, badgeWidth } = metrics;

interface Extent {
  readonly width: number;
  readonly height: number;
}

function text(className: string, x: number, y: number, content: string, anchor = 'start'): Node {
  return svg('text', { class: className, x, y, 'text-anchor': anchor }, content);
}

/** The ring around a box that has the focus or that the editor points at. */
function halo({ width, height }: Extent, radius: number): Node {
  const shape = { x: -3, y: -3, width: width + 6, height: height + 6, rx: radius + 3 };
  return svg('rect', { class: 'halo', ...shape });
}

export function layerParts(box: LayerBox): Node[] {
  const { width, height, title, detail, failed } = box;
  const baseline = height / 2 + 4;
  const count = hiddenKinds(box).length;
  const free = width - badgeWidth * count - (count === 0 ? 0 : textGap / 2);
  // A layer that says all in its title is a pill, so that the rhythm of a block is seen from afar.
  const radius = detail === '' ? height / 2 : 5;
  return [
    halo({ width, height }, radius),
    svg('rect', { class: 'frame', width, height, rx: radius }),
    detail === ''
      ? text('title', free / 2, baseline, title, 'middle')
      : text('title', textPadding, baseline, title),
    ...(detail === '' ? [] : [text('detail', free - textPadding, baseline, detail, 'end')]),
    ...badges(box, height / 2 - 8),
    ...(failed ? [crossMark(width)] : []),
  ];
}

/** Says "failed" by a shape as well as by colour. */
function crossMark(width: number): Node {
  return svg(
    'g',
    { class: 'cross', transform: `translate(${width} 0)` },
    svg('circle', { r: 7 }),
    svg('path', { d: 'M-2.5 -2.5L2.5 2.5M2.5 -2.5L-2.5 2.5' }),
  );
}

export function groundParts({ width, height }: GroupBox): Node[] {
  return [halo({ width, height }, 8), svg('rect', { class: 'frame', width, height, rx: 8 })];
}

export function groupParts(box: GroupBox): Node[] {
  return box.open ? headerParts(box) : closedParts(box);
}

/** The band over the wires that come in through the top of an open group. */
function headerParts({ width, title, detail }: GroupBox): Node[] {
  const d = `M.5 ${headerHeight}V8Q.5 .5 8 .5H${width - 8}Q${width - 0.5} .5 ${width - 0.5} 8V${headerHeight}Z`;
  return [
    halo({ width, height: headerHeight }, 8),
    svg('path', { class: 'band', d }),
    text('title', textPadding + chevronWidth, 16, title),
    text('detail', width - textPadding, 16, detail, 'end'),
    chevron(true),
  ];
}

/** A closed group looks like a pile of what it holds. */
function closedParts(box: GroupBox): Node[] {
  const { width, height, title, detail } = box;
  const left = textPadding + chevronWidth;
  const shape = { height: height - 4, rx: 7 };
  return [
    halo(box, 7),
    svg('rect', { class: 'under', ...shape, x: 4, y: 4, width: width - 8 }),
    svg('rect', { class: 'frame', ...shape, width }),
    text('title', left, 18, title),
    ...badges(box, 5),
    text('detail', left, 32, detail),
    chevron(false),
  ];
}

function hiddenKinds({ hiddenSkips }: Box): SkipKind[] {
  return skipKinds.filter((kind) => (hiddenSkips[kind] ?? 0) > 0);
}

/** One badge for each kind of skip that a closed group or a layer hides, at its right side. */
function badges(box: Box, y: number): Node[] {
  const { hiddenSkips, width } = box;
  const kinds = hiddenKinds(box);
  const left = width - textPadding - badgeWidth * kinds.length + 6;
  return kinds.map((kind, index) =>
    badge(kind, hiddenSkips[kind] ?? 0, { x: left + badgeWidth * index, y }),
  );
}

/** The target is as large as WCAG asks for, the drawing is not. */
function chevron(open: boolean): Node {
  return svg(
    'g',
    { class: 'toggle', 'data-toggle': '' },
    svg('rect', { class: 'toggle-target', width: 24, height: 24, rx: 6 }),
    svg('path', {
      class: 'chevron',
      d: open ? 'M8.5 10.5L12 14L15.5 10.5' : 'M11 9.5L14.5 13L11 16.5',
    }),
  );
}
