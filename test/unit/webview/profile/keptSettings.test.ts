/** How the pictures and small tables of a profile are set is the same after a reload. */
import { expect, it } from 'vitest';
import { graph } from './support';
import { useProfilePage } from './profilePage';

const { harness, open } = useProfilePage();

async function reload(part: string): Promise<void> {
  await harness.page.waitForFunction(
    (kept) => sessionStorage.getItem('state')?.includes(kept),
    part,
  );
  await harness.page.reload();
  await harness.show(graph);
}

it('keeps the window of the flame chart', async () => {
  const { page } = harness;
  await open('timeline');
  const flame = page.getByTestId('flame');
  const end = Number(await flame.getAttribute('data-to'));
  await flame.focus();
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await expect.poll(async () => Number(await flame.getAttribute('data-to'))).toBeLessThan(end);
  const to = await flame.getAttribute('data-to');
  await reload('"flame":{');
  await open('timeline');
  await expect.poll(() => flame.getAttribute('data-to')).toBe(to);
});

it('keeps the order of the tables beside its pictures', async () => {
  const { page } = harness;
  await open('roofline');
  const table = page.getByTestId('roof-table');
  const head = table.locator('[role="columnheader"]').nth(2);
  await head.locator('button').click();
  const order = await head.getAttribute('aria-sort');
  expect(order).not.toBe('none');
  await reload('"roof-table":{');
  await open('roofline');
  await expect.poll(() => head.getAttribute('aria-sort')).toBe(order);
});
