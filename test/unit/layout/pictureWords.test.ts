/** Pictures in another language: on the boxes, in the legend, and in what is said of the picture. */
import ELK from 'elkjs/lib/elk.bundled.js';
import { describe, expect, it } from 'vitest';
import { createLayout } from '../../../src/layout/layout';
import { boxWords, svgWords } from '../../../src/layout/pictureWords';
import { toSvg } from '../../../src/layout/svg';
import { english, type Translate } from '../../../src/model/translate';
import { ModelBuilder, resNet } from './models';
import { elementsOf, readXml } from './xml';

const translations: Readonly<Record<string, string>> = {
  'failed on {0}': 'gescheitert an {0}',
  '{0} layers': '{0} Schichten',
  'Layers: {0}, groups: {1}, skip connections: {2}.': '{2} Sprünge, {1} Gruppen, {0} Schichten.',
  '{0} {1} inside': 'darin {0} {1}',
  '{0} shortcut around {1}': '{0}-Abkürzung um {1}',
  '{0} weight layers': '{0} Gewichtsschichten',
  '{0} skip': 'Sprung ({0})',
  convolution: 'Faltung',
};

const german: Translate = (text, ...values) => english(translations[text] ?? text, ...values);
const layout = createLayout(new ELK(), { words: boxWords(german) });

async function textsOf(expansion: Record<string, boolean>, name: string): Promise<string[]> {
  const picture = await layout.layout(resNet(), expansion);
  const svg = toSvg(picture, 'light', { legend: true, words: svgWords(german) });
  const found = elementsOf(readXml(svg)).filter((element) => element.name === name);
  return found.map(({ text }) => text);
}

describe('a picture in another language', () => {
  it('has it on its boxes', async () => {
    const model = new ModelBuilder();
    const x = model.add('InputLayer', [], { shape: [null, 8] });
    const failed = model.add('Add', [x]);
    const built = model.build();
    const inputs = [{ shape: [null, 8], dtype: 'float32' }];
    const nodes = built.nodes.map((node) =>
      node.id === failed ? { ...node, failed: true, inputs, outputs: [] } : node,
    );
    const { boxes } = await layout.layout({ ...built, nodes, complete: false }, {});
    expect(boxes.map(({ detail }) => detail)).toContain('gescheitert an 8');
  });

  it('has it in its legend and on its groups', async () => {
    const texts = await textsOf({}, 'text');
    expect(texts).toContain('Faltung');
    expect(texts).toContain('Sprung (identity)');
    expect(texts).toContainEqual(expect.stringMatching(/ Schichten$/));
  });

  it('has it in what is said of skips, drawn and hidden, and of the whole', async () => {
    expect(await textsOf({}, 'title')).toContainEqual(
      expect.stringContaining('identity-Abkürzung um 3 Gewichtsschichten'),
    );
    const index = resNet();
    const closed = Object.fromEntries(index.scopes.map(({ id }) => [id, false]));
    expect(await textsOf(closed, 'title')).toContainEqual(expect.stringMatching(/^darin \d+ /));
    const svg = readXml(toSvg(await layout.layout(index, {}), 'dark', { words: svgWords(german) }));
    expect(svg.attributes.get('aria-label')).toMatch(/^Network: \d+ Sprünge, \d+ Gruppen, /);
  });
});
