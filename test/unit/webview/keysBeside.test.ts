/** Keys of the graph on the tools beside it, where the focus stays after a click. */
import { expect, it } from 'vitest';
import { resNet } from '../layout/models';
import { usePage } from './harness/usePage';

const harness = usePage();

/** How many boxes of the graph are whole in its window. */
async function inSight(): Promise<number> {
  const pane = await harness.page.locator('.graph-pane').boundingBox();
  const boxes = await harness.page.locator('[data-node-id], [data-group-id]').all();
  const places = await Promise.all(boxes.map((box) => box.boundingBox()));
  const bottom = (pane?.y ?? 0) + (pane?.height ?? 0);
  return places.filter((place) => place !== null && place.y + place.height <= bottom).length;
}

it('fits the network by a key after its groups were closed by a button, and leaves Space to the button', async () => {
  const { page } = harness;
  await page.setViewportSize({ width: 1200, height: 420 });
  await harness.show(resNet());
  await page.getByTestId('tool-collapse').click();
  const groups = page.locator('[data-group-id]');
  await expect.poll(() => page.locator('[aria-expanded="true"][data-group-id]').count()).toBe(0);
  await page.getByTestId('tool-plus').click();
  await page.getByTestId('tool-plus').click();
  await page.getByTestId('tool-plus').click();
  const all = await page.locator('[data-node-id], [data-group-id]').count();
  await expect.poll(inSight).toBeLessThan(all);
  await page.getByTestId('tool-collapse').focus();
  await page.keyboard.press('1');
  await expect.poll(inSight).toBe(all);
  await page.getByTestId('tool-expand').focus();
  await page.keyboard.press('Space');
  await expect.poll(() => groups.count()).toBeGreaterThan(all);
});
