/** The call that threw, as a stub in the colour of errors with the shapes that came in. */
import ELK from 'elkjs/lib/elk.bundled.js';
import { describe, expect, it } from 'vitest';
import { createLayout } from '../../../src/layout/layout';
import type { Expansion, Picture } from '../../../src/layout/picture';
import { toSvg } from '../../../src/layout/svg';
import { themes, type ThemeName } from '../../../src/layout/theme';
import type { ModelGraph } from '../../../src/model/graph';
import { GraphIndex } from '../../../webview/state/graphIndex';
import { boxLabel } from '../../../webview/state/words';
import { ModelBuilder } from './models';
import { elementsOf, readXml } from './xml';

const layout = createLayout(new ELK());

/** `blocks` blocks of two layers, and a sum in the last that fails. */
function halfModel(blocks = 2): ModelGraph {
  const model = new ModelBuilder();
  let x = model.add('InputLayer', [], { shape: [null, 56, 56, 64] });
  for (let block = 1; block <= blocks; block++) {
    model.call('stage', () =>
      model.call('block', () => {
        const y = model.add('Conv2D', [x], { shape: [null, 28, 28, 128] });
        x = model.add('Add', [y, x]);
      }),
    );
  }
  const graph = model.build();
  const nodes = graph.nodes.map((node) =>
    node.id === x
      ? {
          ...node,
          failed: true,
          inputs: [
            { shape: [null, 28, 28, 128], dtype: 'float32' },
            { shape: [null, 56, 56, 64], dtype: 'float32' },
          ],
          outputs: [],
        }
      : node,
  );
  return { ...graph, nodes, complete: false };
}

function draw(graph: ModelGraph, expansion: Expansion = {}): Promise<Picture> {
  return layout.layout(graph, expansion);
}

function failedBoxes({ boxes }: Picture): Picture['boxes'] {
  return boxes.filter(({ failed }) => failed);
}

describe('the call that failed', () => {
  it('is a box with the shapes of its inputs, and their wires lead to it', async () => {
    const picture = await draw(halfModel());
    const [stub, ...others] = failedBoxes(picture);
    expect(others).toEqual([]);
    expect(stub).toMatchObject({ title: 'Add', detail: 'failed on 28×28×128, 56×56×64' });
    expect(picture.wires.filter(({ to }) => to === stub?.id)).toHaveLength(2);
    expect(picture.wires.filter(({ from }) => from === stub?.id)).toEqual([]);
  });

  it.each<ThemeName>(['light', 'dark'])('is drawn in the colour of errors (%s)', async (name) => {
    const { failed } = themes[name];
    const elements = elementsOf(readXml(toSvg(await draw(halfModel()), name)));
    const shapes = elements.find(({ text }) => text === 'failed on 28×28×128, 56×56×64');
    expect(shapes?.attributes.get('fill')).toBe(failed);
    const frames = elements.filter(({ attributes }) => attributes.get('stroke') === failed);
    expect(frames.map(({ attributes }) => attributes.get('stroke-dasharray'))).toEqual(['4 3']);
  });

  it('stands open in a graph that is too large to be', async () => {
    const graph = halfModel(200);
    const picture = await draw(graph);
    const open = picture.boxes.filter((box) => box.type === 'group' && box.open);
    expect(failedBoxes(picture)).toMatchObject([{ type: 'layer', title: 'Add' }]);
    expect(open.length).toBeLessThan(250);
    const finished = { ...graph, nodes: graph.nodes.map((node) => ({ ...node, failed: false })) };
    const without = (await draw(finished)).boxes.filter((box) => box.type === 'group' && box.open);
    expect(open.length).toBe(without.length + 1);
  });

  it('is told of by the closed group that hides it', async () => {
    const graph = halfModel();
    const all = await draw(graph);
    const group = all.boxes.find((box) => box.type === 'group' && box.id.startsWith('stage#2'));
    const picture = await draw(graph, { [group?.id ?? '']: false });
    const [closed, ...others] = failedBoxes(picture);
    expect(others).toEqual([]);
    expect(closed).toMatchObject({ type: 'group', open: false });
    expect(toSvg(picture, 'light')).toContain(themes.light.failed);
    const index = new GraphIndex(graph);
    expect(closed && boxLabel(closed, index)).toContain('holds the call that failed');
  });

  it('is said with its shapes to who cannot see it', async () => {
    const graph = halfModel();
    const [stub] = failedBoxes(await draw(graph));
    expect(stub && boxLabel(stub, new GraphIndex(graph))).toContain(
      'Add, failed on 28 by 28 by 128 and 56 by 56 by 64',
    );
  });
});
