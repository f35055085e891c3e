/** Graphs and circumstances that a page could break on: it stays usable, and loses nothing. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { ModelGraph } from '../../../src/model/graph';
import { differentPieces, flatChain, ModelBuilder, resNet } from '../layout/models';
import { usePage } from './harness/usePage';

const harness = usePage();
const network = resNet({ blocks: [1, 1] });
const slowMs = 120_000;

/** Of so many boxes, as a reader of the screen hears them. */
async function labels(page: Page): Promise<(string | null)[]> {
  const items = page.locator('[role="treeitem"]');
  return items.evaluateAll((all) => all.map((item) => item.getAttribute('aria-label')));
}

/** Different colours among the pixels of the picture: one, where nothing is drawn. */
async function inks(page: Page): Promise<number> {
  const pane = page.locator('.graph-pane');
  return pane.evaluate((element) => {
    const canvas = element.querySelector('canvas');
    const context = canvas?.getContext('2d');
    if (canvas === null || !context) return 0;
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
}

async function headerIs(page: Page, layers: number): Promise<void> {
  const total = page.getByTestId('total-layers');
  await expect.poll(() => total.getAttribute('data-value')).toBe(String(layers));
}

describe('a network of 50,000 layers', () => {
  const chain = flatChain(50_000);

  it(
    'is drawn open, gone through by keyboard, and searched',
    async () => {
      const { page } = harness;
      await harness.show(chain, slowMs);
      await headerIs(page, chain.nodes.length);
      expect(await labels(page)).toHaveLength(2);
      await page.getByTestId('tool-expand').click();
      await page.locator('.scene-canvas').waitFor({ timeout: slowMs });
      await expect.poll(() => inks(page), { timeout: slowMs }).toBeGreaterThan(10);
      await page.locator('[role="treeitem"]').first().focus();
      await page.keyboard.press('End');
      const last = chain.nodes.at(-1)?.id ?? '';
      const selected = page.locator('[role="treeitem"][aria-selected="true"]');
      await expect.poll(() => selected.getAttribute('data-node-id')).toBe(last);
      await page.keyboard.press('/');
      await page.locator('[data-testid="search-field"]:focus').waitFor();
      const far = chain.nodes.slice(40_000).find(({ className }) => className === 'Conv2D');
      await page.keyboard.type(far?.id ?? '');
      await page.keyboard.press('Enter');
      await expect
        .poll(() => selected.getAttribute('data-node-id'), { timeout: slowMs })
        .toBe(far?.id);
    },
    slowMs,
  );
});

describe('a layout that takes long', () => {
  const slow = differentPieces(10_000);

  it(
    'tells how far it is, can be cancelled, and leaves the picture before it',
    async () => {
      const { page } = harness;
      await harness.show(network);
      const before = await labels(page);
      await harness.give(slow);
      const progress = page.getByTestId('laying-out').getByRole('progressbar');
      await progress.waitFor();
      expect(await progress.getAttribute('aria-valuemax')).toMatch(/^\d{5,}$/);
      expect(await progress.innerText()).toMatch(/^Laying out: [\d,]+ of [\d,]{6,} boxes…$/);
      await page.getByTestId('cancel-layout').click();
      await expect.poll(() => page.getByTestId('failure').innerText()).toContain('cancelled');
      expect(await labels(page)).toEqual(before);
      // The next graph is laid out as if nothing had been.
      await harness.show(resNet({ blocks: [2, 1] }));
      expect((await labels(page)).length).toBeGreaterThan(before.length);
      expect(await page.getByTestId('failure').count()).toBe(0);
    },
    slowMs,
  );
});

describe('names', () => {
  it.each([
    ['of 10,000 letters', 'name'.repeat(2500)],
    ['from right to left', `שם \u202e${'שכבה'.repeat(2000)}`],
    ['of emoji', '👩‍👩‍👧‍👦'.repeat(900)],
    ['of markup', '<img src=x onerror=alert(1)>'.repeat(300)],
  ])('%s stay in their boxes, and the page in its window', async (_, name) => {
    const { page } = harness;
    await harness.show(named(name));
    const overflowing = await page.evaluate(() => {
      const boxes = [...document.querySelectorAll('.box')].filter((box) =>
        box.querySelector('text'),
      );
      return boxes.filter((box) => {
        const frame = box.querySelector('.frame, .band')?.getBoundingClientRect();
        const texts = [...box.querySelectorAll('text')].map((text) => text.getBoundingClientRect());
        return texts.some(
          ({ left, right }) =>
            frame === undefined || left < frame.left - 1 || right > frame.right + 1,
        );
      }).length;
    });
    expect(overflowing).toBe(0);
    await page.locator('[data-node-id]').first().click();
    await page.locator('[data-node-id]').first().hover();
    await page.getByTestId('tab-layers').click();
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wide).toBe(0);
    expect(await page.locator('img[src="x"]').count()).toBe(0);
  });
});

/** A model whose function, layers and classes have this name. */
function named(name: string): ModelGraph {
  const model = new ModelBuilder();
  const input = model.add('InputLayer', []);
  model.call(name, () => model.add(name, [model.add(name, [input])]));
  return model.build(name);
}

describe('a window', () => {
  it('without any size, and hidden, shows the picture again when it is back', async () => {
    const { page } = harness;
    await harness.show(network);
    const places = (): Promise<(string | null)[]> =>
      page
        .locator('.box')
        .evaluateAll((boxes) => boxes.map((box) => box.getAttribute('transform')));
    const before = await places();
    const scene = (): Promise<string | null> =>
      page.locator('.graph > g').first().getAttribute('transform');
    const seen = await scene();
    const app = page.locator('#app');
    await app.evaluate((element) => element.setAttribute('hidden', ''));
    await page.waitForTimeout(100);
    // The graph changes while nobody sees it.
    await harness.give(resNet({ blocks: [1, 2] }));
    await page.waitForTimeout(300);
    await app.evaluate((element) => element.removeAttribute('hidden'));
    await page.locator('[data-revision="2"]').waitFor();
    expect((await places()).length).toBeGreaterThan(before.length);
    expect(await page.locator('.box').first().isVisible()).toBe(true);
    expect(await scene()).not.toContain('NaN');
    expect(seen).not.toContain('NaN');
  });

  it('whose canvas lost what it had draws it again', async () => {
    const { page } = harness;
    await harness.show(flatChain(2000));
    await page.getByTestId('tool-expand').click();
    await page.locator('.scene-canvas').waitFor();
    await expect.poll(() => inks(page)).toBeGreaterThan(10);
    const canvas = page.locator('.scene-canvas').first();
    await canvas.evaluate((element) => {
      if (!(element instanceof HTMLCanvasElement)) throw new Error('It is a canvas.');
      element.getContext('2d')?.reset();
    });
    expect(await inks(page)).toBe(1);
    await canvas.evaluate((element) => element.dispatchEvent(new Event('contextrestored')));
    await expect.poll(() => inks(page)).toBeGreaterThan(10);
  });
});
