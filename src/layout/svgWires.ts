/** Wires and skips of a picture as SVG. */
import type { SkipKind } from '../model/graph';
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
export function kindsOf(skips: readonly DrawnSkip[]): SkipKind[] {
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

/** `identity shortcut, 3 weight layers, 56×56×256`. */
function skipTitle({ kind, length }: DrawnSkip, shape: string): string {
  const layers = `${length} weight ${length === 1 ? 'layer' : 'layers'}`;
  return `${kind} shortcut around ${layers}${shape === '' ? '' : `, ${shape}`}`;
}

function drawSkip(wire: Wire, skip: DrawnSkip, theme: Theme): string {
  const attributes = {
    class: 's',
    d: roundedPath(wire.points),
    stroke: theme.skips[skip.kind],
    'marker-end': `url(#head-${skip.kind})`,
  };
  return element('path', attributes, titleElement(skipTitle(skip, wire.shape)));
}

/** Skips above the other wires. */
export function drawWires({ wires, skips }: Picture, theme: Theme): string {
  const byId = new Map(skips.map((skip) => [skip.id, skip]));
  const plain: string[] = [];
  const highlighted: string[] = [];
  for (const wire of wires) {
    const skip = wire.skip === undefined ? undefined : byId.get(wire.skip);
    if (skip === undefined) plain.push(drawPlain(wire, theme));
    else highlighted.push(drawSkip(wire, skip, theme));
  }
  return [...plain, ...highlighted].join('');
}
