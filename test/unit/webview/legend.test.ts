/** The legend names what is in the picture and nothing else, for eyes and for ears, and stays as it was left. */
import { describe, expect, it } from 'vitest';
import { resNet } from '../layout/models';
import { usePage } from './harness/usePage';

const harness = usePage();

async function entries(): Promise<string[]> {
  const texts = await harness.page.getByTestId('legend').locator('li').allTextContents();
  return texts.map((text) => text.trim());
}

describe('the legend', () => {
  it('has the kinds of skips and the families of layers that are in the picture, with their numbers', async () => {
    const { page } = harness;
    await harness.show(resNet());
    const shown = await entries();
    const boxes = (category: string): Promise<number> =>
      page.locator(`[data-node-id].category-${category}`).count();
    expect(shown).toContain(`convolution: ${await boxes('convolution')} layers`);
    expect(shown).toContain(`merge: ${await boxes('merge')} layers`);
    expect(shown.some((entry) => /^identity skip: \d+ skips$/.test(entry))).toBe(true);
    expect(shown.some((entry) => entry.startsWith('recurrent'))).toBe(false);
  });

  it('leaves out what closed groups hide, except for their skips', async () => {
    await harness.show(resNet());
    const before = await entries();
    await harness.page.getByTestId('tool-collapse').click();
    const skips = before.filter((entry) => entry.includes(' skip: '));
    await expect.poll(entries).not.toContainEqual(expect.stringContaining('merge'));
    expect((await entries()).filter((entry) => entry.includes(' skip: '))).toEqual(skips);
  });

  it('has no families while a heat map colours the boxes', async () => {
    await harness.show(resNet());
    await harness.page.getByTestId('colour-by').selectOption('macs');
    await expect.poll(entries).not.toContainEqual(expect.stringContaining('convolution'));
    expect(await entries()).toContainEqual(expect.stringContaining('identity skip'));
  });

  it('is closed by the keyboard, and still closed after a reload', async () => {
    const { page } = harness;
    await harness.show(resNet());
    const button = page.getByTestId('legend-button');
    await button.focus();
    await page.keyboard.press('Enter');
    expect(await button.getAttribute('aria-expanded')).toBe('false');
    expect(await entries()).toEqual([]);
    await page.waitForFunction(() => sessionStorage.getItem('state')?.includes('"legend":false'));
    await page.reload();
    await harness.show(resNet());
    expect(await entries()).toEqual([]);
  });

  it('is closed at first where the page is narrow', async () => {
    await harness.page.setViewportSize({ width: 540, height: 800 });
    await harness.show(resNet());
    await expect.poll(entries).toEqual([]);
    await harness.page.getByTestId('legend-button').click();
    await expect.poll(async () => (await entries()).length).toBeGreaterThan(3);
  });
});
