import ELK from 'elkjs/lib/elk.bundled.js';
import { describe, expect, it } from 'vitest';
import { createLayout } from '../../../src/layout/layout';
import type { GroupBox, Picture } from '../../../src/layout/picture';
import { pictureWithin } from '../../../src/layout/within';
import { ModelBuilder, resNet } from './models';

const layout = createLayout(new ELK());
const graph = resNet({ blocks: [3, 4] });

function groups({ boxes }: Picture): GroupBox[] {
  return boxes.filter((box) => box.type === 'group');
}

describe('pictureWithin', () => {
  it('opens nothing where hardly anything fits', async () => {
    const picture = await pictureWithin(layout, graph, 1);
    expect(groups(picture).length).toBeGreaterThan(0);
    expect(groups(picture).every(({ open }) => !open)).toBe(true);
  });

  it('opens everything where all of it fits', async () => {
    const picture = await pictureWithin(layout, graph, 10_000);
    expect(groups(picture).every(({ open }) => open)).toBe(true);
    const layers = picture.boxes.filter(({ type }) => type === 'layer');
    expect(layers).toHaveLength(graph.nodes.length);
  });

  it('opens whole levels, and keeps to the number of boxes', async () => {
    const depths = new Set<number>();
    for (const most of [5, 10, 20, 40, 80, 160]) {
      const picture = await pictureWithin(layout, graph, most);
      const closed = groups(picture).filter(({ open }) => !open);
      const open = groups(picture).filter((group) => group.open);
      const deepest = Math.max(-1, ...open.map(({ depth }) => depth));
      expect(closed.every(({ depth }) => depth > deepest)).toBe(true);
      if (open.length > 0) expect(picture.boxes.length).toBeLessThanOrEqual(most);
      depths.add(deepest);
    }
    expect(depths.size).toBeGreaterThan(1);
  });

  it('draws what has no groups as it is', async () => {
    const model = new ModelBuilder();
    let last = model.add('InputLayer', []);
    for (let i = 0; i < 20; i++) last = model.add('Dense', [last]);
    expect((await pictureWithin(layout, model.build(), 5)).boxes).toHaveLength(21);
  });
});
