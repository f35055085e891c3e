/** A narrow page, as it is beside an editor: the graph has its room, and the inspector comes with a selection. */
import { describe, expect, it } from 'vitest';
import { resNet } from '../layout/models';
import { stateOf } from './harness/states.mjs';
import { usePage } from './harness/usePage';

const harness = usePage();

describe('a narrow page', () => {
  it('gives most of its height to the graph, and opens the inspector for what is selected', async () => {
    const { page } = harness;
    await page.setViewportSize({ width: 540, height: 800 });
    await harness.show(resNet());
    const inspector = page.getByTestId('inspector');
    await inspector.waitFor({ state: 'hidden' });
    const pane = page.locator('.graph-pane');
    expect((await pane.boundingBox())?.height).toBeGreaterThan(0.75 * 800);
    await page.locator('[data-node-id]').first().click();
    await inspector.waitFor();
    await page.keyboard.press('Escape');
    await inspector.waitFor({ state: 'hidden' });
    await page.getByTestId('inspector-toggle').click();
    expect(await inspector.innerText()).toContain('the whole model');
  });

  it('keeps what was clicked in sight when the inspector opens over its place', async () => {
    const { page } = harness;
    await page.setViewportSize({ width: 770, height: 800 });
    await harness.show(resNet());
    const low = 560;
    const boxes = await page.locator('[data-node-id]').all();
    const places = await Promise.all(boxes.map((box) => box.boundingBox()));
    const at = places.findIndex((place) => place !== null && place.y > low && place.y < low + 100);
    const box = boxes[at];
    await box?.click({ position: { x: 8, y: 8 } });
    await page.getByTestId('inspector').waitFor();
    const bottom = async (): Promise<number> => {
      const place = await box?.boundingBox();
      return place ? place.y + place.height : Infinity;
    };
    const pane = await page.locator('.graph-pane').boundingBox();
    await expect.poll(bottom).toBeLessThan((pane?.y ?? 0) + (pane?.height ?? 0));
  });
});

describe('the narrowest page', () => {
  it('shows all of its totals and tools, and nothing over the graph but them', async () => {
    const { page } = harness;
    await page.setViewportSize({ width: 280, height: 700 });
    await harness.show(resNet());
    const whole = await page.locator('.total-main, .zoom-controls').evaluateAll((elements) =>
      elements.map((element) => {
        const { left, right } = element.getBoundingClientRect();
        return left >= 0 && right <= 280 && element.scrollWidth <= element.clientWidth + 1;
      }),
    );
    expect(whole).toEqual([true, true, true, true, true]);
    expect(await page.locator('.minimap').isVisible()).toBe(false);
  });
});

describe('the header', () => {
  it('offers no expressions where the file is a saved topology', async () => {
    await harness.show(resNet());
    expect(await harness.page.getByTestId('entry').count()).toBe(1);
    await harness.send('state', { ...stateOf(resNet(), { revision: 2 }), fileName: 'model.JSON' });
    await harness.drawn(2);
    expect(await harness.page.getByTestId('entry').count()).toBe(0);
  });
});
