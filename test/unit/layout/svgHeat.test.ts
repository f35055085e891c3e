/** A heat map in the exported picture: colour, bar, number and legend say the same. */
import { readFileSync } from 'node:fs';
import ELK from 'elkjs/lib/elk.bundled.js';
import { describe, expect, it } from 'vitest';
import {
  englishHeatWords,
  heatLevels,
  heatMap,
  modelMeasures,
  heatShares,
  shownBoxes,
} from '../../../src/layout/heat';
import { createLayout, treeOf } from '../../../src/layout/layout';
import type { Picture } from '../../../src/layout/picture';
import { sumsOfAll } from '../../../src/layout/sums';
import { toSvg } from '../../../src/layout/svg';
import { themes } from '../../../src/layout/theme';
import type { HeatMap, ModelMeasure } from '../../../src/layout/heat';
import type { ModelGraph } from '../../../src/model/graph';
import { receptiveFields } from '../../../src/model/receptiveField';
import { ModelBuilder, resNet } from './models';
import { elementsOf, readXml, type XmlElement } from './xml';

const layout = createLayout(new ELK());
const graph = resNet({ blocks: [2, 2] });

function mapOf(model: ModelGraph, picture: Picture, measure: ModelMeasure): HeatMap {
  const fields = receptiveFields(model);
  const { root } = treeOf(model);
  const sums = [...sumsOfAll(root, model, (id) => fields.get(id))];
  const boxes = sums.filter(([node]) => node !== root);
  return heatMap(
    boxes.map(([{ id }, each]) => [id, each] as const),
    measure,
    shownBoxes(picture),
    englishHeatWords,
  );
}

/** The elements of every box by its title element, which stands first in the box's group. */
function boxesOf(svg: string): Map<string, XmlElement[]> {
  const groups = elementsOf(readXml(svg)).filter(({ name }) => name === 'g');
  return new Map(
    groups.flatMap(({ children }) =>
      children[0]?.name === 'title' ? [[children[0].text, children] as const] : [],
    ),
  );
}

function titleOf({ title, detail }: { title: string; detail: string }): string {
  return detail === '' ? title : `${title}: ${detail}`;
}

const closed = (model: ModelGraph): Promise<Picture> =>
  layout.layout(
    model,
    Object.fromEntries(model.scopes.map(({ id }) => [id, id.split('/').length < 2])),
  );

/** Bars in the colour of heat, from a box's elements. */
function metersIn(elements: readonly XmlElement[]): number[] {
  return elements
    .filter(
      ({ name, attributes }) => name === 'rect' && attributes.get('fill') === themes.light.heat,
    )
    .map(({ attributes }) => Number(attributes.get('width')));
}

describe('an exported heat map', () => {
  it('colours each box by its step, with a bar of that length and the number on it', async () => {
    const picture = await closed(graph);
    const map = mapOf(graph, picture, 'parameters');
    const boxes = boxesOf(toSvg(picture, 'light', { heat: map }));
    const fills = new Map<number, string>();
    const visible = picture.boxes.filter((box) => box.type === 'layer' || !box.open);
    expect(visible.some(({ type }) => type === 'group')).toBe(true);
    for (const box of visible) {
      const elements = boxes.get(titleOf(box)) ?? [];
      const heat = map.heatOf(box.id);
      const [meter] = metersIn(elements);
      if (heat === undefined) expect(meter).toBeUndefined();
      else {
        expect(meter).toBeCloseTo(((box.width - 12) * (heat.level + 1)) / heatLevels, 6);
        const texts = elements.filter(({ name }) => name === 'text').map(({ text }) => text);
        if (box.detail !== '') expect(texts).toContain(heat.label);
        const frames = elements.filter(({ name }) => name === 'rect');
        const fill = frames.at(-2)?.attributes.get('fill') ?? '';
        expect(fills.get(heat.level) ?? fill).toBe(fill);
        fills.set(heat.level, fill);
      }
    }
    expect(fills.size).toBeGreaterThan(2);
    expect(new Set(fills.values()).size).toBe(fills.size);
  });

  it('says on the header of an open group what all that it holds has, without a colour', async () => {
    const opened = Object.fromEntries(graph.scopes.map(({ id }) => [id, true]));
    const picture = await layout.layout(graph, opened);
    const map = mapOf(graph, picture, 'parameters');
    const boxes = boxesOf(toSvg(picture, 'light', { heat: map }));
    const open = picture.boxes.filter((box) => box.type === 'group' && box.open);
    expect(open.length).toBeGreaterThan(0);
    for (const box of open) {
      const elements = boxes.get(titleOf(box)) ?? [];
      const texts = elements.filter(({ name }) => name === 'text').map(({ text }) => text);
      expect(texts).toEqual([box.title, map.heatOf(box.id)?.label]);
      expect(metersIn(elements)).toEqual([]);
    }
  });

  it('has no colour of a family left', async () => {
    const picture = await closed(graph);
    const svg = toSvg(picture, 'dark', { heat: mapOf(graph, picture, 'macs'), legend: true });
    for (const color of Object.values(themes.dark.categories))
      expect(svg).not.toContain(`"${color}"`);
    expect(toSvg(picture, 'dark', { legend: true })).toContain(themes.dark.categories.convolution);
  });

  it.each(modelMeasures)(
    'says in its legend what the steps of %s are, inside the picture',
    async (measure) => {
      const picture = await closed(graph);
      const map = mapOf(graph, picture, measure);
      const svg = readXml(toSvg(picture, 'light', { heat: map, legend: true }));
      const legend = svg.children.at(-1);
      const elements = legend === undefined ? [] : elementsOf(legend);
      const words = elements.filter(({ name }) => name === 'text').map(({ text }) => text);
      if (typeof map.legend === 'string') expect(words).toContain(map.legend);
      else {
        expect(words).toContain(map.legend.least);
        expect(words).toContain(`${map.legend.most} · ${map.legend.unit}`);
        const steps = elements.filter(({ attributes }) => attributes.get('height') === '14');
        expect(steps).toHaveLength(heatLevels);
      }
      expect(words).toContain('identity skip');
      expect(words).not.toContain('convolution');
      const right = Math.max(...elements.map(({ attributes }) => Number(attributes.get('x') ?? 0)));
      expect(Number(svg.attributes.get('width'))).toBeGreaterThan(right + 20);
    },
  );

  it('has the shares of the colour that the designer has', () => {
    const file = new URL('../../../webview/styles/views.css', import.meta.url);
    const shares = [...readFileSync(file, 'utf8').matchAll(/--heat-share: (\d+)%/g)];
    expect(shares.map(([, percent]) => Number(percent) / 100)).toEqual(heatShares);
    expect(heatShares).toHaveLength(heatLevels);
  });

  it('says that there is nothing where nothing costs anything', async () => {
    const model = new ModelBuilder();
    model.add('Activation', [model.add('InputLayer', [])]);
    const built = model.build();
    const picture = await layout.layout(built, {});
    const heat = mapOf(built, picture, 'parameters');
    const svg = toSvg(picture, 'light', { heat, legend: true });
    expect(svg).toContain('>There are none<');
    expect(svg).not.toContain(`"${themes.light.heat}"`);
  });
});
