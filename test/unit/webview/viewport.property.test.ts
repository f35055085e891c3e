import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LayerBox, Picture } from '../../../src/layout/picture';
import { keepPlace } from '../../../webview/state/anchor';
import {
  between,
  firstView,
  fitAll,
  isInSight,
  keepInSight,
  reveal,
  toScreen,
  zoomAround,
  type Viewport,
} from '../../../webview/state/viewport';

const length = fc.integer({ min: 100, max: 5000 });
const size = fc.record({ width: length, height: length });
const offset = fc.integer({ min: -5000, max: 5000 });
const point = fc.record({ x: offset, y: offset });
const zoom = fc.double({ min: 0.05, max: 4, noNaN: true });
const viewport: fc.Arbitrary<Viewport> = fc.record({ x: offset, y: offset, zoom });

describe('the window on the picture', () => {
  it('shows all of it when it is fitted, in the middle and never larger than life', () => {
    fc.assert(
      fc.property(size, size, (picture, view) => {
        const fitted = fitAll(picture, view);
        const shown = toScreen(fitted, { x: 0, y: 0, ...picture });
        expect(fitted.zoom).toBeLessThanOrEqual(1);
        fc.pre(fitted.zoom > 0.05);
        expect(shown.x).toBeGreaterThanOrEqual(-1e-9);
        expect(shown.x + shown.width).toBeLessThanOrEqual(view.width + 1e-9);
        expect(shown.y + shown.height).toBeLessThanOrEqual(view.height + 1e-9);
        expect(shown.x + shown.width / 2).toBeCloseTo(view.width / 2);
      }),
    );
  });

  it('starts at the top of a deep network, at a zoom that can be read', () => {
    const view = { width: 800, height: 600 };
    const first = firstView({ width: 400, height: 30_000 }, view, 200);
    expect(first).toMatchObject({ zoom: 1, y: 8 });
    expect(firstView({ width: 9000, height: 30_000 }, view, 4500).zoom).toBe(0.6);
  });

  it('leaves what is under the pointer there when it zooms', () => {
    fc.assert(
      fc.property(viewport, point, fc.double({ min: 0.1, max: 10, noNaN: true }), (v, at, by) => {
        const zoomed = zoomAround(v, at, by);
        expect((at.x - zoomed.x) / zoomed.zoom).toBeCloseTo((at.x - v.x) / v.zoom, 3);
        expect((at.y - zoomed.y) / zoomed.zoom).toBeCloseTo((at.y - v.y) / v.zoom, 3);
        expect(zoomed.zoom).toBeGreaterThanOrEqual(0.05);
        expect(zoomed.zoom).toBeLessThanOrEqual(4);
      }),
    );
  });

  it('never loses the picture, and moves nothing that is in sight', () => {
    fc.assert(
      fc.property(viewport, size, size, (v, picture, view) => {
        const kept = keepInSight(v, picture, view);
        const { x, y, width, height } = toScreen(kept, { x: 0, y: 0, ...picture });
        expect(x).toBeLessThan(view.width);
        expect(y).toBeLessThan(view.height);
        expect(x + width).toBeGreaterThan(0);
        expect(y + height).toBeGreaterThan(0);
        expect(keepInSight(kept, picture, view)).toEqual(kept);
      }),
    );
  });

  it('shows the whole of a box that is to be revealed, and moves for no other', () => {
    const box = fc.record({
      x: offset,
      y: offset,
      width: fc.integer({ min: 20, max: 220 }),
      height: fc.integer({ min: 20, max: 60 }),
    });
    const small = fc.double({ min: 0.5, max: 1, noNaN: true });
    fc.assert(
      fc.property(point, small, box, size, (at, by, rect, { width, height }) => {
        const v = { ...at, zoom: by };
        const view = { width: width + 200, height };
        const revealed = reveal(v, rect, view);
        const shown = toScreen(revealed, rect);
        expect(shown.x).toBeGreaterThanOrEqual(15.9);
        // Not under the breadcrumbs, and not under the tools.
        expect(shown.y).toBeGreaterThanOrEqual(Math.min(44, view.height / 6) - 0.1);
        expect(shown.x + shown.width).toBeLessThanOrEqual(view.width - 15.9);
        expect(shown.y + shown.height).toBeLessThanOrEqual(
          view.height - Math.min(60, view.height / 6) + 0.1,
        );
        expect(isInSight(revealed, rect, view)).toBe(true);
        const again = reveal(revealed, rect, view);
        expect(again.x).toBeCloseTo(revealed.x);
        expect(again.y).toBeCloseTo(revealed.y);
      }),
    );
  });

  it('shows the top of a box that is larger than the window', () => {
    const view = { width: 800, height: 600 };
    const tall = { x: 100, y: 2000, width: 100, height: 5000 };
    expect(reveal({ x: 0, y: 0, zoom: 1 }, tall, view)).toEqual({ x: 0, y: -1956, zoom: 1 });
    const covering = { x: 0, y: -3000, zoom: 1 };
    expect(reveal(covering, tall, view)).toEqual(covering);
  });

  it('passes from one place to another', () => {
    const [from, to] = [
      { x: 0, y: 10, zoom: 1 },
      { x: 100, y: 30, zoom: 2 },
    ];
    expect(between(from, to, 0)).toEqual(from);
    expect(between(from, to, 1)).toEqual(to);
    expect(between(from, to, 0.5)).toEqual({ x: 50, y: 20, zoom: 1.5 });
  });
});

describe('a new picture', () => {
  const layer = (id: string, x: number, y: number): LayerBox => ({
    type: 'layer',
    id,
    parent: null,
    depth: 0,
    x,
    y,
    width: 100,
    height: 24,
    category: 'dense',
    title: id,
    detail: '',
    failed: false,
    hiddenSkips: {},
  });
  const pictureOf = (...boxes: LayerBox[]): Picture => ({
    width: 1000,
    height: 1000,
    boxes,
    wires: [],
    skips: [],
  });
  const view = { width: 800, height: 600 };
  const start = { x: 0, y: 0, zoom: 1 };
  const before = pictureOf(layer('a', 100, 100), layer('b', 350, 280));

  it('leaves the box that is asked for where it was', () => {
    const next = pictureOf(layer('a', 130, 160), layer('b', 350, 280));
    expect(keepPlace(start, view, before, next, ['gone', 'a'])).toEqual({
      x: -30,
      y: -60,
      zoom: 1,
    });
  });

  it('leaves the box nearest to the middle where it was, when none is asked for', () => {
    const next = pictureOf(layer('a', 130, 160), layer('b', 400, 300));
    expect(keepPlace(start, view, before, next, [])).toEqual({ x: -50, y: -20, zoom: 1 });
  });

  it('holds on to nothing out of sight, and moves nothing without a box in common', () => {
    const next = pictureOf(layer('a', 130, 160), layer('b', 400, 300));
    const away = { ...start, y: -240 };
    expect(keepPlace(away, view, before, next, ['a'])).toEqual({ x: -50, y: -260, zoom: 1 });
    expect(keepPlace(start, view, before, pictureOf(layer('c', 5, 5)), ['a'])).toBe(start);
  });
});
