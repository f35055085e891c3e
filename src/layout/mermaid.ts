/**
 * A picture as a Mermaid flowchart: open groups as subgraphs, skip connections in their own colour and
 * weight. It shows what the picture shows; where Mermaid places it is Mermaid's.
 */
import { labelText } from '../model/exports/label';
import type { Box, Picture, Wire } from './picture';
import { themes, type ThemeName } from './theme';

/** Mermaid refuses more edges than 500 and more text than 50,000 characters, unless it is set up for more. */
const mostBoxes = 400;
const mostWires = 480;
const mostCharacters = 42_000;

/** Every character but these is written by its number, so that none can be read as syntax. */
const unsafe = /[^\p{L}\p{N} .,_/×()+–·›…-]/gu;

/** A name as the content of a quoted label. */
export function escapeMermaid(text: string): string {
  return labelText(text).replace(unsafe, (character) => `#${character.codePointAt(0) ?? 0xfffd};`);
}

function label(box: Box): string {
  const failed = box.failed ? '✗ ' : '';
  const detail = box.detail === '' ? '' : `<br/>${escapeMermaid(box.detail)}`;
  return `"${escapeMermaid(`${failed}${box.title}`)}${detail}"`;
}

/** Lines of a chart within the bounds; what does not fit is counted. */
class Chart {
  readonly lines: string[] = [];
  #characters = 0;
  /** Boxes that are left out. */
  missing = 0;

  /** Whether there was room for it; a line that closes something is always let in. */
  add(line: string, always = false): boolean {
    if (!always && this.#characters + line.length > mostCharacters) return false;
    this.lines.push(line);
    this.#characters += line.length + 1;
    return true;
  }
}

interface Drawing {
  readonly chart: Chart;
  readonly children: ReadonlyMap<string | null, readonly Box[]>;
  /** Names in the chart of the boxes that are drawn, by id. */
  readonly names: Map<string, string>;
}

function childrenOf({ boxes }: Picture): Map<string | null, Box[]> {
  const children = new Map<string | null, Box[]>();
  for (const box of boxes) {
    const siblings = children.get(box.parent) ?? [];
    if (siblings.push(box) === 1) children.set(box.parent, siblings);
  }
  return children;
}

/** A layer or closed group as a node, an open group as a subgraph with what is in it. */
function drawBox(box: Box, drawing: Drawing): void {
  const { chart, names } = drawing;
  const indent = '  '.repeat(box.depth + 1);
  const open = box.type === 'group' && box.open;
  const name = `${open ? 'g' : 'n'}${names.size}`;
  const text = open ? `subgraph ${name} [${label(box)}]` : `${name}[${label(box)}]`;
  if (names.size >= mostBoxes || !chart.add(`${indent}${text}`)) {
    chart.missing += box.type === 'group' ? box.layers : 1;
    return;
  }
  names.set(box.id, name);
  if (!open) return;
  for (const child of drawing.children.get(box.id) ?? []) drawBox(child, drawing);
  chart.add(`${indent}end`, true);
}

/** The stroke of the edges of each kind of skip, by their places in the chart. */
function linkStyles(wires: readonly Wire[], { skips }: Picture, theme: ThemeName): string[] {
  const kinds = new Map(skips.map(({ id, kind }) => [id, kind]));
  const byColor = new Map<string, number[]>();
  wires.forEach(({ skip }, index) => {
    const kind = skip === undefined ? undefined : kinds.get(skip);
    if (kind === undefined) return;
    const color = themes[theme].skips[kind];
    byColor.set(color, [...(byColor.get(color) ?? []), index]);
  });
  return [...byColor].map(
    ([color, indexes]) => `  linkStyle ${indexes.join(',')} stroke:${color},stroke-width:3px`,
  );
}

/** A skip says its kind and length once, on the wire that leaves its fork. */
function edgeText(wire: Wire, names: ReadonlyMap<string, string>, words: string): string {
  const arrow = wire.skip === undefined ? '-->' : `==>${words === '' ? '' : `|"${words}"|`}`;
  return `  ${names.get(wire.from) ?? ''} ${arrow} ${names.get(wire.to) ?? ''}`;
}

function drawWires(picture: Picture, drawing: Drawing, theme: ThemeName): number {
  const { chart, names } = drawing;
  const skips = new Map(picture.skips.map((skip) => [skip.id, skip]));
  const drawn: Wire[] = [];
  const ends = picture.wires.filter(({ from, to }) => names.has(from) && names.has(to));
  for (const wire of ends.slice(0, mostWires)) {
    const skip = skips.get(wire.skip ?? '');
    const first = skip?.wires[0] === wire.id;
    const words = first ? `${skip.kind} ${skip.length}` : '';
    if (!chart.add(edgeText(wire, names, words))) break;
    drawn.push(wire);
  }
  for (const line of linkStyles(drawn, picture, theme)) chart.add(line, true);
  return ends.length - drawn.length;
}

/** What the chart leaves out, as a comment and as a node that readers see. */
function addNote(chart: Chart, wires: number): void {
  const parts = [
    ...(chart.missing === 0 ? [] : [`${chart.missing} more layers`]),
    ...(wires === 0 ? [] : [`${wires} more connections`]),
  ];
  if (parts.length === 0) return;
  const words = `${parts.join(' and ')} not drawn`;
  chart.add(`  %% ${words}, close groups to make room`, true);
  chart.add(`  note["… ${words}"]`, true);
}

/** A chart of `picture` from top to bottom, at most as large as Mermaid takes by default. */
export function toMermaid(picture: Picture, theme: ThemeName = 'light'): string {
  const chart = new Chart();
  const drawing: Drawing = { chart, children: childrenOf(picture), names: new Map() };
  chart.add('flowchart TB', true);
  for (const box of drawing.children.get(null) ?? []) drawBox(box, drawing);
  addNote(chart, drawWires(picture, drawing, theme));
  return `${chart.lines.join('\n')}\n`;
}
