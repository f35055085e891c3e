import ELK from 'elkjs/lib/elk.bundled.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLayout } from '../../../src/layout/layout';
import { escapeMermaid, toMermaid } from '../../../src/layout/mermaid';
import type { LayerBox, Picture, Wire } from '../../../src/layout/picture';
import { themes } from '../../../src/layout/theme';
import { labelText } from '../../../src/model/exports/label';
import { names } from '../model/exports/names';
import { resNet } from './models';

const layout = createLayout(new ELK());

function decode(text: string): string {
  return text.replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}

/** The statements of a chart by a reader that knows only the forms that are written. */
function readChart(chart: string) {
  const nodes = new Map<string, string>();
  const edges: { from: string; to: string; skip: boolean; label: string | undefined }[] = [];
  const styled = new Map<number, string>();
  let [open, groups] = [0, 0];
  const [head, ...lines] = chart.trimEnd().split('\n');
  expect(head).toBe('flowchart TB');
  for (const line of lines.map((each) => each.trim())) {
    const node = /^(\w+)\["([^"]*)"\]$/.exec(line);
    const group = /^subgraph (\w+) \["([^"]*)"\]$/.exec(line);
    const edge = /^(\w+) (-->|==>)(?:\|"([^"]*)"\|)? (\w+)$/.exec(line);
    const style = /^linkStyle ([\d,]+) stroke:(#\w+),stroke-width:3px$/.exec(line);
    if (group !== null) [open, groups] = [open + 1, groups + 1];
    else if (line === 'end') open--;
    else if (edge !== null)
      edges.push({ from: edge[1]!, skip: edge[2] === '==>', label: edge[3], to: edge[4]! });
    else if (style !== null)
      style[1]!.split(',').forEach((at) => styled.set(Number(at), style[2]!));
    else if (!line.startsWith('%% ')) expect(node).not.toBeNull();
    const named = group ?? node;
    if (named !== null) nodes.set(named[1]!, named[2]!);
  }
  expect(open).toBe(0);
  for (const { from, to } of edges) expect([nodes.has(from), nodes.has(to)]).toEqual([true, true]);
  return { nodes, edges, styled, groups };
}

function box(id: string, title: string): LayerBox {
  const at = { x: 0, y: 0, width: 10, height: 10, parent: null, depth: 0, hiddenSkips: {} };
  return { type: 'layer', id, title, detail: '', category: 'dense', failed: false, ...at };
}

function chain(count: number): Picture {
  const boxes = Array.from({ length: count }, (_, i) => box(`b${i}`, `Dense ${i}`));
  const wires = boxes.slice(1).map(({ id }, i): Wire => {
    return { id: `w${i}`, from: `b${i}`, to: id, points: [], shape: '8' };
  });
  return { width: 10, height: 10, boxes, wires, skips: [] };
}

describe('escapeMermaid', () => {
  it('shows every name letter by letter, and none is read as syntax', () => {
    fc.assert(
      fc.property(names, (name) => {
        const escaped = escapeMermaid(name);
        expect(decode(escaped)).toBe(labelText(name));
        expect(escaped.replace(/#\d+;/g, '')).not.toMatch(/["#;<>`&[\]{}|%\\\n]/);
      }),
    );
  });
});

describe('toMermaid', () => {
  it('draws groups as subgraphs, and each skip in the colour of its kind', async () => {
    const picture = await layout.layout(resNet({ blocks: [2] }), {});
    const { nodes, edges, styled, groups } = readChart(toMermaid(picture));
    const open = picture.boxes.filter((each) => each.type === 'group' && each.open);
    expect([nodes.size, groups]).toEqual([picture.boxes.length, open.length]);
    expect(edges).toHaveLength(picture.wires.length);
    const { identity, projection } = themes.light.skips;
    const labels = edges.flatMap(({ label }) => label ?? []).sort();
    expect(labels).toEqual(['identity 3', 'projection 3']);
    edges.forEach(({ skip }, at) => expect(styled.has(at)).toBe(skip));
    expect(new Set(styled.values())).toEqual(new Set([identity, projection]));
  });

  it('draws the beginning of what is too large, and says what is missing', () => {
    const chart = toMermaid(chain(5_000));
    const { nodes, edges } = readChart(chart);
    expect(chart.length).toBeLessThan(50_000);
    expect(edges.length).toBeLessThanOrEqual(500);
    expect(nodes.get('note')).toBe(`… ${5_000 - (nodes.size - 1)} more layers not drawn`);
  });

  it('keeps to the size with the longest names', () => {
    const boxes = Array.from({ length: 300 }, (_, i) => box(`b${i}`, '"'.repeat(10_000)));
    const chart = toMermaid({ width: 1, height: 1, boxes, wires: [], skips: [] });
    expect(chart.length).toBeLessThan(50_000);
    expect(readChart(chart).nodes.get('note')).toMatch(/ more layers not drawn$/);
  });

  it('says nothing of what is missing where nothing is', () => {
    expect(readChart(toMermaid(chain(20))).nodes.has('note')).toBe(false);
  });
});
