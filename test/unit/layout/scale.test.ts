/** What the layout spares itself: pieces that come again, and stacks as deep as the graph. */
import ELK from 'elkjs/lib/elk.bundled.js';
import { describe, expect, it } from 'vitest';
import type { ElkLike, ElkNode } from '../../../src/layout/elk';
import { createLayout } from '../../../src/layout/layout';
import type { ModelGraph } from '../../../src/model/graph';
import { complaintsAbout } from './check';
import { flatChain, ModelBuilder, resNet } from './models';

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

describe('layout at scale', () => {
  it('draws a chain of 14,001 layers and its 2,000 skips', async () => {
    const graph = flatChain(14_001);
    const picture = await createLayout(countingElk()).layout(graph, {});
    expect(graph.nodes).toHaveLength(14_001);
    expect(picture.boxes).toHaveLength(14_001);
    expect(picture.skips).toHaveLength(2000);
    const middles = new Set(picture.boxes.map(({ x, width }) => x + width / 2));
    expect(middles.size).toBe(1);
  });

  it('keeps the picture in order on a shorter chain of the same make', async () => {
    const picture = await createLayout(countingElk()).layout(flatChain(400), {});
    expect(complaintsAbout(picture)).toEqual([]);
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
