/** The SVG renderer in a real Chromium while its picture moves, and when it has come to rest. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resNet } from '../layout/models';
import { chains } from './harness/pictures';
import { drawn, StageBrowser } from './harness/stage';

let browser: StageBrowser;

beforeAll(async () => {
  browser = await StageBrowser.start();
});

afterAll(() => browser.stop());

async function shown(): Promise<Page> {
  const page = await browser.open();
  // As text, for the types of a graph are too deep for those of Playwright.
  const text = JSON.stringify(['svg', resNet({ blocks: [2] }), chains(24)]);
  await page.evaluate((json) => {
    window.stage.show(...(JSON.parse(json) as Parameters<typeof window.stage.show>));
  }, text);
  await page.waitForTimeout(restMs);
  await atRest(page);
  return page;
}

/** A move that comes later than this after the one before begins anew. */
const restMs = 250;

async function atRest(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('.moving') === null);
  await drawn(page);
}

describe('an SVG that moves', () => {
  const place = (page: Page) =>
    page.evaluate(() => {
      const { x, y } = document.querySelector('.box')!.getBoundingClientRect();
      return { x, y };
    });
  const painted = (page: Page): Promise<string | null> =>
    page.locator('.graph > .scene').getAttribute('transform');

  it('is one layer until it rests, and then as sharp as if it had been drawn there', async () => {
    const [page, other] = [await shown(), await shown()];
    const before = await place(page);
    const seen = await page.evaluate(() => {
      const scene = document.querySelector('.graph > .scene')!;
      window.stage.pan(5, 4);
      const first = scene.getAttribute('transform');
      for (let step = 0; step < 9; step++) window.stage.pan(5, 4);
      return { first, last: scene.getAttribute('transform') };
    });
    expect(seen.last).toBe(seen.first);
    const after = await place(page);
    expect(after.x - before.x).toBeCloseTo(50, 3);
    expect(after.y - before.y).toBeCloseTo(40, 3);
    await atRest(page);
    expect(await painted(page)).not.toBe(seen.first);
    await other.evaluate(() => window.stage.pan(50, 40));
    await atRest(other);
    expect((await page.screenshot()).equals(await other.screenshot())).toBe(true);
  });

  it('is painted anew on the way where it is magnified much', async () => {
    const page = await shown();
    const [first, second, last] = await page.evaluate(() => {
      const scene = document.querySelector('.graph > .scene')!;
      return [1.1, 1.2, 1.4].map((factor) => {
        window.stage.zoom(factor);
        return scene.getAttribute('transform');
      });
    });
    expect(second).toBe(first);
    expect(last).not.toBe(first);
  });
});
