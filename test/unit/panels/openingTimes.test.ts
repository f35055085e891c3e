/** The stages of an opened designer: once, and since it was opened. */
import { expect, it } from 'vitest';
import { OpeningTimes } from '../../../src/panels/openingTimes';

const drawing = { layoutMs: 3, drawMs: 2, receivedAt: 1_500, laidOutAt: 1_510, drawnAt: 1_600 };

it('are told with the first picture alone', () => {
  const times = new OpeningTimes(1_000);
  times.read(1_200);
  times.pageReady({ begunAt: 1_100, readyAt: 1_400 });
  times.read(1_700);
  expect(times.drawn(drawing, undefined)).toEqual({
    pageBegunMs: 100,
    pageReadyMs: 400,
    readMs: 200,
    receivedMs: 500,
    layoutMs: 3,
    laidOutMs: 510,
    drawMs: 2,
    drawnMs: 600,
  });
  expect(times.drawn(drawing, undefined)).toBeUndefined();
});

it('are not told of a picture that nobody waited for', () => {
  expect(new OpeningTimes(1_000).drawn(drawing, undefined)).toBeUndefined();
});
