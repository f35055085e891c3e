/**
 * The pictures of the README, taken from the product: `UPDATE_GOLDEN=1` with this file writes them anew. Fonts
 * differ from machine to machine, so otherwise it is looked at what they tell, and not at their pixels.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { packagedExtension } from '../../scripts/lib/packagedExtension.mjs';
import { codeServers } from '../../scripts/lib/versions.mjs';
import { encodeApng, type Frame } from '../support/apng';
import { chunksOf, decodePng } from '../support/png';
import { openByLens, type DesignerView } from './support/designer.js';
import { models } from './support/resnet50.js';
import { useEditor } from './support/useEditor.js';
import type { Workbench } from './support/workbench.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = path.join(root, 'test', 'fixtures', 'readme');
const media = (name: string): string => path.join(root, 'media', name);

const update = process.env['UPDATE_GOLDEN'] === '1';
const mostBytes = 1_500_000;
/** Transitions of the graph and of the editor's own parts are over by then. */
const settleMs = 1200;

function keep(name: string, picture: Uint8Array): void {
  if (update) writeFileSync(media(name), picture);
}

class Film {
  readonly frames: Frame[] = [];

  constructor(private readonly workbench: Workbench) {}

  async shoot(showMs: number): Promise<void> {
    const { page } = this.workbench;
    await page.waitForTimeout(settleMs);
    this.frames.push({ pixels: decodePng(await page.screenshot()), showMs });
  }
}

/** What is typed behind the last of the filters, key by key, and the skips that there are then. */
const keys = [
  [',', 1],
  [' ', 1],
  ['3', 2],
  ['2', 2],
] as const;

async function skipsAre(view: DesignerView, count: number): Promise<void> {
  await expect.poll(async () => (await view.skips()).size, { timeout: 30_000 }).toBe(count);
}

async function typeFilters(workbench: Workbench, view: DesignerView, film: Film): Promise<void> {
  const text = 'export function resnet(filters = [16';
  const lines = readFileSync(path.join(readme, 'resnet.ts'), 'utf8').split('\n');
  const line = lines.findIndex((each) => each.startsWith(text)) + 1;
  await workbench.editor.goTo(line, text.length + 1);
  await film.shoot(900);
  for (const [key, skips] of keys) {
    await workbench.page.keyboard.insertText(key);
    await skipsAre(view, skips);
    await film.shoot(key === '2' ? 1500 : 500);
  }
}

describe('the pictures of the README', () => {
  const settings = { 'editor.minimap.enabled': false };
  const open = useEditor(codeServers.newest, { vsix: packagedExtension, settings });

  /** With the types of TensorFlow.js, and without the list of files. */
  async function openAlone(folder: string, file: string): Promise<Workbench> {
    const workbench = await open({ folder, file, nodeModules: path.join(root, 'node_modules') });
    await workbench.editor.codeLens('Open in ResNet Designer').waitFor();
    await workbench.page.keyboard.press('ControlOrMeta+B');
    await workbench.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
    return workbench;
  }

  it('show ResNet-50 beside its source', async () => {
    const workbench = await openAlone(models, 'resnet50.ts');
    const view = await openByLens(workbench, 0);
    await view.waitForTrainable(25_557_032);
    await view.click('resnet50#1/stage#1/bottleneck#1/Add.1');
    await workbench.page.mouse.move(5, 5);
    await workbench.page.waitForTimeout(settleMs);
    const picture = await workbench.page.screenshot();
    keep('screenshot.png', picture);
    const { width, height } = decodePng(readFileSync(media('screenshot.png')));
    expect([width, height]).toEqual([1600, 1000]);
  });

  it('show a network that grows while it is typed', async () => {
    const workbench = await openAlone(readme, 'resnet.ts');
    await workbench.page.setViewportSize({ width: 1200, height: 760 });
    const film = new Film(workbench);
    await film.shoot(1200);
    const view = await openByLens(workbench, 0);
    await skipsAre(view, 1);
    await view.frame.getByTestId('tool-map').click();
    await film.shoot(1500);
    await typeFilters(workbench, view, film);
    await view.frame.getByTestId('tool-fit').click();
    await film.shoot(1500);
    await view.node('resnet#1/block#2/Add.1').click();
    await workbench.page.mouse.move(5, 5);
    await film.shoot(2600);
    const animation = encodeApng(film.frames);
    expect(animation.length).toBeLessThan(mostBytes);
    keep('designer.png', animation);
    const kept = readFileSync(media('designer.png'));
    expect(kept.length).toBeLessThan(mostBytes);
    const control = chunksOf(kept).find(({ type }) => type === 'acTL');
    expect(control?.data.readUInt32BE(0)).toBeGreaterThanOrEqual(keys.length + 4);
    expect(workbench.errors.all()).toEqual([]);
  });
});
