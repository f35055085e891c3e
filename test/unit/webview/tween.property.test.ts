/** The way from one picture to the next, on pictures that the layout makes. */
import ELK from 'elkjs/lib/elk.bundled.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLayout } from '../../../src/layout/layout';
import type { Picture } from '../../../src/layout/picture';
import { keepPlace } from '../../../webview/state/anchor';
import { isWorthWatching, shiftBetween, tween } from '../../../webview/state/tween';
import { toScreen } from '../../../webview/state/viewport';
import { resNet } from '../layout/models';
import { allOpen } from '../layout/open';

const graph = resNet({ blocks: [2, 2] });
const stage = 'resnet50#1/stage#1';
const layout = createLayout(new ELK());
const view = { width: 900, height: 700 };
const here = { x: 20, y: 10, zoom: 1 };
const none = { x: 0, y: 0 };

const pictureOf = (stageOpen: boolean): Promise<Picture> =>
  layout.layout(graph, { ...allOpen(graph), [stage]: stageOpen });

const closed = await pictureOf(false);
const open = await pictureOf(true);
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('the way from picture to picture', () => {
  it('starts where the boxes were, and ends with the new picture itself', () => {
    const at = tween(closed, open, none);
    const old = new Map(closed.boxes.map((box) => [box.id, box]));
    for (const { id, x, y, width, height } of at(0).boxes) {
      const { x: wasX, y: wasY } = old.get(id) ?? { x, y };
      expect([x, y]).toEqual([wasX, wasY]);
      expect([width, height].every((size) => size >= 0)).toBe(true);
    }
    expect(at(1)).toBe(open);
  });

  it('has what is new within its group, from the first moment', () => {
    const at = tween(closed, open, none);
    fc.assert(
      fc.property(share, (progress) => {
        const boxes = new Map(at(progress).boxes.map((box) => [box.id, box]));
        for (const box of boxes.values()) {
          const parent = box.parent === null ? undefined : boxes.get(box.parent);
          if (parent === undefined) continue;
          expect(box.x).toBeGreaterThanOrEqual(parent.x - 1e-6);
          expect(box.x + box.width).toBeLessThanOrEqual(parent.x + parent.width + 1e-6);
        }
      }),
    );
  });

  it('keeps wires at their boxes', () => {
    const at = tween(closed, open, none);
    fc.assert(
      fc.property(share, (progress) => {
        const { boxes, wires } = at(progress);
        const byId = new Map(boxes.map((box) => [box.id, box]));
        for (const { from, to, points } of wires) {
          const [source, target] = [byId.get(from)!, byId.get(to)!];
          expect(points[0]!.y).toBeCloseTo(source.y + source.height, 6);
          expect(points.at(-1)!.y).toBeCloseTo(target.y, 6);
        }
      }),
    );
  });

  it('never moves what the window is held at', () => {
    const after = keepPlace(here, view, closed, open, [stage]);
    const at = tween(closed, open, shiftBetween(here, after));
    const group = (picture: Picture) => picture.boxes.find(({ id }) => id === stage)!;
    const held = toScreen(here, group(closed));
    fc.assert(
      fc.property(share, (progress) => {
        const { x, y } = toScreen(after, group(at(progress)));
        expect(x).toBeCloseTo(held.x, 6);
        expect(y).toBeCloseTo(held.y, 6);
      }),
    );
  });

  it('is watched only where something moves in the window', () => {
    const still = { before: here, after: here };
    expect(isWorthWatching(closed, open, still, view)).toBe(true);
    expect(isWorthWatching(open, open, still, view)).toBe(false);
    const away = { x: 0, y: -90_000, zoom: 1 };
    expect(isWorthWatching(closed, open, { before: away, after: away }, view)).toBe(false);
    const zoomed = { before: here, after: { ...here, zoom: 2 } };
    expect(isWorthWatching(closed, open, zoomed, view)).toBe(false);
  });
});
