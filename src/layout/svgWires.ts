/** Wires and skips of a picture as SVG. */
import type { SkipKind } from '../model/graph';
import type { Drawing } from './drawing';
import { element, titleElement } from './markup';
import { roundedPath } from './path';
import type { DrawnSkip, Picture, Wire } from './picture';
import type { Theme } from './theme';

function marker(id: string, color: string, size: number): string {
  const head = element('path', { d: 'M0 0.5L6 3L0 5.5Z', fill: color });
  const attributes = {
    id,
    viewBox: '0 0 6 6',
    refX: 6,
    refY: 3,
    markerUnits: 'userSpaceOnUse',
    markerWidth: size,
    markerHeight: size,
    orient: 'auto',
  };
  return element('marker', attributes, head);
}

/** Kinds of the skips that are drawn, each once. */
function kindsOf(skips: readonly DrawnSkip[]): SkipKind[] {
  return [...new Set(skips.map(({ kind }) => kind))];
}

/** Arrow heads, in the colour of their wires. */
export function markers({ skips }: Picture, theme: Theme): string[] {
  const heads = kindsOf(skips).map((kind) => marker(`head-${kind}`, theme.skips[kind], 10));
  return [marker('head', theme.wire, 7), ...heads];
}

function drawPlain({ points, shape }: Wire, theme: Theme): string {
  const path = roundedPath(points);
  const attributes = { class: 'w', d: path, stroke: theme.wire, 'marker-end': 'url(#head)' };
  return element('path', attributes, shape === '' ? '' : titleElement(shape));
}

function drawSkip(wire: Wire, skip: DrawnSkip, { theme, words }: Drawing): string {
  const attributes = {
    class: 's',
    d: roundedPath(wire.points),
    stroke: theme.skips[skip.kind],
    'marker-end': `url(#head-${skip.kind})`,
  };
  const title = [words.skip(skip), wire.shape].filter((part) => part !== '').join(', ');
  return element('path', attributes, titleElement(title));
}

/** Skips above the other wires. */
export function drawWires({ wires, skips }: Picture, drawing: Drawing): string {
  const byId = new Map(skips.map((skip) => [skip.id, skip]));
  const plain: string[] = [];
  const highlighted: string[] = [];
  for (const wire of wires) {
    const skip = wire.skip === undefined ? undefined : byId.get(wire.skip);
    if (skip === undefined) plain.push(drawPlain(wire, drawing.theme));
    else highlighted.push(drawSkip(wire, skip, drawing));
  }
  return [...plain, ...highlighted].join('');
}
