/** The exported picture as another program reads it. */
import ELK from 'elkjs/lib/elk.bundled.js';
import { describe, expect, it } from 'vitest';
import { createLayout } from '../../../src/layout/layout';
import type { Picture } from '../../../src/layout/picture';
import { toSvg, type SvgOptions } from '../../../src/layout/svg';
import { themes, type ThemeName } from '../../../src/layout/theme';
import { ModelBuilder, resNet } from './models';
import { elementsOf, readXml } from './xml';

const layout = createLayout(new ELK());

function textsOf(svg: string, name: string): string[] {
  const named = elementsOf(readXml(svg)).filter((element) => element.name === name);
  return named.map(({ text }) => text);
}

async function smallPicture(): Promise<Picture> {
  return layout.layout(resNet({ blocks: [2] }), {});
}

async function pictureOfClass(className: string): Promise<Picture> {
  const model = new ModelBuilder();
  model.call(`make<${className}>`, () => model.add(className, [model.add('InputLayer', [])]));
  return layout.layout(model.build(), {});
}

describe('the picture as SVG', () => {
  it.each<SvgOptions>([{}, { legend: true }, { name: 'a', totals: '1 parameter', legend: true }])(
    'is one well-formed document with %j',
    async (options) => {
      const root = readXml(toSvg(await smallPicture(), 'light', options));
      expect(root.name).toBe('svg');
      expect(root.attributes.get('xmlns')).toBe('http://www.w3.org/2000/svg');
      const [width, height] = ['width', 'height'].map((key) => root.attributes.get(key));
      expect(root.attributes.get('viewBox')).toBe(`0 0 ${width} ${height}`);
    },
  );

  it('is well-formed where there is nothing to draw', () => {
    const empty: Picture = { width: 0, height: 0, boxes: [], wires: [], skips: [] };
    expect(readXml(toSvg(empty, 'dark', { legend: true })).name).toBe('svg');
  });

  it.each(['<script>alert(1)</script>', `a & b's "c"`, ']]>', '&amp;', '<!--'])(
    'shows the name %s as it is, and never as markup',
    async (name) => {
      const picture = await pictureOfClass(name);
      const svg = toSvg(picture, 'light', { name, totals: name, legend: true });
      expect(textsOf(svg, 'title')).toContain(name);
      expect(textsOf(svg, 'text')).toContain(name);
      expect(textsOf(svg, 'script')).toEqual([]);
    },
  );

  it('replaces what XML cannot hold', () => {
    const empty: Picture = { width: 0, height: 0, boxes: [], wires: [], skips: [] };
    const svg = toSvg(empty, 'light', { name: 'a\u0000b\u0007c\ud800d\uffffe' });
    expect(textsOf(svg, 'title')).toEqual(['a\ufffdb\ufffdc\ufffdd\ufffde']);
    expect(textsOf(toSvg(empty, 'light', { name: 'net 😀' }), 'title')).toEqual(['net 😀']);
  });

  it('names kinds of skips and families of layers in its legend, each once', async () => {
    const picture = await smallPicture();
    const legend = ['identity skip', 'projection skip', 'convolution', 'normalization', 'merge'];
    const plain = textsOf(toSvg(picture, 'light'), 'text');
    const texts = textsOf(toSvg(picture, 'light', { legend: true }), 'text');
    for (const entry of legend) {
      expect(plain).not.toContain(entry);
      expect(texts.filter((text) => text === entry)).toHaveLength(1);
    }
  });

  it.each<ThemeName>(['light', 'dark'])(
    'draws each skip in its own colour and weight, with kind and length as its title (%s)',
    async (theme) => {
      const picture = await smallPicture();
      const paths = elementsOf(readXml(toSvg(picture, theme))).filter(
        ({ name, attributes }) => name === 'path' && attributes.has('marker-end'),
      );
      const skips = paths.filter(({ attributes }) => attributes.get('class') === 's');
      const { identity, projection } = themes[theme].skips;
      const strokes = new Set(skips.map(({ attributes }) => attributes.get('stroke')));
      expect(strokes).toEqual(new Set([identity, projection]));
      expect(strokes).not.toContain(themes[theme].wire);
      const titles = skips.flatMap(({ children }) => children.map(({ text }) => text));
      expect(titles).toContain('identity shortcut around 3 weight layers, 56×56×256');
    },
  );
});
