/** What the layout spares itself: pieces that come again, and stacks as deep as the graph. */
import ELK from 'elkjs/lib/elk.bundled.js';
import { describe, expect, it } from 'vitest';
import type { ElkLike, ElkNode } from '../../../src/layout/elk';
import type { LayoutProgress } from '../../../src/layout/blocks';
import { createLayout } from '../../../src/layout/layout';
import { metrics } from '../../../src/layout/metrics';
import type { Picture } from '../../../src/layout/picture';
import { textWidth } from '../../../src/layout/textWidth';
import type { ModelGraph } from '../../../src/model/graph';
import { complaintsAbout } from './check';
import { differentPieces, flatChain, ModelBuilder, resNet } from './models';
import { allOpen } from './open';
import { qualityOf } from './quality';

/** An ELK that keeps what it was asked. */
function countingElk(): ElkLike & { readonly asked: readonly ElkNode[] } {
  const elk = new ELK();
  const asked: ElkNode[] = [];
  return {
    asked,
    layout: (graph) => {
      asked.push(graph);
      return elk.layout(graph);
    },
  };
}

/** Two wires in, two out and a wire across: no cut comes between these four layers. */
function crossed(model: ModelBuilder, x: string, className: string): string {
  const a = model.add(className, [x]);
  const b = model.add(className, [x]);
  const c = model.add('Add', [a, b]);
  const d = model.add('Multiply', [a, b]);
  return model.add('Concatenate', [c, d]);
}

function crossedChain(classNames: readonly string[]): ModelGraph {
  const model = new ModelBuilder();
  let x = model.add('InputLayer', []);
  for (const className of classNames) x = crossed(model, x, className);
  return model.build();
}

/** For graphs whose pieces have to be many, not beautiful. */
const noElk: ElkLike = { layout: () => Promise.reject(new Error('No ELK today.')) };

function layersOf({ boxes }: Picture): number {
  return boxes.filter(({ type }) => type === 'layer').length;
}

describe.each([351, 1051, 4201, 8401, 14_001, 50_001])('a flat chain of %i layers', (layers) => {
  const graph = flatChain(layers);

  it('is drawn whole, straight, with every skip in a lane of its own', async () => {
    const picture = await createLayout(noElk).layout(graph, allOpen(graph));
    expect(layersOf(picture)).toBe(graph.nodes.length);
    expect(picture.skips).toHaveLength(graph.skips.length);
    const middles = picture.boxes.flatMap(({ type, x, width }) =>
      type === 'layer' ? x + width / 2 : [],
    );
    expect(new Set(middles).size).toBe(1);
    expect(qualityOf(picture)).toEqual({ overBoxes: 0, skipsOverBoxes: 0, crossings: 0 });
  });

  it('is one closed group at first, with a badge that counts its skips', async () => {
    const { boxes } = await createLayout(noElk).layout(graph, {});
    const blocks = graph.skips.length;
    expect(boxes).toMatchObject([
      { type: 'layer' },
      {
        type: 'group',
        title: `residual block ×${blocks}`,
        open: false,
        hiddenSkips: { identity: blocks },
      },
    ]);
  });
});

describe('layout at scale', () => {
  it('keeps the picture in order on a shorter chain of the same make', async () => {
    const graph = flatChain(400);
    const picture = await createLayout(noElk).layout(graph, allOpen(graph));
    expect(complaintsAbout(picture)).toEqual([]);
  });

  it('draws 50,000 layers side by side', async () => {
    const model = new ModelBuilder();
    const input = model.add('InputLayer', []);
    const ends = Array.from({ length: 49_998 }, () => model.add('Dense', [input]));
    model.add('Concatenate', ends);
    const { boxes } = await createLayout(noElk).layout(model.build(), {});
    expect(boxes).toHaveLength(50_000);
    const side = boxes.filter(({ id }) => id.startsWith('dense'));
    const right = side.map(({ x, width }) => x + width);
    expect(side.slice(1).every(({ x }, index) => x > (right[index] ?? x))).toBe(true);
  });

  it('draws 10,000 different pieces, and tells how far it is', async () => {
    const graph = differentPieces(10_000);
    const steps: LayoutProgress[] = [];
    const picture = await createLayout(noElk).layout(graph, {}, (step) => steps.push(step));
    expect(layersOf(picture)).toBe(graph.nodes.length);
    expect(qualityOf(picture).overBoxes).toBe(0);
    const done = steps.map((step) => step.done);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(done.length).toBeGreaterThan(10_000);
    expect(new Set(steps.map(({ of }) => of))).toEqual(new Set([graph.nodes.length]));
    expect(done.at(-1)).toBe(graph.nodes.length);
  });

  it('tells of groups within groups and of pieces that come again, each box once', async () => {
    const layout = createLayout(new ELK());
    for (const graph of [resNet(), crossedChain(['Conv2D', 'ReLU', 'Conv2D'])]) {
      const steps: LayoutProgress[] = [];
      const picture = await layout.layout(graph, allOpen(graph), (step) => steps.push(step));
      const all = picture.boxes.length;
      expect(steps.at(-1)).toEqual({ done: all, of: all });
    }
  });

  it('draws a model without layers as an empty picture', async () => {
    const picture = await createLayout(noElk).layout(new ModelBuilder().build(), {});
    expect(picture).toMatchObject({ boxes: [], wires: [], skips: [] });
    expect([picture.width, picture.height].every((size) => size > 0)).toBe(true);
  });

  it.each([
    ['Latin', 'name'.repeat(2500)],
    ['right to left', 'שם'.repeat(5000)],
    ['emoji', '👩‍👩‍👧‍👦'.repeat(900)],
  ])('draws names of 10,000 characters: %s', async (_, name) => {
    const model = new ModelBuilder();
    let x = model.add('InputLayer', []);
    for (let layer = 0; layer < 3; layer++)
      x = model.call(name, () => model.add(name, [model.add(name, [x])]));
    const graph = model.build(name);
    for (const open of [true, false]) {
      const picture = await createLayout(noElk).layout(graph, allOpen(graph, open));
      expect(complaintsAbout(picture)).toEqual([]);
      for (const { title, width } of picture.boxes) {
        expect(textWidth(title, metrics.titleSize)).toBeLessThanOrEqual(metrics.longestText);
        expect(width).toBeLessThan(1000);
      }
    }
  });
});

describe('pieces', () => {
  it('need no ELK in a ResNet-50: it comes apart into straight rows', async () => {
    const elk = countingElk();
    await createLayout(elk).layout(resNet(), {});
    expect(elk.asked).toHaveLength(0);
  });

  it('go to ELK once for each set of sizes, wherever they stand', async () => {
    const elk = countingElk();
    const graph = crossedChain(['Conv2D', 'Conv2D', 'ReLU', 'Conv2D']);
    const picture = await createLayout(elk).layout(graph, {});
    expect(elk.asked).toHaveLength(2);
    expect(complaintsAbout(picture)).toEqual([]);
  });

  it('go to ELK up to a number that does not keep the user waiting', async () => {
    let asked = 0;
    const counting: ElkLike = {
      layout: (graph) => {
        asked++;
        return noElk.layout(graph);
      },
    };
    const picture = await createLayout(counting).layout(differentPieces(1000), {});
    expect(asked).toBeGreaterThan(100);
    expect(asked).toBeLessThanOrEqual(150);
    expect(qualityOf(picture).overBoxes).toBe(0);
  });

  it('are remembered from one layout to the next', async () => {
    const elk = countingElk();
    const layout = createLayout(elk);
    await layout.layout(crossedChain(['Conv2D']), {});
    await layout.layout(crossedChain(['Conv2D', 'Conv2D']), {});
    expect(elk.asked).toHaveLength(1);
  });

  it('stand in one column where ELK refuses them', async () => {
    const refusing: ElkLike = { layout: () => Promise.reject(new Error('No.')) };
    const picture = await createLayout(refusing).layout(crossedChain(['Conv2D']), {});
    expect(picture.boxes).toHaveLength(6);
    expect(complaintsAbout(picture)).toEqual([]);
  });
});
