/** How the next profile is taken, and what two profiles differ in: on the page, in a browser. */
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { profileOf } from '../harness/profiles';
import { useProfilePage } from './profilePage';
import { graph, profile } from './support';

const { harness, open } = useProfilePage();
let page: Page;
beforeEach(() => {
  ({ page } = harness);
});

const send = (type: string, body: unknown): Promise<void> => harness.send(type, body);
const posted = (type: string): Promise<unknown[]> => harness.posted(type);

describe('a profile that is to be taken', () => {
  it('how it is taken is chosen before, by the keyboard alone', async () => {
    await page.getByTestId('tab-profile').click();
    await page.getByTestId('profile-mode').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.type('16');
    await page.keyboard.press('Enter');
    await expect.poll(() => posted('profile')).toEqual([{ command: 'run' }]);
    const chosen = {
      mode: 'infer',
      batch: 16,
      backend: 'best',
      kernels: 'own',
      loss: 'file',
      optimizer: 'file',
    };
    expect((await posted('setProfileChoices')).at(-1)).toEqual(chosen);
    // Inference has neither, and what was chosen of them is kept.
    for (const name of ['profile-loss', 'profile-optimizer'])
      expect(await page.getByTestId(name).isDisabled()).toBe(true);
  });

  it('is as the host remembers it, in controls with labels', async () => {
    const kept = {
      mode: 'train',
      batch: 7,
      backend: 'cpu',
      kernels: 'own',
      loss: 'file',
      optimizer: 'adam',
    };
    await send('profileChoices', kept);
    await page.getByTestId('tab-profile').click();
    const box = (name: string) => page.getByRole('combobox', { name, exact: true });
    expect(await page.getByRole('textbox', { name: 'Batch', exact: true }).inputValue()).toBe('7');
    expect(await box('Backend').inputValue()).toBe('cpu');
    expect(await box('Optimizer').inputValue()).toBe('adam');
    await box('Loss').selectOption('meanSquaredError');
    expect(await posted('setProfileChoices')).toEqual([{ ...kept, loss: 'meanSquaredError' }]);
  });

  it('kernels are chosen where the backend has others, and are kept where it has none', async () => {
    await page.getByTestId('tab-profile').click();
    const kernels = page.getByRole('combobox', { name: 'Kernels', exact: true });
    await kernels.selectOption('fused');
    expect(await posted('setProfileChoices')).toMatchObject([{ kernels: 'fused' }]);
    await page.getByTestId('profile-on').selectOption('wasm');
    expect(await kernels.isDisabled()).toBe(true);
    expect(await kernels.inputValue()).toBe('fused');
    await page.getByTestId('profile-on').selectOption('tensorflow');
    expect(await kernels.isEnabled()).toBe(true);
  });

  it('a batch that is none takes no profile, is said, stays to be mended, and changes nothing', async () => {
    await page.getByTestId('tab-profile').click();
    const batch = page.getByTestId('profile-batch');
    for (const wrong of ['0', '2.5', '', 'many', '1e3', '-4', '1000001']) {
      await batch.fill(wrong);
      await batch.press('Enter');
      await expect
        .poll(() => page.getByTestId('profile-wrong').textContent())
        .toMatch(/whole number of examples from 1 to 1,000,000.*with 4\.$/);
      expect(await batch.inputValue()).toBe(wrong);
      expect(await batch.getAttribute('aria-invalid')).toBe('true');
    }
    expect(await posted('profile')).toEqual([]);
    expect(await posted('setProfileChoices')).toEqual([]);
    await batch.fill('8');
    await page.getByTestId('profile-first').click();
    expect(await posted('profile')).toEqual([{ command: 'run' }]);
    expect(await page.getByTestId('profile-wrong').textContent()).toBe('');
  });
});

describe('two profiles', () => {
  it('the table has differences from another profile', async () => {
    await open('table', { profile, compared: profileOf(graph, { speed: 0.5, batch: 8 }) });
    const cell = page.locator('[data-column="difference"]').first();
    expect(await cell.textContent()).toMatch(/^−.*−\d+\.\d %$/);
    const words = await page.getByTestId('compared').textContent();
    expect(words).toContain('Another batch: 8 before, 4 now.');
    expect(words).toMatch(/An example took .* ms, now .* ms/);
    await page.getByTestId('profile-compare').click();
    expect(await posted('profile')).toEqual([{ command: 'stopComparing' }]);
  });

  it('fused kernels are named beside the device, in the comparison, and where a layer is folded', async () => {
    const [first, second] = profile.nodes;
    if (first === undefined || second === undefined) throw new Error('two layers are needed');
    const nodes = profile.nodes.map((node) =>
      node.id === second.id ? { ...node, foldedInto: first.id } : node,
    );
    const settings = { ...profile.settings, kernels: 'fused' } as const;
    await open('table', { profile: { ...profile, settings, nodes }, compared: profile });
    expect(await page.getByTestId('profile-device').textContent()).toMatch(/ · fused kernels$/);
    expect(await page.getByTestId('compared').textContent()).toContain(
      'Other kernels: TensorFlow.js’s own before, fused ones now.',
    );
    await send('select', { selection: { type: 'box', id: second.id } });
    await expect
      .poll(() => page.getByTestId('node-cost').textContent())
      .toContain(`folded into${first.name}`);
  });

  it('the graph is coloured by the differences, with words for both sides, while there are any', async () => {
    await send('profile', { profile });
    await page.getByTestId('colour-by').selectOption('both');
    await send('profile', { profile, compared: profileOf(graph, { speed: 0.5 }) });
    await expect.poll(() => page.getByTestId('colour-by').inputValue()).toBe('difference');
    expect(await page.getByTestId('heat-least').textContent()).toMatch(/^−.*, faster$/);
    expect(await page.getByTestId('heat-most').textContent()).toMatch(/^\+.*, slower$/);
    await page.locator('.box.heat-less').first().waitFor();
    await send('profile', { profile });
    await expect.poll(() => page.getByTestId('colour-by').inputValue()).toBe('both');
  });

  it('layers that only one of two profiles has are named', async () => {
    const [gone, ...rest] = profile.nodes;
    const others = rest.map((node, i) =>
      i === 0 ? { ...node, id: 'another', name: 'another_layer', className: 'Own' } : node,
    );
    await open('table', {
      profile: { ...profile, nodes: profile.nodes },
      compared: { ...profile, nodes: [gone, ...others] },
    });
    const layers = page.getByTestId('compared-layers');
    await layers.locator('summary').click();
    expect(await layers.textContent()).toMatch(/1 new, 1 gone.*Gone another_layer/);
    await layers.getByRole('button').click();
    expect(await posted('selected')).toEqual([{ selection: { type: 'box', id: rest[0]!.id } }]);
  });
});
