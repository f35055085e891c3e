/** Example pictures of a ResNet-50: what a reader looks for in them. */
import ELK from 'elkjs/lib/elk.bundled.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { createLayout } from '../../../src/layout/layout';
import type { Box, Picture, Wire } from '../../../src/layout/picture';
import type { ModelGraph } from '../../../src/model/graph';
import { complaintsAbout } from './check';
import { resNet } from './models';
import { allOpen } from './open';

const elk = new ELK();

async function pictureOf(graph: ModelGraph, open: boolean): Promise<Picture> {
  return createLayout(elk).layout(graph, allOpen(graph, open));
}

function boxOf({ boxes }: Picture, id: string): Box {
  const box = boxes.find((one) => one.id === id);
  if (box === undefined) throw new Error(`There is no box ${id}.`);
  return box;
}

function wiresOf(picture: Picture, id: string): Wire[] {
  return picture.wires.filter((wire) => wire.skip === id);
}

/** The furthest x to the right that a wire reaches. */
function reach(wire: Wire): number {
  return Math.max(...wire.points.map(({ x }) => x));
}

const cases = [
  { title: 'stages and blocks as functions', graph: resNet() },
  { title: 'helpers too', graph: resNet({ helpers: true }) },
  { title: 'one flat loop', graph: resNet({ nested: false }) },
];

describe.each(cases)('an open ResNet-50, $title', ({ graph }) => {
  let picture: Picture;

  beforeAll(async () => {
    picture = await pictureOf(graph, true);
  });

  it('has a box for every layer and none where it should not be', () => {
    const layers = picture.boxes.filter(({ type }) => type === 'layer').map(({ id }) => id);
    expect(layers.sort()).toEqual(graph.nodes.map(({ id }) => id).sort());
    expect(complaintsAbout(picture)).toEqual([]);
  });

  it('draws its 16 skips, 4 of them projections', () => {
    expect(picture.skips.map(({ id }) => id).sort()).toEqual(
      graph.skips.map(({ id }) => id).sort(),
    );
    expect(picture.skips).toHaveLength(16);
    expect(picture.skips.filter(({ kind }) => kind === 'projection')).toHaveLength(4);
    expect(picture.skips.map(({ length }) => length)).toEqual(new Array(16).fill(3));
  });

  it('draws an identity as one wire and a projection as those before, in and behind it', () => {
    for (const { id, kind, fork, merge } of picture.skips) {
      const wires = wiresOf(picture, id);
      expect(wires).toHaveLength(kind === 'identity' ? 1 : 3);
      expect(wires.some(({ from }) => from === fork)).toBe(true);
      expect(wires.some(({ to }) => to === merge)).toBe(true);
    }
  });

  it('runs the main path straight down', () => {
    const shortcuts = new Set(graph.skips.flatMap(({ shortcut }) => shortcut));
    const main = graph.nodes.filter(({ id }) => !shortcuts.has(id)).map(({ id }) => id);
    const middles = main.map((id) => boxOf(picture, id)).map(({ x, width }) => x + width / 2);
    expect(new Set(middles).size).toBe(1);
    const bent = picture.wires.filter(
      ({ skip, points }) => skip === undefined && points.length > 2,
    );
    expect(bent).toEqual([]);
  });

  it('runs each identity in a lane right of all the boxes of its branch', () => {
    for (const { merge, branch, kind } of graph.skips) {
      if (kind !== 'identity') continue;
      const [wire] = picture.wires.filter(({ to, skip }) => to === merge && skip !== undefined);
      const boxes = branch.map((id) => boxOf(picture, id));
      const right = Math.max(...boxes.map(({ x, width }) => x + width));
      expect(wire === undefined ? 0 : reach(wire)).toBeGreaterThan(right);
    }
  });

  it('sets a projection beside its branch', () => {
    for (const { shortcut, branch } of graph.skips) {
      const right = Math.max(...branch.map((id) => boxOf(picture, id)).map((b) => b.x + b.width));
      for (const id of shortcut) expect(boxOf(picture, id).x).toBeGreaterThan(right);
    }
  });
});

describe('a closed ResNet-50', () => {
  it('draws no skip, and counts on each stage those inside it', async () => {
    const picture = await pictureOf(resNet(), false);
    const stages = picture.boxes.flatMap((box) => (box.type === 'group' ? [box] : []));
    expect(stages.map(({ hiddenSkips }) => hiddenSkips)).toEqual([
      { identity: 2, projection: 1 },
      { identity: 3, projection: 1 },
      { identity: 5, projection: 1 },
      { identity: 2, projection: 1 },
    ]);
    expect(picture.skips).toEqual([]);
    expect(complaintsAbout(picture)).toEqual([]);
  });

  it('draws the skips around closed helpers from box to box', async () => {
    const graph = resNet({ helpers: true });
    const picture = await createLayout(elk).layout(
      graph,
      Object.fromEntries(graph.scopes.map(({ id }) => [id, !id.includes('/convBn')])),
    );
    expect(picture.skips).toHaveLength(16);
    const projection = picture.skips.find(({ kind }) => kind === 'projection');
    expect(projection?.wires).toHaveLength(2);
    expect(complaintsAbout(picture)).toEqual([]);
  });
});
