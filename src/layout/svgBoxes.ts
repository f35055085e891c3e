/** Boxes of a picture as SVG. */
import { badgesOf, badgesWidth } from './badges';
import type { Drawing } from './drawing';
import { detailOfBox } from './heat';
import { element, textElement, titleElement } from './markup';
import { metrics } from './metrics';
import type { Box, GroupBox, LayerBox, Picture } from './picture';
import { boxHeat, type BoxHeat } from './svgHeat';
import type { Theme } from './theme';

const { textGap, textPadding, chevronWidth, headerHeight } = metrics;

function isOpenGroup(box: Box): box is GroupBox {
  return box.type === 'group' && box.open;
}

/** Fills of open groups, under the wires. */
export function drawGroupFrames({ boxes }: Picture, theme: Theme): string {
  return boxes
    .filter(isOpenGroup)
    .map(({ x, y, width, height, depth }) => {
      const fill = theme.groupFills[Math.min(depth, theme.groupFills.length - 1)];
      return element('rect', { x, y, width, height, rx: 8, fill, stroke: theme.groupBorder });
    })
    .join('');
}

/** A triangle that points down when open and right when closed. */
function chevron({ x, y, open }: GroupBox, middle: number, color: string): string {
  const left = x + textPadding;
  const d = open ? `M${left} ${y + middle - 2}h8l-4 5z` : `M${left + 1} ${y + middle - 4}v8l5 -4z`;
  return element('path', { d, fill: color });
}

/** The band at the top of an open group, over the wires that come in through it. */
function drawHeader(box: GroupBox, { theme, heat }: Drawing): string {
  const { x, y, width, title, detail } = box;
  const middle = y + headerHeight / 2;
  const d = `M${x} ${y + headerHeight}v${8 - headerHeight}q0 -8 8 -8h${width - 16}q8 0 8 8v${headerHeight - 8}z`;
  return element(
    'g',
    {},
    titleElement(`${title}: ${detail}`),
    element('path', { d, fill: theme.header, stroke: theme.groupBorder }),
    chevron(box, headerHeight / 2, theme.dimText),
    textElement(title, {
      class: 't b',
      x: x + textPadding + chevronWidth,
      y: middle,
      fill: theme.text,
    }),
    textElement(detailOfBox(box, heat?.heatOf), {
      class: 'd',
      x: x + width - textPadding,
      y: middle,
      fill: theme.dimText,
      'text-anchor': 'end',
    }),
  );
}

/** How many skips of each kind are inside: a short wire in the kind's colour and the number. */
function drawBadges(box: Box, top: number, { theme, words }: Drawing): string {
  const { x, width, hiddenSkips } = box;
  const y = box.y + top;
  const start = x + width - textPadding - badgesWidth(hiddenSkips) + 4;
  return badgesOf(hiddenSkips)
    .map(({ kind, count, text, left }) => {
      const at = start + left;
      const arc = `M${at} ${y - 6}h3q4 0 4 4v3q0 4 -4 4h-3`;
      const color = theme.skips[kind];
      const label = { class: 'd b', x: at + 11, y, fill: color };
      return element(
        'g',
        {},
        titleElement(words.inside(count, kind)),
        element('path', { class: 's', d: arc, stroke: color }),
        textElement(text, label),
      );
    })
    .join('');
}

/** A closed group looks like a pile of what it holds. */
function drawClosed(box: GroupBox, drawing: Drawing): string {
  const { theme } = drawing;
  const { x, y, width, height, title, failed } = box;
  const heat = boxHeat(box, drawing.heat, theme);
  const detail = heat?.detail ?? box.detail;
  const stroke = failed ? theme.failed : (heat?.stroke ?? theme.groupBorder);
  const shape = { width, height: height - 4, rx: 7, stroke };
  const left = x + textPadding + chevronWidth;
  return element(
    'g',
    {},
    titleElement(`${title}: ${box.detail}`),
    element('rect', { ...shape, x: x + 4, width: width - 8, y: y + 4, fill: theme.header }),
    element('rect', { ...shape, x, y, fill: heat?.fill ?? theme.closedFill }),
    chevron(box, 14, theme.dimText),
    textElement(title, { class: 't b', x: left, y: y + 14, fill: theme.text }),
    drawBadges(box, 14, drawing),
    textElement(detail, { class: 'd', x: left, y: y + 28, fill: detailColor(heat, theme) }),
    heat?.meter ?? '',
  );
}

/** The number of a heat map is what is read; it stands on colour. */
function detailColor(heat: BoxHeat | undefined, theme: Theme): string {
  return heat === undefined ? theme.dimText : theme.text;
}

/** In its family's colour; in a heat map in that of its heat, or in none. */
function layerFrame(box: LayerBox, drawing: Drawing): string {
  const { theme } = drawing;
  const { x, y, width, height, failed } = box;
  const shape = { x, y, width, height, rx: box.detail === '' ? height / 2 : 5 };
  if (drawing.heat !== undefined && !failed) {
    const heat = boxHeat(box, drawing.heat, theme);
    const { fill, stroke } = heat ?? { fill: theme.layerFill, stroke: theme.layerBorder };
    return element('rect', { ...shape, fill, stroke }) + (heat?.meter ?? '');
  }
  const color = failed ? theme.failed : theme.categories[box.category];
  const family = {
    fill: color,
    'fill-opacity': 0.13,
    stroke: color,
    'stroke-opacity': failed ? 1 : 0.55,
    'stroke-dasharray': failed ? '4 3' : undefined,
  };
  return (
    element('rect', { ...shape, fill: theme.layerFill }) + element('rect', { ...shape, ...family })
  );
}

function drawLayer(box: LayerBox, drawing: Drawing): string {
  const { theme } = drawing;
  const { x, y, width, height, title, failed } = box;
  const heat = failed ? undefined : boxHeat(box, drawing.heat, theme);
  const detail = heat?.detail ?? box.detail;
  const middle = y + height / 2;
  const small = detail === '';
  const badges = badgesWidth(box.hiddenSkips);
  const free = width - badges - (badges === 0 ? 0 : textGap / 2);
  const anchor = small ? { x: x + free / 2, 'text-anchor': 'middle' } : { x: x + textPadding };
  return element(
    'g',
    {},
    titleElement(box.detail === '' ? title : `${title}: ${box.detail}`),
    layerFrame(box, drawing),
    textElement(title, { class: 't', ...anchor, y: middle, fill: theme.text }),
    textElement(detail, {
      class: 'd',
      x: x + free - textPadding,
      y: middle,
      fill: failed ? theme.failed : detailColor(heat, theme),
      'text-anchor': 'end',
    }),
    drawBadges(box, height / 2, drawing),
  );
}

/** Everything that stands above the wires. */
export function drawBoxes({ boxes }: Picture, drawing: Drawing): string {
  return boxes
    .map((box) => {
      if (box.type === 'layer') return drawLayer(box, drawing);
      return box.open ? drawHeader(box, drawing) : drawClosed(box, drawing);
    })
    .join('');
}
