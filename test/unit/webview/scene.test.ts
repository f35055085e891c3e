import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Box, GroupBox, Rect } from '../../../src/layout/picture';
import { uncovered } from '../../../webview/graph/canvas/surface';
import { Scene } from '../../../webview/graph/scene';
import { spatialIndex } from '../../../webview/graph/spatialIndex';
import { detailAt, isSeen } from '../../../webview/state/levelOfDetail';
import { chains } from './harness/pictures';

const picture = chains(400);
const scene = new Scene(picture);
const whole: Rect = { x: 0, y: 0, width: picture.width, height: picture.height };

const length = fc.integer({ min: 0, max: 700 });
const place = fc.integer({ min: -500, max: 3000 });
const rect: fc.Arbitrary<Rect> = fc.record({ x: place, y: place, width: length, height: length });

function meet(a: Rect, b: Rect): boolean {
  const apart =
    a.x > b.x + b.width || b.x > a.x + a.width || a.y > b.y + b.height || b.y > a.y + a.height;
  return !apart;
}

function layer(id: string): Box {
  return scene.boxesById.get(id)!;
}

describe('the spatial index', () => {
  it('finds what a look at every rectangle finds, in their order', () => {
    fc.assert(
      fc.property(fc.array(rect, { maxLength: 60 }), rect, (rects, area) => {
        const expected = rects.flatMap((one, at) => (meet(one, area) ? [at] : []));
        expect(spatialIndex(rects).search(area)).toEqual(expected);
      }),
    );
  });

  it('finds nothing among nothing', () => {
    expect(spatialIndex([]).search(whole)).toEqual([]);
  });
});

describe('what an area shows', () => {
  it('is every box and wire that meets it, and nothing that is far from it', () => {
    fc.assert(
      fc.property(rect, (area) => {
        const { boxes, wires } = scene.visible(area);
        const shown = new Set(boxes.map(({ id }) => id));
        for (const box of picture.boxes) if (meet(box, area)) expect(shown).toContain(box.id);
        const near = {
          x: area.x - 20,
          y: area.y - 20,
          width: area.width + 40,
          height: area.height + 40,
        };
        for (const box of boxes) expect(meet(box, near)).toBe(true);
        for (const { bounds } of wires) expect(meet(bounds, near)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('is everything where the whole picture is in it, skips over the other wires', () => {
    const { boxes, wires, grounds } = scene.visible(whole);
    expect(boxes).toHaveLength(picture.boxes.length);
    expect(wires).toHaveLength(picture.wires.length);
    expect(grounds.map(({ id }) => id)).toEqual(
      picture.boxes.filter(({ type }) => type === 'group').map(({ id }) => id),
    );
    const firstSkip = wires.findIndex(({ skip }) => skip !== undefined);
    expect(wires.slice(firstSkip).every(({ skip }) => skip !== undefined)).toBe(true);
    expect(wires.slice(firstSkip)).toHaveLength(picture.skips.length);
  });
});

describe('what lies at a point', () => {
  it('is the layer whose box it is in, and nothing beside it', () => {
    for (const { id, type, x, y, width, height } of picture.boxes) {
      if (type === 'group') continue;
      expect(scene.targetAt({ x: x + width / 2, y: y + height / 2 }, 5)).toEqual({
        type: 'box',
        id,
      });
    }
    const { x, y, height } = layer('n0.1');
    expect(scene.targetAt({ x: x + 20, y: y + height + 10 }, 5)).toBeNull();
  });

  it('is the header of an open group and its toggle, not its ground', () => {
    const { x, y, width, height } = layer('g0');
    expect(scene.targetAt({ x: x + 80, y: y + 10 }, 5)).toEqual({ type: 'box', id: 'g0' });
    expect(scene.targetAt({ x: x + 10, y: y + 10 }, 5)).toEqual({ type: 'toggle', id: 'g0' });
    expect(scene.targetAt({ x: x + width - 4, y: y + height - 4 }, 2)).toBeNull();
  });

  it('is all of a closed group', () => {
    const group = picture.boxes.find((box): box is GroupBox => box.type === 'group')!;
    const closed = new Scene({ ...picture, boxes: [{ ...group, open: false, height: 42 }] });
    expect(closed.targetAt({ x: group.x + 60, y: group.y + 38 }, 5)?.type).toBe('box');
  });

  it('is a skip within reach of its line, where no box lies over it', () => {
    const [skip] = picture.skips;
    const wire = picture.wires.find(({ id }) => id === skip!.wires[0])!;
    const [, , top, bottom] = wire.points;
    const middle = { x: top!.x, y: (top!.y + bottom!.y) / 2 };
    expect(scene.targetAt({ ...middle, x: middle.x + 4 }, 5)).toEqual({
      type: 'skip',
      id: skip!.id,
    });
    expect(scene.targetAt({ ...middle, x: middle.x + 6 }, 5)).toBeNull();
    const start = wire.points[0]!;
    expect(scene.targetAt({ x: start.x, y: start.y - 2 }, 5)?.type).toBe('box');
  });
});

describe('the level of detail', () => {
  it('goes from blocks to titles to all words as boxes grow', () => {
    expect([0.05, 0.3, 0.4, 0.6, 1, 4].map(detailAt)).toEqual([
      'far',
      'far',
      'middle',
      'near',
      'near',
      'near',
    ]);
  });

  it('leaves out wires that are a dot on the screen', () => {
    expect(isSeen({ width: 0, height: 20 }, 0.05)).toBe(false);
    expect(isSeen({ width: 0, height: 20 }, 0.3)).toBe(true);
    expect(isSeen({ width: 900, height: 0 }, 0.05)).toBe(true);
  });
});

describe('what comes into a window that moves', () => {
  it('covers with what is kept every pixel of the window', () => {
    const step = fc.integer({ min: -12, max: 12 });
    const size = { width: 9, height: 7 };
    fc.assert(
      fc.property(step, step, (dx, dy) => {
        const areas = uncovered(size, dx, dy);
        for (let x = 0; x < size.width; x++)
          for (let y = 0; y < size.height; y++) {
            const from = { x: x - dx, y: y - dy };
            const kept = from.x >= 0 && from.x < size.width && from.y >= 0 && from.y < size.height;
            const drawn = areas.some(
              (area) =>
                x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height,
            );
            expect(kept || drawn).toBe(true);
          }
      }),
    );
  });

  it('is nothing without a move, and a strip after a small one', () => {
    expect(uncovered({ width: 100, height: 50 }, 0, 0)).toEqual([]);
    expect(uncovered({ width: 100, height: 50 }, 0, 3)).toEqual([
      { x: 0, y: 0, width: 100, height: 3 },
    ]);
    expect(uncovered({ width: 100, height: 50 }, -4, 0)).toEqual([
      { x: 96, y: 0, width: 4, height: 50 },
    ]);
  });
});
