import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameOnMap, mapScale, pointOnMap } from '../../../webview/state/map';
import { Reading } from '../../../webview/state/neighbourhood';
import { parseKept } from '../../../webview/state/kept';
import { initialState, reduce } from '../../../webview/state/uiState';
import { centredOn, fitRect, showsAll, toScreen } from '../../../webview/state/viewport';
import { readingOrder } from '../../../webview/state/words';
import { chains } from './harness/pictures';

const length = fc.integer({ min: 1, max: 500_000 });
const size = fc.record({ width: length, height: length });
const view = { width: 800, height: 600 };

describe('the minimap', () => {
  it('fits its corner and can be hit, whatever the picture', () => {
    fc.assert(
      fc.property(size, (picture) => {
        const { width, height } = mapScale(picture);
        expect(width).toBeLessThanOrEqual(161);
        expect(height).toBeLessThanOrEqual(221);
        expect(width).toBeGreaterThanOrEqual(Math.min(picture.width, 28) - 1e-6);
        expect(height).toBeGreaterThanOrEqual(Math.min(picture.height, 28) - 1e-6);
      }),
    );
  });

  it('shows the window where it is, and leads back to the same point', () => {
    const picture = { width: 4000, height: 8000 };
    const scale = mapScale(picture);
    const centre = { x: 1000, y: 3000 };
    const frame = frameOnMap({ viewport: centredOn(centre, 1, view), view }, scale);
    const middle = { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 };
    const back = pointOnMap(middle, scale);
    expect(back.x).toBeCloseTo(centre.x);
    expect(back.y).toBeCloseTo(centre.y);
  });

  it('has no part of its frame outside', () => {
    const scale = mapScale({ width: 4000, height: 8000 });
    const frame = frameOnMap({ viewport: { x: 500, y: 500, zoom: 0.05 }, view }, scale);
    expect(frame).toMatchObject({ x: 0, y: 0 });
    expect(frame.width).toBeLessThanOrEqual(scale.width);
    expect(frame.height).toBeLessThanOrEqual(scale.height);
  });

  it('is of no use where the window shows all', () => {
    const picture = { width: 400, height: 300 };
    expect(showsAll({ x: 10, y: 10, zoom: 1 }, picture, view)).toBe(true);
    expect(showsAll({ x: -10, y: 10, zoom: 1 }, picture, view)).toBe(false);
    expect(showsAll({ x: 0, y: 0, zoom: 2.5 }, picture, view)).toBe(false);
  });

  it('is kept over a reload as it was, and tracing is not', () => {
    const saved = { uri: 'file:///a.ts', entry: '', expansion: {}, selected: null, viewport: null };
    const kept = parseKept({ ...saved, tools: { minimap: false } });
    expect(initialState(kept).tools).toEqual({ minimap: false, tracing: false, legend: null });
    const older = initialState(parseKept({ ...saved, tools: 'no' }));
    expect(older.tools).toEqual({ minimap: true, tracing: false, legend: null });
    const traced = reduce(older, { type: 'tools', change: { tracing: true } });
    expect(traced.tools).toEqual({ minimap: true, tracing: true, legend: null });
  });
});

describe('zooming to a rectangle', () => {
  it('shows all of it in the middle, as large as can be read at most', () => {
    const rect = { x: 900, y: 4000, width: 300, height: 1200 };
    const viewport = fitRect(rect, view);
    const shown = toScreen(viewport, rect);
    expect(shown.y).toBeGreaterThan(0);
    expect(shown.y + shown.height).toBeLessThan(view.height);
    expect(shown.x + shown.width / 2).toBeCloseTo(view.width / 2);
    expect(fitRect({ ...rect, width: 20, height: 10 }, view).zoom).toBe(1.5);
  });
});

describe('the boxes that a screen reader is given', () => {
  const picture = chains(300);
  const reading = new Reading(picture);
  const order = readingOrder(picture).map(({ id }) => id);

  it('are those around the focus, in reading order, with the groups around them', () => {
    const centre = 'n1.30';
    const ids = reading.around([centre], 3).map(({ box }) => box.id);
    const at = order.indexOf(centre);
    expect(ids).toEqual(['g1', ...order.slice(at - 3, at + 4)]);
  });

  it('know their place among all of their group, also of those that are not given', () => {
    const [, first] = reading.around(['n1.30'], 0);
    const siblings = picture.boxes.filter(({ parent }) => parent === 'g1').length;
    expect(first).toMatchObject({ place: 31, siblings });
  });

  it('stop at the ends, and are none around what is gone', () => {
    expect(reading.around([order[0]!], 2).map(({ box }) => box.id)).toEqual(order.slice(0, 3));
    expect(reading.around(['gone'], 2)).toEqual([]);
    expect(reading.has('gone')).toBe(false);
  });
});
