/** What stands beside the code of a model that was opened in the designer. */
import { describe, expect, it } from 'vitest';
import { packagedExtension } from '../../scripts/lib/packagedExtension.mjs';
import { codeServers } from '../../scripts/lib/versions.mjs';
import { Beside } from './support/beside.js';
import { openByLens, type DesignerView } from './support/designer.js';
import { lineOf, models, openResnet50 as openDrawn } from './support/resnet50.js';
import { useEditor } from './support/useEditor.js';
import type { Workbench } from './support/workbench.js';

const bottleneckAdd = 'resnet50#1/stage#1/bottleneck#1/Add.1';

describe.each(Object.values(codeServers))('beside the code in VS Code $vscode', (release) => {
  const open = useEditor(release, { vsix: packagedExtension });

  async function openResnet50(): Promise<[Workbench, DesignerView, Beside]> {
    const [workbench, view] = await openDrawn(open);
    return [workbench, view, new Beside(workbench)];
  }

  it('the lens of the model that was read tells its totals, and follows edits', async () => {
    const [workbench, , beside] = await openResnet50();
    await beside.lens('25.6 M parameters · 4.09 GMACs · 16 skips').waitFor();
    // The other two builders were not read.
    expect((await beside.lensTexts()).filter((text) => text.includes('skips'))).toHaveLength(1);
    const line = lineOf('[3, 4, 6, 3]');
    await workbench.editor.replaceInLine(line, '[3, 4, 6, 3]', '[3, 4, 7, 3]');
    await beside.lens('26.7 M parameters · 4.31 GMACs · 17 skips').waitFor();
    await workbench.screenshot('beside-lens');
  });

  it('each line that applies layers tells their shape and parameters', async () => {
    const [workbench, , beside] = await openResnet50();
    await workbench.editor.goTo(lineOf('maxPooling2d'));
    await expect.poll(() => beside.hintOf('maxPooling2d')).toBe('56×56×64');
    await workbench.editor.goTo(lineOf('batchNorm.apply(conv.apply(x))'));
    await expect
      .poll(() => beside.hintOf('batchNorm.apply'))
      .toBe('112×112×64 … 7×7×2048 ×53 · 23.6 M');
    await workbench.screenshot('beside-hints');
  });

  it('the pointer on such a line gets the layers’ table and a picture of their block', async () => {
    const [workbench, view, beside] = await openResnet50();
    const one = await beside.hover(lineOf('tf.layers.dense'), 'tf.layers.dense', '2,049,000');
    expect(await one.innerText()).toContain('resnet50 › head');
    const many = await beside.hover(lineOf('tf.layers.add()'), 'add', '16 layers');
    expect(await many.innerText()).toContain('projection');
    const picture = many.locator('img').first();
    expect(await picture.getAttribute('src')).toMatch(/^data:image\/svg\+xml;base64,/);
    // The hover is drawn anew while another provider answers, and its pictures with it.
    const drawn = (): Promise<number> =>
      picture
        .evaluate((img) => (img instanceof HTMLImageElement ? img.naturalWidth : 0))
        .catch(() => 0);
    await expect.poll(drawn, { timeout: 15_000 }).toBeGreaterThan(50);
    await workbench.screenshot('beside-hover');
    await many.locator('a', { hasText: 'Show in ResNet Designer' }).click();
    await expect.poll(() => view.selected.first().getAttribute('data-node-id')).toBe(bottleneckAdd);
    await workbench.setTheme('light');
    await beside.hover(lineOf('tf.layers.add()'), 'add', '16 layers');
    await workbench.screenshot('beside-hover-light');
  });

  it('the status bar tells the totals, and shows that the text is at fault', async () => {
    const [workbench, , beside] = await openResnet50();
    await expect.poll(() => beside.status.innerText()).toContain('25.6 M · 4.09 GMACs · 16 skips');
    const line = lineOf('[3, 4, 6, 3]');
    await workbench.editor.replaceInLine(line, '[3, 4, 6, 3]', '[3, 4, 6, 3');
    await expect.poll(() => beside.status.getAttribute('class')).toContain('error-kind');
    await workbench.screenshot('beside-status-error');
    await workbench.editor.replaceInLine(line, '[3, 4, 6, 3', '[3, 4, 6, 3]');
    await expect.poll(() => beside.status.getAttribute('class')).not.toContain('error-kind');
  });

  it('“Go to Layer…” lands on the line and selects the node', async () => {
    const [workbench, view] = await openResnet50();
    await workbench.runCommand('ResNet Designer: Go to Layer…');
    await workbench.quickInput.input.fill('28x28x512 projection skip');
    await workbench.quickInput.widget.locator('.monaco-list-row').first().waitFor();
    await workbench.screenshot('beside-go-to-layer');
    await workbench.quickInput.input.press('Enter');
    const merge = 'resnet50#1/stage#2/bottleneck#1/Add.1';
    await expect.poll(() => view.selected.first().getAttribute('data-node-id')).toBe(merge);
    await expect
      .poll(async () => (await workbench.editor.cursor()).line)
      .toBe(lineOf('tf.layers.add()'));
  });

  it('the line of what is selected is marked', async () => {
    const [workbench, view, beside] = await openResnet50();
    await workbench.editor.goTo(lineOf('tf.layers.add()'));
    const none = await beside.markedLines.count();
    await view.click(bottleneckAdd);
    await expect.poll(() => beside.markedLines.count()).toBe(none + 1);
    await workbench.screenshot('beside-selected-line');
  });

  it('the outline mirrors the graph, and selects with it', async () => {
    const [workbench, view, beside] = await openResnet50();
    await beside.showOutline();
    await beside.outlineRow('stage 1, 32 layers, 218,624 parameters, 3 skips').waitFor();
    // From the designer to the outline, whose groups open for it…
    await view.click(bottleneckAdd);
    const add = beside.outlineRow(
      'Add, output 56 by 56 by 256, end of projection skip around 3 weight layers',
    );
    await expect.poll(() => add.getAttribute('aria-selected')).toBe('true');
    await workbench.screenshot('beside-outline');
    // … and back.
    const pool = beside.outlineRow(/^MaxPooling2D 3×3 \/2, output 56 by 56 by 64/);
    await pool.click();
    const stem = 'resnet50#1/stem#1/MaxPooling2D.1';
    await expect.poll(() => view.selected.first().getAttribute('data-node-id')).toBe(stem);
    await workbench.editor.focus();
    await expect
      .poll(async () => (await workbench.editor.cursor()).line)
      .toBe(lineOf('maxPooling2d'));
    // A group marks the lines of all its layers.
    await beside.outlineRow(/^bottleneck 1, 12 layers/).click();
    await expect.poll(() => beside.markedLines.count()).toBeGreaterThanOrEqual(4);
    await workbench.screenshot('beside-selected-group');
  });

  it('hints stay after the designer is closed, for as long as the file is open', async () => {
    const [workbench, , beside] = await openResnet50();
    await workbench.tab('Designer: resnet50.ts').click();
    await workbench.runCommand('View: Close Editor');
    await workbench.tab('Designer: resnet50.ts').waitFor({ state: 'detached' });
    const line = lineOf('[3, 4, 6, 3]');
    await workbench.editor.replaceInLine(line, '[3, 4, 6, 3]', '[3, 4, 7, 3]');
    await beside.lens('26.7 M parameters · 4.31 GMACs · 17 skips').waitFor();
    await workbench.screenshot('beside-without-designer');
  });

  it('a setting turns all of it off', async () => {
    const [workbench, , beside] = await openResnet50();
    await workbench.editor.goTo(lineOf('tf.layers.add()'));
    await expect.poll(() => beside.hintOf('tf.layers.add()')).not.toBe('');
    await workbench.changeSettings(
      { 'resnetDesigner.beside.enabled': false },
      async () => (await beside.status.count()) === 0,
    );
    await expect.poll(() => beside.hintOf('tf.layers.add()')).toBe('');
    await workbench.editor.goTo(lineOf('[3, 4, 6, 3]'));
    await expect
      .poll(async () => (await beside.lensTexts()).some((text) => text.includes('skips')))
      .toBe(false);
  });

  it('a failure’s code leads to its explanation', async () => {
    const [workbench] = await openResnet50();
    await workbench.editor.replaceLine(lineOf('const shortcut ='), '  const shortcut = x;');
    await workbench.problems.show();
    await expect.poll(() => workbench.problems.read('ResNet Designer')).not.toEqual([]);
    const link = workbench.page.locator('.markers-panel .monaco-link', {
      hasText: 'shape-mismatch',
    });
    await link.first().click();
    const page = workbench.webview('vscode.markdown-language-features');
    await expect.poll(() => page.locator('#shape-mismatch').boundingBox()).toMatchObject({});
    await workbench.page.waitForTimeout(1_000);
    await workbench.screenshot('beside-explanation');
  });
});

describe('beside the code of an untrusted workspace', () => {
  const open = useEditor(codeServers.newest, { vsix: packagedExtension, trusted: false });

  it('stands nothing', async () => {
    const workbench = await open({ folder: models, file: 'resnet50.ts' });
    const view = await openByLens(workbench, 0);
    await view.failure.first().waitFor();
    const beside = new Beside(workbench);
    await workbench.page
      .locator('.activitybar .action-label[aria-label^="ResNet Designer"]')
      .click();
    await workbench.page.getByText('nothing is shown until this workspace is trusted').waitFor();
    await workbench.screenshot('beside-untrusted');
    expect(await beside.status.count()).toBe(0);
    expect(await beside.lensTexts()).toEqual(Array(3).fill(expect.stringContaining('Open in')));
    await workbench.editor.goTo(lineOf('tf.layers.add()'));
    expect(await beside.hintOf('tf.layers.add()')).toBe('');
  });
});
