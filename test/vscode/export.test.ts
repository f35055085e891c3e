/** Exporting, the empty view and the walkthrough, as a user of the packaged extension meets them. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { packagedExtension } from '../../scripts/lib/packagedExtension.mjs';
import { codeServers } from '../../scripts/lib/versions.mjs';
import { openByLens } from './support/designer.js';
import { saveBy } from './support/saving.js';
import { useEditor } from './support/useEditor.js';
import type { Workbench } from './support/workbench.js';

const models = fileURLToPath(new URL('../../media/models', import.meta.url));

const exportAs = (workbench: Workbench, label: string, name: string): Promise<Buffer> =>
  saveBy(workbench, { command: 'ResNet Designer: Export…', title: 'Export Model', label, name });

describe('export', () => {
  const open = useEditor(codeServers.newest, { vsix: packagedExtension });

  it('writes the model in every format', { timeout: 240_000 }, async () => {
    const workbench = await open({ folder: models, file: 'resnet50.ts' });
    const view = await openByLens(workbench, 0);
    await view.waitForTrainable(25_557_032);
    const text = async (label: string, name: string): Promise<string> =>
      (await exportAs(workbench, label, name)).toString();
    expect(await text('SVG', 'resnet50.svg')).toMatch(/^<svg .*16 skips.*<\/svg>\n$/s);
    expect(await text('Mermaid', 'resnet50.mmd')).toMatch(/^flowchart TB\n/);
    expect(await text('Markdown', 'resnet50.md')).toContain('**25,610,152**');
    expect(await text('LaTeX', 'resnet50.tex')).toContain('\\bottomrule');
    expect((await text('CSV', 'resnet50.csv')).split('\r\n').length).toBeGreaterThan(150);
    expect(JSON.parse(await text('JSON', 'resnet50.json'))).toMatchObject({
      parameters: { total: 25_610_152 },
    });
    const png = await exportAs(workbench, 'PNG ×2', 'resnet50.png');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(workbench.errors.all()).toEqual([]);
  });

  it('copies the picture', async () => {
    const workbench = await open({ folder: models, file: 'resnet50.ts' });
    const view = await openByLens(workbench, 0);
    await view.waitForTrainable(25_557_032);
    await workbench.runCommand('ResNet Designer: Copy Picture');
    await workbench.page.getByText('The picture was copied').first().waitFor();
  });
});

describe('the first minutes', () => {
  const open = useEditor(codeServers.newest, { vsix: packagedExtension });

  it('offer the samples in the empty view', async () => {
    const workbench = await open({ folder: models });
    const { page } = workbench;
    await page.locator('.activitybar .action-label[aria-label^="ResNet Designer"]').first().click();
    await page.getByRole('button', { name: 'New Model from Sample…' }).first().click();
    await page.getByPlaceholder('A network to start from').waitFor();
    await workbench.screenshot('empty-view');
  });

  it('a designer of a file without a model says so, also after a reload', async () => {
    const workbench = await open({ folder: models });
    writeFileSync(path.join(workbench.folder, 'empty.ts'), 'export const nothing = 1;\n');
    await workbench.openFile('empty.ts');
    await workbench.runCommand('ResNet Designer: Open in ResNet Designer');
    const empty = workbench.webview().getByTestId('empty');
    await empty.getByText('No model found').waitFor();
    await workbench.reloadWindow();
    await empty.getByText('No model found').waitFor();
    expect(workbench.errors.all()).toEqual([]);
  });

  it('have a walkthrough with pictures', async () => {
    const workbench = await open({ folder: models });
    const { page } = workbench;
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.quickInput.answer('Get Started with ResNet Designer');
    await page.getByText('Start from a network that works').first().waitFor();
    await page.getByText('Take it with you').first().click();
    await page.locator('.getting-started-media img').first().waitFor();
    await workbench.screenshot('walkthrough');
  });
});
