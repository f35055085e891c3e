/** Finding the way in a network in a real VS Code: by keyboard, by what hovering shows, and in a tab that was hidden. */
import { describe, expect, it } from 'vitest';
import { packagedExtension } from '../../scripts/lib/packagedExtension.mjs';
import { codeServers } from '../../scripts/lib/versions.mjs';
import { lineOf, openResnet50 } from './support/resnet50.js';
import { useEditor } from './support/useEditor.js';

const bottleneck = 'resnet50#1/stage#1/bottleneck#1';
const add = `${bottleneck}/Add.1`;

function soon<T>(read: () => Promise<T>) {
  return expect.poll(read, { timeout: 15_000 });
}

/** A point a little way along a line, in the coordinates of its window. */
function pointOn(line: Element): { readonly x: number; readonly y: number } {
  if (!(line instanceof SVGPathElement)) throw new Error('A skip is drawn as a path.');
  const { x, y } = line.getPointAtLength(60).matrixTransform(line.getScreenCTM() ?? undefined);
  return { x, y };
}

describe.each(Object.values(codeServers))('the way in VS Code $vscode', (release) => {
  const open = useEditor(release, { vsix: packagedExtension });

  it('is found by keyboard alone: to a layer, its groups, its lineage, its line', async () => {
    const [workbench, view] = await openResnet50(open);
    const { frame } = view;
    const { keyboard } = workbench.page;
    await frame.locator('[role="treeitem"][tabindex="0"]').first().focus();
    await keyboard.press('Home');
    const selected = frame.locator('[role="treeitem"][aria-selected="true"]');
    await soon(() => selected.getAttribute('aria-label')).toMatch(/^Input/);
    await keyboard.press('End');
    await soon(() => selected.getAttribute('aria-label')).toMatch(/^Dense/);
    const crumbs = frame.getByTestId('breadcrumbs');
    expect(await crumbs.innerText()).toMatch(/^resnet50\s+head\s+/);
    const layers = await frame.locator('[data-node-id]').count();
    await keyboard.press('Space');
    await soon(() => frame.locator('[data-node-id]').count()).toBeLessThan(layers);
    await keyboard.press('t');
    await soon(() => frame.locator('.is-traced').count()).toBeGreaterThan(100);
    await keyboard.press('t');
    await soon(() => frame.locator('.is-traced').count()).toBe(0);
    await keyboard.press('m');
    await soon(() => frame.getByTestId('minimap').count()).toBe(0);
    await keyboard.press('m');
    await soon(() => frame.getByTestId('minimap').count()).toBe(1);
    const scene = frame.locator('.graph > g').first();
    const scale = async (): Promise<number> =>
      Number(/scale\(([\d.]+)\)/.exec((await scene.getAttribute('transform')) ?? '')?.[1]);
    await keyboard.press('1');
    await soon(scale).toBeLessThan(0.5);
    await keyboard.press('2');
    await soon(scale).toBeGreaterThan(0.5);
    await keyboard.press('0');
    await soon(scale).toBe(1);
    expect(workbench.errors.all()).toEqual([]);
  });

  it('shows under the pointer where a skip forks and merges, and both of its branches', async () => {
    const [workbench, view] = await openResnet50(open);
    const { frame } = view;
    expect(await frame.locator('.is-lit').count()).toBe(0);
    const line = frame.locator('svg [data-skip-id] .hit').first();
    const { x, y } = await line.evaluate(pointOn);
    const inFrame = await view.stage.evaluate((element) => {
      const { left, top } = element.getBoundingClientRect();
      return { left, top };
    });
    const onPage = await view.stage.boundingBox();
    await workbench.page.mouse.move(
      x + (onPage?.x ?? 0) - inFrame.left,
      y + (onPage?.y ?? 0) - inFrame.top,
    );
    await soon(() => frame.locator('.skip.is-lit').count()).toBeGreaterThan(0);
    // Fork and merge, and the two layers of the first block's projection shortcut.
    await soon(() => frame.locator('.box.is-end').count()).toBe(4);
    await workbench.screenshot('wayfinding-skip');
    expect(await frame.locator('.box.is-branch').count()).toBeGreaterThan(3);
    expect(workbench.errors.all()).toEqual([]);
  });

  it('is kept by a tab that is hidden, and follows what was typed meanwhile', async () => {
    const [workbench, view] = await openResnet50(open);
    await view.click(add);
    const { page, editor } = workbench;
    await workbench.runCommand('View: Join All Editor Groups');
    await workbench.openFile('resnet50.ts');
    await page.locator('iframe.webview').first().waitFor({ state: 'hidden' });
    const line = lineOf('[3, 4, 6, 3]');
    await editor.replaceInLine(line, '[3, 4, 6, 3]', '[2, 4, 6, 3]');
    await workbench.tab('Designer: resnet50.ts').click();
    await soon(() => view.value('total-skips')).toBe('15');
    await soon(() => view.selected.first().getAttribute('data-node-id')).toBe(add);
    expect(workbench.errors.all()).toEqual([]);
  });
});
