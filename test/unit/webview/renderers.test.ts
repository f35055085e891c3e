/** Both renderers in a real Chromium: used with the pointer and the keyboard, and looked at by pixel. */
import ELK from 'elkjs/lib/elk.bundled.js';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLayout } from '../../../src/layout/layout';
import type { Picture } from '../../../src/layout/picture';
import { resNet } from '../layout/models';
import { chains } from './harness/pictures';
import { drawn, StageBrowser, type StageOptions } from './harness/stage';
import type { RendererKind } from './harness/stagePage';

const graph = resNet({ blocks: [2] });
let picture: Picture;
let browser: StageBrowser;

beforeAll(async () => {
  picture = await createLayout(new ELK()).layout(graph, {});
  browser = await StageBrowser.start();
});

afterAll(() => browser.stop());

async function shown(kind: RendererKind, options: StageOptions = {}): Promise<Page> {
  const page = await browser.open(options);
  await show(page, kind, picture);
  await drawn(page);
  return page;
}

/** As text, for the types of a graph are too deep for those of Playwright. */
async function show(page: Page, kind: RendererKind, layout: Picture): Promise<void> {
  const text = JSON.stringify([kind, graph, layout]);
  await page.evaluate((json) => {
    window.stage.show(...(JSON.parse(json) as Parameters<typeof window.stage.show>));
  }, text);
}

function selection(page: Page) {
  return page.evaluate(() => window.stage.selection);
}

/** The colour of one pixel of a screenshot-like copy of the canvas, at a point of the page. */
function pixel(page: Page, at: { x: number; y: number }): Promise<number[]> {
  return page.evaluate(({ x, y }) => {
    const canvas = document.querySelector<HTMLCanvasElement>('.scene-canvas')!;
    const ratio = window.devicePixelRatio;
    return [...canvas.getContext('2d')!.getImageData(x * ratio, y * ratio, 1, 1).data];
  }, at);
}

/** What the canvas shows now, kept in the page to be compared with what it shows later. */
async function keepPixels(page: Page): Promise<void> {
  await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.scene-canvas')!;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    Reflect.set(window, 'kept', data);
  });
}

/** The largest difference in one colour of one pixel, of 255. */
function differenceToKept(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.scene-canvas')!;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    const kept = Reflect.get(window, 'kept') as Uint8ClampedArray;
    return data.reduce((most, value, at) => Math.max(most, Math.abs(value - (kept[at] ?? 0))), 0);
  });
}

function isBlank(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.scene-canvas')!;
    if (canvas.width === 0) return true;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return data.every((value) => value === 0);
  });
}

const [first, second, third] = graph.nodes.map(({ id }) => id);

describe.each(['svg', 'canvas'] as const)('the %s renderer', (kind) => {
  it('selects the layer and the skip that are clicked, and nothing on the ground', async () => {
    const page = await shown(kind);
    const layer = await page.evaluate((id) => window.stage.middleOf(id), third!);
    await page.mouse.click(layer.x, layer.y);
    expect(await selection(page)).toEqual({ type: 'box', id: third });
    const skip = picture.skips[0]!;
    await page.evaluate((id) => window.stage.reveal({ type: 'skip', id }), skip.id);
    await page.waitForTimeout(300);
    const wire = picture.wires.find(({ id }) => id === skip.wires[0])!;
    const [, , top, bottom] = wire.points;
    const point = { x: top!.x, y: (top!.y + bottom!.y) / 2 };
    const at = await page.evaluate((where) => window.stage.onPage(where), point);
    await page.mouse.click(at.x, at.y);
    expect(await selection(page)).toEqual({ type: 'skip', id: skip.id });
    await page.mouse.click(5, 880);
    expect(await selection(page)).toBeNull();
    await page.close();
  });

  it('opens and closes a group by its sign', async () => {
    const page = await shown(kind);
    const group = picture.boxes.find(({ type }) => type === 'group')!;
    const sign = { x: group.x + 12, y: group.y + 12 };
    const at = await page.evaluate((where) => window.stage.onPage(where), sign);
    await page.mouse.click(at.x, at.y);
    expect(await page.evaluate(() => window.stage.toggled)).toEqual([group.id]);
    await page.close();
  });

  it('is a tree that the Tab key leads into and the arrows lead along', async () => {
    const page = await shown(kind);
    await page.keyboard.press('Tab');
    const focused = page.locator('[role="tree"] [role="treeitem"]:focus');
    await focused.waitFor();
    for (let step = 0; step < 30 && (await selection(page))?.id !== second; step++)
      await page.keyboard.press('ArrowDown');
    expect(await selection(page)).toEqual({ type: 'box', id: second });
    expect(await focused.getAttribute('data-node-id')).toBe(second);
    expect(await focused.getAttribute('aria-selected')).toBe('true');
    expect(await focused.getAttribute('tabindex')).toBe('0');
    expect(await focused.getAttribute('aria-label')).toContain('output');
    const { depth } = picture.boxes.find(({ id }) => id === second)!;
    expect(await focused.getAttribute('aria-level')).toBe(String(depth + 1));
    await page.keyboard.press('ArrowUp');
    expect(await focused.getAttribute('data-node-id')).toBe(first);
    await page.close();
  });

  it('says the same of a group, and whether it is open', async () => {
    const page = await shown(kind);
    const group = picture.boxes.find(({ type }) => type === 'group')!;
    const item = page.locator(`[data-group-id="${group.id}"]`);
    expect(await item.getAttribute('aria-expanded')).toBe('true');
    expect(await item.getAttribute('aria-label')).toMatch(/^stage 1, \d+ layers/);
    await page.close();
  });
});

describe('the canvas', () => {
  it('colours boxes by their heat, with a bar as long as it is high, and gives the colour back', async () => {
    const page = await shown('canvas');
    const foot = await page.evaluate((id) => window.stage.footOf(id), third!);
    const colours: number[][] = [];
    for (const level of [null, 0, 6, null]) {
      await page.evaluate((value) => window.stage.setHeat(value), level);
      await drawn(page);
      colours.push(await pixel(page, foot));
    }
    const [before, cold, hot, after] = colours;
    expect(after).toEqual(before);
    expect(cold).not.toEqual(before);
    expect(hot).not.toEqual(cold);
    await page.close();
  });

  it('sets off what was found', async () => {
    const page = await shown('canvas');
    const marks = page.locator('.marks-canvas');
    expect(await marks.isHidden()).toBe(true);
    await page.evaluate((id) => window.stage.setFound([{ type: 'box', id }]), third!);
    await drawn(page);
    expect(await marks.isHidden()).toBe(false);
    await page.close();
  });

  it('has the pixels of the screen', async () => {
    const page = await shown('canvas', { density: 2 });
    const size = await page.evaluate(() => {
      const { width, height } = document.querySelector<HTMLCanvasElement>('.scene-canvas')!;
      return { width, height };
    });
    expect(size).toEqual({ width: 2800, height: 1800 });
    await page.close();
  });

  it('shows after being moved what it shows when it is drawn anew', async () => {
    const page = await shown('canvas');
    for (const [dx, dy] of [
      [0, -33.4],
      [17.8, 12.1],
      [-5, 60.5],
    ] as const) {
      await page.evaluate(([x, y]) => window.stage.pan(x, y), [dx, dy] as const);
      await drawn(page);
    }
    await keepPixels(page);
    // A change of the theme draws everything, here in the same colours.
    await page.evaluate(() => document.documentElement.style.setProperty('--nothing', '1'));
    await drawn(page);
    // What was moved was rounded at another place: edges may differ by a shade that nobody sees.
    expect(await differenceToKept(page)).toBeLessThan(40);
    await page.close();
  });

  it('takes on the colours of a theme that changes while it is open', async () => {
    const page = await shown('canvas');
    const edge = await page.evaluate((id) => window.stage.footOf(id), third!);
    const before = await pixel(page, edge);
    await page.evaluate(() => {
      document.documentElement.style.setProperty('--vscode-editor-background', '#ffffff');
    });
    await drawn(page);
    const after = await pixel(page, edge);
    expect(Math.max(...before.slice(0, 3))).toBeLessThan(130);
    expect(Math.min(...after.slice(0, 3))).toBeGreaterThan(130);
    await page.close();
  });

  it('is drawn when it gets a size again, and when its memory comes back', async () => {
    const page = await shown('canvas');
    const hide = (hidden: boolean) =>
      page.evaluate((off) => {
        document.getElementById('stage')!.style.display = off ? 'none' : '';
      }, hidden);
    await hide(true);
    await drawn(page);
    expect(await isBlank(page)).toBe(true);
    await hide(false);
    await drawn(page);
    await drawn(page);
    expect(await isBlank(page)).toBe(false);
    await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.scene-canvas')!;
      canvas.getContext('2d')!.reset();
      canvas.dispatchEvent(new Event('contextrestored'));
    });
    await drawn(page);
    expect(await isBlank(page)).toBe(false);
    await page.close();
  });

  it('draws blocks from afar and words from near', async () => {
    const page = await shown('canvas');
    const seen = await page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          const words: string[] = [];
          const { prototype } = CanvasRenderingContext2D;
          prototype.fillText = (text: string) => words.push(text);
          window.stage.zoom(0.2);
          requestAnimationFrame(() =>
            requestAnimationFrame(() => {
              words.push('—');
              window.stage.zoom(5);
              requestAnimationFrame(() => requestAnimationFrame(() => resolve(words)));
            }),
          );
        }),
    );
    const [far, near] = [seen.slice(0, seen.indexOf('—')), seen.slice(seen.indexOf('—') + 1)];
    expect(far).toEqual([]);
    const title = picture.boxes.find(({ id }) => id === second)!.title;
    expect(near).toContain(title);
    await page.close();
  });

  it('dims what is not traced', async () => {
    const page = await shown('canvas');
    const skip = graph.skips.find(({ shortcut }) => shortcut.length > 0)!;
    await page.evaluate((id) => window.stage.reveal({ type: 'skip', id }), skip.id);
    await page.waitForTimeout(300);
    const inBranch = await page.evaluate((id) => window.stage.middleOf(id), skip.branch[0]!);
    const feet = await page.evaluate(
      (ids) => ids.map((id) => window.stage.footOf(id)),
      [skip.branch[0]!, skip.shortcut[0]!],
    );
    const colours = () => Promise.all(feet.map((foot) => pixel(page, foot)));
    await page.mouse.click(inBranch.x, inBranch.y);
    await drawn(page);
    const [branch, shortcut] = await colours();
    await page.evaluate(() => window.stage.setTracing(true));
    await drawn(page);
    const [traced, dimmed] = await colours();
    expect(traced).toEqual(branch);
    expect(dimmed).not.toEqual(shortcut);
    await page.close();
  });
});

describe('the choice between them', () => {
  it('falls on SVG for few boxes and on the canvas for many, and keeps the focus', async () => {
    const page = await shown('adaptive');
    expect(await page.locator('svg[role="tree"]').count()).toBe(1);
    const at = await page.evaluate((id) => window.stage.middleOf(id), second!);
    await page.mouse.click(at.x, at.y);
    const many = chains(1500);
    const both: Picture = { ...many, boxes: [...many.boxes, ...picture.boxes] };
    await show(page, 'adaptive', both);
    await drawn(page);
    expect(await page.locator('svg[role="tree"]').count()).toBe(0);
    const focused = page.locator('[role="treeitem"]:focus');
    expect(await focused.getAttribute('data-node-id')).toBe(second);
    expect(await page.locator('[role="treeitem"]').count()).toBeLessThan(100);
    await show(page, 'adaptive', picture);
    expect(await page.locator('svg[role="tree"]').count()).toBe(1);
    expect(await focused.getAttribute('data-node-id')).toBe(second);
    await page.close();
  });
});
