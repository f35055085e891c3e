/** What a user of the packaged extension does, in the newest and the oldest VS Code that it supports. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { packagedExtension } from '../../scripts/lib/packagedExtension.mjs';
import { codeServers } from '../../scripts/lib/versions.mjs';
import { DesignerView, openByLens } from './support/designer.js';
import { lineOf, models, openResnet50 } from './support/resnet50.js';
import { useEditor } from './support/useEditor.js';
import type { Workbench } from './support/workbench.js';

const tangled = fileURLToPath(new URL('../fixtures/tangled', import.meta.url));
const topologies = fileURLToPath(new URL('../fixtures/topology', import.meta.url));

describe.each(Object.values(codeServers))('the designer in VS Code $vscode', (release) => {
  const open = useEditor(release, { vsix: packagedExtension });

  it('draws ResNet-50 from its lens, counted and with its skips', async () => {
    const [workbench, view] = await openResnet50(open);
    expect(await view.value('total-parameters')).toBe('25610152');
    expect(await view.value('total-macs')).toBe('4089184256');
    expect(await view.value('total-skips')).toBe('16');
    expect((await view.skips()).size).toBe(16);
    expect((await view.skips('identity')).size).toBe(12);
    expect((await view.skips('projection')).size).toBe(4);
    expect(await view.failure.count()).toBe(0);
    await workbench.screenshot('resnet50');
    expect(workbench.errors.all()).toEqual([]);
  });

  it('has ELK place what does not come apart, which is loaded then', async () => {
    const workbench = await open({ folder: tangled, file: 'crossed.ts' });
    const { frame } = await openByLens(workbench, 0);
    const topOf = async (name: string): Promise<number | undefined> => {
      const box = await frame.locator('[data-node-id]', { hasText: name }).first().boundingBox();
      return box?.y;
    };
    // Without ELK every layer would have a row of its own.
    expect(await topOf('Multiply')).toBeGreaterThan(0);
    expect(await topOf('Multiply')).toBe(await topOf('Add'));
    expect(workbench.errors.all()).toEqual([]);
  });

  it('follows the text while it is typed, unsaved', async () => {
    const [workbench, view] = await openResnet50(open);
    const line = lineOf('[3, 4, 6, 3]');
    await workbench.editor.replaceInLine(line, '[3, 4, 6, 3]', '[3, 4, 7, 3]');
    // One more bottleneck in the third stage: 1,117,184 weights of convolutions and batch norms.
    await view.waitForTrainable(25_557_032 + 1_117_184);
    expect((await view.skips()).size).toBe(17);
    await workbench.editor.replaceInLine(line, '[3, 4, 7, 3]', '[3, 4, 6, 3]');
    await view.waitForTrainable(25_557_032);
  });

  it('keeps the last good picture when the text breaks, and says where', async () => {
    const [workbench, view] = await openResnet50(open);
    const line = lineOf('[3, 4, 6, 3]');
    await workbench.editor.replaceInLine(line, '[3, 4, 6, 3]', '[3, 4, 6, 3');
    await view.failure.first().waitFor();
    expect(await view.failure.first().innerText()).toContain('resnet50.ts');
    await expect.poll(() => view.root.getAttribute('data-stale')).toBe('true');
    expect((await view.skips()).size).toBe(16);
    await workbench.problems.show();
    await expect.poll(() => workbench.problems.read('ResNet Designer')).not.toEqual([]);
    const [problem] = await workbench.problems.read('ResNet Designer');
    expect(problem?.severity).toBe('error');
    await workbench.screenshot('broken');
    await workbench.editor.replaceInLine(line, '[3, 4, 6, 3', '[3, 4, 6, 3]');
    await expect.poll(() => view.root.getAttribute('data-stale')).toBe('false');
    expect(await view.failure.count()).toBe(0);
    await expect.poll(() => workbench.problems.read('ResNet Designer')).toEqual([]);
  });

  it('draws the layers before a shape error, with the error on its line', async () => {
    const [workbench, view] = await openResnet50(open);
    const line = lineOf('const shortcut =');
    await workbench.editor.replaceLine(line, '  const shortcut = x;');
    await view.failure.first().waitFor();
    expect(await view.failure.first().innerText()).toContain(
      'Add does not fit its inputs. The main path gives 56×56×256, the shortcut 56×56×64: 256 filters on the shortcut would make them fit.',
    );
    expect(await view.frame.locator('[data-node-id]').count()).toBeGreaterThan(5);
    await workbench.screenshot('shape-mismatch');
  });

  it('mends a sum whose shapes disagree by the quick fix of its line', async () => {
    const [workbench, view] = await openResnet50(open);
    await workbench.editor.replaceLine(lineOf('const shortcut ='), '  const shortcut = x;');
    await view.failure.first().waitFor();
    await workbench.problems.show();
    await expect.poll(() => workbench.problems.read('ResNet Designer')).toHaveLength(1);
    const [problem] = await workbench.problems.read('ResNet Designer');
    expect(problem?.line).toBe(lineOf('.add()'));
    await workbench.editor.quickFix(problem?.line ?? 0, 'Project the shortcut');
    // The projections that were taken out, written by the fix: the picture is that of the sample again.
    await view.waitForTrainable(25_557_032);
    expect(await view.failure.count()).toBe(0);
    expect(await view.root.getAttribute('data-stale')).toBe('false');
    expect((await view.skips('identity')).size).toBe(12);
    expect((await view.skips('projection')).size).toBe(4);
    await expect.poll(() => workbench.problems.read('ResNet Designer')).toEqual([]);
  });

  it('lands on the line of a clicked node, and selects the nodes of the cursor’s line', async () => {
    const [workbench, view] = await openResnet50(open);
    await view.click('resnet50#1/stage#1/bottleneck#1/Add.1');
    const addLine = await lineTextAtCursor(workbench);
    expect(addLine).toContain('add(');
    const stem = lineOf('maxPooling2d');
    await workbench.editor.goTo(stem);
    const pooling = view.node('resnet50#1/stem#1/MaxPooling2D.1');
    await expect.poll(() => pooling.getAttribute('class')).toContain('is-cursor');
  });

  it('is there again after a reload of the window', async () => {
    const [workbench, view] = await openResnet50(open);
    const merge = 'resnet50#1/stage#1/bottleneck#1/Add.1';
    await view.click(merge);
    await expect.poll(() => view.selected.first().getAttribute('data-node-id')).toBe(merge);
    await workbench.reloadWindow();
    await view.waitForTrainable(25_557_032);
    await expect.poll(() => view.selected.first().getAttribute('data-node-id')).toBe(merge);
    expect((await view.skips()).size).toBe(16);
  });

  it('looks inside custom layers', async () => {
    const workbench = await open({ folder: models, file: 'gpt2.ts' });
    const view = await openByLens(workbench, 0);
    await view.waitForTrainable(124_439_808);
    expect(await view.value('total-skips')).toBe('24');
    await expect.poll(async () => (await view.skips('transformer')).size).toBeGreaterThan(0);
    await workbench.screenshot('gpt2');
  });

  it('opens a saved topology from the menu of the explorer', async () => {
    const workbench = await open({ folder: topologies });
    await chooseInExplorer(workbench, 'model.json', 'Open in ResNet Designer');
    const view = new DesignerView(workbench);
    await view.waitForTrainable(470);
    expect((await view.skips('identity')).size).toBe(1);
    expect(await view.failure.count()).toBe(0);
  });

  it('is opened by "Inspect Again" too, and inspects from then on', async () => {
    const workbench = await open({ folder: models, file: 'resnet50.ts' });
    await workbench.editor.focus();
    await workbench.runCommand('ResNet Designer: Inspect Again');
    const view = new DesignerView(workbench);
    await view.waitForTrainable(25_557_032);
    const before = Number(await view.root.getAttribute('data-revision'));
    await workbench.editor.focus();
    await workbench.runCommand('ResNet Designer: Inspect Again');
    await expect
      .poll(async () => Number(await view.root.getAttribute('data-revision')))
      .toBeGreaterThan(before);
  });

  it('starts a model from a sample that is picked from the list', async () => {
    const workbench = await open({ folder: topologies });
    await workbench.runCommand('ResNet Designer: New Model from Sample…');
    await workbench.quickInput.pick('New Model from Sample', 'SE-ResNet-50');
    await workbench.editor.waitUntilShown('se-resnet50.ts');
    const view = new DesignerView(workbench);
    await view.waitForTrainable(28_088_024);
    expect(await view.value('total-skips')).toBe('16');
    expect(await view.failure.count()).toBe(0);
    const copy = readFileSync(path.join(workbench.folder, 'se-resnet50.ts'), 'utf8');
    expect(copy).toBe(readFileSync(path.join(models, 'se-resnet50.ts'), 'utf8'));
    await workbench.screenshot('new-from-sample');
  });

  it('shows itself in light, dark and high contrast', async () => {
    const [workbench, view] = await openResnet50(open);
    for (const theme of ['light', 'dark', 'highContrast', 'highContrastLight'] as const) {
      await workbench.setTheme(theme);
      await view.root.waitFor();
      await workbench.screenshot(`resnet50-${theme}`);
    }
    expect(workbench.errors.all()).toEqual([]);
  });
});

/** The focus stays in the graph after a click there, and the status bar tells only of the focused editor. */
async function lineTextAtCursor({ editor }: Workbench): Promise<string> {
  const cursorLine = async (): Promise<number> => {
    // VS Code hears of the click in the webview later, which may take the focus back.
    await editor.focus();
    return (await editor.cursor()).line;
  };
  await expect.poll(cursorLine, { timeout: 20_000 }).toBeGreaterThan(20);
  return editor.lineText((await editor.cursor()).line);
}

/** The menu is opened again until it has the item: extensions are read after the window is shown. */
async function chooseInExplorer({ page }: Workbench, file: string, title: string): Promise<void> {
  const row = page.locator('.explorer-folders-view .monaco-list-row', { hasText: file });
  const item = page.getByRole('menuitem', { name: title });
  await expect
    .poll(async () => {
      await page.keyboard.press('Escape');
      await row.click({ button: 'right' });
      await page.waitForTimeout(300);
      return item.count();
    })
    .toBe(1);
  await item.click();
}

describe('in an untrusted workspace', () => {
  const open = useEditor(codeServers.newest, { vsix: packagedExtension, trusted: false });

  it('nothing is built before the workspace is trusted', async () => {
    const workbench = await open({ folder: models, file: 'resnet50.ts' });
    const view = await openByLens(workbench, 0);
    await view.failure.first().waitFor();
    expect(await view.failure.first().innerText()).toContain('not trusted');
    expect(await view.frame.locator('[data-node-id]').count()).toBe(0);
    await workbench.trustWorkspace();
    await view.waitForTrainable(25_557_032);
  });
});
