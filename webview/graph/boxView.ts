/** One box on the screen: the elements of a layer or group, changed only where the box changed. */
import { metrics } from '../../src/layout/metrics';
import type { Box, GroupBox, LayerBox } from '../../src/layout/picture';
import { skipKinds } from '../../src/model/graph';
import { badge } from './badge';
import { svg, translate } from './svg';

/** Tints repeat after this many levels of nesting. */
const tints = 4;

export class BoxView {
  readonly element = svg('g', { role: 'treeitem', tabindex: -1 });
  readonly type: Box['type'];
  #content = '';
  #place = '';
  #label = '';

  constructor(box: Box) {
    this.type = box.type;
    this.element.setAttribute(box.type === 'layer' ? 'data-node-id' : 'data-group-id', box.id);
  }

  update(box: Box, label: string): void {
    const place = translate(box);
    if (place !== this.#place) this.element.setAttribute('transform', place);
    if (label !== this.#label) this.element.setAttribute('aria-label', label);
    const content = contentKey(box);
    if (content !== this.#content) this.#redraw(box);
    [this.#place, this.#label, this.#content] = [place, label, content];
  }

  mark(name: string, on: boolean): void {
    this.element.classList.toggle(name, on);
  }

  #redraw(box: Box): void {
    const { element } = this;
    // Marks are classes too and outlive a change of the content.
    const marks = [...element.classList].filter((name) => name.startsWith('is-'));
    element.setAttribute('class', ['box', ...classes(box), ...marks].join(' '));
    element.setAttribute('aria-level', String(box.depth + 1));
    if (box.type === 'group') element.setAttribute('aria-expanded', String(box.open));
    element.replaceChildren(...(box.type === 'layer' ? layerParts(box) : groupParts(box)));
  }
}

function contentKey(box: Box): string {
  const common = `${box.title}\n${box.detail}\n${box.width}\n${box.height}\n${box.depth}`;
  return box.type === 'layer'
    ? `${common}\n${box.category}\n${String(box.failed)}`
    : `${common}\n${String(box.open)}\n${JSON.stringify(box.hiddenSkips)}`;
}

function classes(box: Box): string[] {
  if (box.type === 'layer')
    return ['layer', `category-${box.category}`, ...(box.failed ? ['failed'] : [])];
  return ['group', box.open ? 'open' : 'closed', `tint-${box.depth % tints}`];
}

function text(className: string, x: number, y: number, content: string, anchor = 'start'): Node {
  return svg('text', { class: className, x, y, 'text-anchor': anchor }, content);
}

function layerParts({ width, height, title, detail, failed }: LayerBox): Node[] {
  const baseline = height / 2 + 4;
  return [
    svg('rect', { class: 'halo', x: -3, y: -3, width: width + 6, height: height + 6, rx: 7 }),
    svg('rect', { class: 'frame', width, height, rx: 4 }),
    svg('path', { class: 'accent', d: `M4 .5H4V${height - 0.5}H4A3.5 3.5 0 0 1 .5 ${height - 4}V4A3.5 3.5 0 0 1 4 .5Z` }),
    detail === ''
      ? text('title', width / 2 + 2, baseline, title, 'middle')
      : text('title', metrics.textPadding, baseline, title),
    ...(detail === ''
      ? []
      : [text('detail', width - metrics.textPadding, baseline, detail, 'end')]),
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

function groupParts(box: GroupBox): Node[] {
  const { width, height, open, title, detail } = box;
  const left = metrics.textPadding + metrics.chevronWidth;
  const right = width - metrics.textPadding;
  const shape = { width, height, rx: 8 };
  const detailText = open
    ? text('detail', right, 16, detail, 'end')
    : text('detail', left, 34, detail);
  return [
    svg('rect', { class: 'halo', x: -3, y: -3, width: width + 6, height: height + 6, rx: 11 }),
    ...(open ? [] : [svg('rect', { class: 'under', ...shape, x: 4, y: 4 })]),
    svg('rect', { class: 'frame', ...shape }),
    svg('rect', { class: 'header', width, height: open ? metrics.headerHeight : height, rx: 8 }),
    text('title', left, 17, title),
    detailText,
    ...badges(box, right),
    chevron(open),
  ];
}

/** One badge for each kind of skip that a closed group hides, at the right of its title. */
function badges({ hiddenSkips }: GroupBox, right: number): Node[] {
  const kinds = skipKinds.filter((kind) => (hiddenSkips[kind] ?? 0) > 0);
  return kinds.map((kind, index) =>
    badge(kind, hiddenSkips[kind] ?? 0, {
      x: right - metrics.badgeWidth * (kinds.length - index) + 4,
      y: 5,
    }),
  );
}

/** The target is as large as WCAG asks for, the drawing is not. */
function chevron(open: boolean): Node {
  return svg(
    'g',
    { class: 'toggle', 'data-toggle': '' },
    svg('rect', { class: 'toggle-target', width: 24, height: 24, rx: 6 }),
    svg('path', { class: 'chevron', d: open ? 'M8 10L12 14L16 10' : 'M10 8L14 12L10 16' }),
  );
}
