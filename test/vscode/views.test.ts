/** The views of a model in the designer: tables, heat map and search, with the pointer and with the keyboard. */
import { describe, expect, it } from 'vitest';
import { packagedExtension } from '../../scripts/lib/packagedExtension.mjs';
import { codeServers } from '../../scripts/lib/versions.mjs';
import type { DesignerView } from './support/designer.js';
import { lineOf, openResnet50 as openDrawn } from './support/resnet50.js';
import { useEditor } from './support/useEditor.js';
import { ModelViews } from './support/views.js';
import type { Workbench } from './support/workbench.js';

const firstConvolution = 'resnet50#1/stem#1/convBn#1/Conv2D.1';

/** The page, the host and the editor have their parts in most of these. */
const soonMs = 15_000;

function soon<T>(read: () => Promise<T>) {
  return expect.poll(read, { timeout: soonMs });
}

describe.each(Object.values(codeServers))('the views in VS Code $vscode', (release) => {
  const open = useEditor(release, { vsix: packagedExtension });

  async function openResnet50(): Promise<[Workbench, DesignerView, ModelViews]> {
    const [workbench, view] = await openDrawn(open);
    return [workbench, view, new ModelViews(view)];
  }

  it('tabs are gone through by keyboard, and are as they were after a reload', async () => {
    const [workbench, view, views] = await openResnet50();
    await views.tab('graph').focus();
    await workbench.page.keyboard.press('ArrowRight');
    await views.table('layer').waitFor();
    expect(await views.tab('layers').getAttribute('aria-selected')).toBe('true');
    expect(await views.table('layer').getAttribute('aria-rowcount')).not.toBe('0');
    await workbench.page.keyboard.press('ArrowRight');
    await views.table('block').waitFor();
    expect(await views.table('block').getAttribute('data-rows')).toBe('16');
    expect(await view.frame.getByTestId('kind-projection').getAttribute('data-value')).toBe('4');
    await workbench.screenshot('views-blocks');
    await workbench.reloadWindow();
    await view.waitForTrainable(25_557_032);
    await views.table('block').waitFor();
    expect(workbench.errors.all()).toEqual([]);
  });

  it('the table of layers is sorted and filtered, and leads to the graph and the source', async () => {
    const [workbench, view, views] = await openResnet50();
    await views.open('layers');
    await view.frame.getByTestId('layer-groups').uncheck();
    await views.sortBy('trainable');
    await soon(async () => (await views.cells('trainable'))[0]).toBe('2.36 M');
    await view.frame.getByTestId('layer-filter').fill('dense');
    await soon(() => views.rows.count()).toBe(1);
    expect(await view.value('layer-summary')).toBe('1');
    await views.table('layer').focus();
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('Enter');
    await soon(async () => (await workbench.editor.cursor()).line).toBe(lineOf('tf.layers.dense'));
    expect(await views.rows.first().getAttribute('aria-selected')).toBe('true');
    await workbench.screenshot('views-layers');
    await view.frame.getByTestId('copy-csv').click();
    await soon(() => views.said.innerText()).toMatch(/^The table was copied|could not/);
  });

  it('a row of a table has its layer in sight in the graph, out of the groups that hid it', async () => {
    const [workbench, view, views] = await openResnet50();
    await view.frame.getByTestId('tool-collapse').click();
    await soon(() => view.node(firstConvolution).count()).toBe(0);
    await views.open('layers');
    await view.frame.getByTestId('layer-groups').uncheck();
    await view.frame.getByTestId('layer-filter').fill('conv2d');
    await views.rows.first().click();
    await soon(() => view.node(firstConvolution).count()).toBe(1);
    expect(await views.table('layer').count()).toBe(1);
    await views.table('layer').focus();
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.press('Enter');
    await views.open('graph');
    await soon(() => view.selected.count()).toBe(1);
    const [stage, box] = [await view.stage.boundingBox(), await view.selected.boundingBox()];
    expect(box?.y).toBeGreaterThanOrEqual(stage?.y ?? Infinity);
    expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(
      (stage?.y ?? 0) + (stage?.height ?? 0),
    );
    expect(await view.selected.getAttribute('data-node-id')).not.toBe(firstConvolution);
    expect(workbench.errors.all()).toEqual([]);
  });

  it('a heat map colours boxes by what they cost, and says it by numbers too', async () => {
    const [workbench, view, views] = await openResnet50();
    await views.colourBy.selectOption('macs');
    await soon(() => view.value('heat-most')).toMatch(/^\d+$/);
    await soon(() => view.frame.locator('.meter').count()).toBeGreaterThan(10);
    for (const theme of ['light', 'highContrast'] as const) {
      await workbench.setTheme(theme);
      await view.root.waitFor();
      await workbench.screenshot(`views-heat-${theme}`);
    }
    await views.colourBy.selectOption('category');
    await soon(() => view.frame.locator('.meter').count()).toBe(0);
    expect(workbench.errors.all()).toEqual([]);
  });

  it('the search goes from match to match and opens what hides them', async () => {
    const [workbench, view, views] = await openResnet50();
    await view.frame.getByTestId('tool-collapse').click();
    await soon(() => view.node(firstConvolution).count()).toBe(0);
    await workbench.page.keyboard.press('/');
    await views.searchField.fill('conv2d');
    await soon(() => views.searchCount.innerText()).toBe('53 found');
    await workbench.page.keyboard.press('Enter');
    await soon(() => views.searchCount.innerText()).toBe('1 of 53');
    await soon(() => view.selected.first().getAttribute('data-node-id')).toBe(firstConvolution);
    await workbench.page.keyboard.press('Shift+Enter');
    await soon(() => views.searchCount.innerText()).toBe('53 of 53');
    await workbench.screenshot('views-search');
    await workbench.page.keyboard.press('Escape');
    await soon(() => views.searchField.count()).toBe(0);
    expect(workbench.errors.all()).toEqual([]);
  });
});
