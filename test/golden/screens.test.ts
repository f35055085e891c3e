/** The designer's page as it looks with eight samples, one for each kind of skip and one without, in three themes. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureChromium } from '../../scripts/lib/chromium.mjs';
import type { Pixels } from '../support/png';
import { graphOf } from '../unit/webview/harness/graphs.mjs';
import { buildWebview, serve } from '../unit/webview/harness/serve.mjs';
import { stateOf } from '../unit/webview/harness/states.mjs';
import { ensureCli } from './support/cli';
import { repositoryRoot } from './support/repository';
import { compareWithScreen, differenceOf, isSame } from './support/screens';

const samples = [
  ['resnet50.ts', 'resnet50()'],
  ['resnet-cifar-a.ts', 'resnet20a()'],
  ['densenet.ts', 'densenet121()'],
  ['highway.ts', 'highwayConv()'],
  ['unet.ts', 'unet()'],
  ['bert.ts', 'bertBase()'],
  ['lstm.ts', 'lstmLanguageModel()'],
  ['inception-v1.ts', 'inceptionV1()'],
] as const;
const themes = ['light', 'dark', 'high-contrast'] as const;

let browser: Browser;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  ensureCli();
  await buildWebview();
  server = await serve();
  // Letters look the same on every machine: as their outlines are, without the screen's subpixels.
  const args = ['--no-sandbox', '--font-render-hinting=none', '--disable-lcd-text'];
  browser = await chromium.launch({ executablePath: await ensureChromium(), args });
});

afterAll(async () => {
  await browser.close();
  server.stop();
});

function face(file: string, weight: string): string {
  const data = readFileSync(path.join(repositoryRoot, 'media', 'fonts', file)).toString('base64');
  return `@font-face{font-family:Pinned;font-weight:${weight};src:url(data:font/ttf;base64,${data})}`;
}

const fonts = `${face('DejaVuSans.ttf', '100 500')}${face('DejaVuSans-Bold.ttf', '501 900')}
:root{--vscode-font-family:Pinned!important;--vscode-editor-font-family:Pinned!important}
*{caret-color:transparent!important;animation:none!important;transition:none!important}`;

/** The page's policy lets no font in: that is not what is looked at here. */
async function openPage(theme: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1100, height: 760 },
    bypassCSP: true,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(`${server.origin}/?${theme}`);
  await page.addStyleTag({ content: fonts });
  await page.evaluate(() =>
    Promise.all([document.fonts.load('12px Pinned'), document.fonts.load('bold 12px Pinned')]),
  );
  return page;
}

async function screenshotOf(file: string, entry: string, theme: string): Promise<Buffer> {
  const page = await openPage(theme);
  try {
    const state: unknown = stateOf(await graphOf(file, entry), { fileName: file, uri: `file:///${file}` });
    await page.evaluate(
      ([type, body]) => (Reflect.get(window, 'send') as (t: string, b: unknown) => void)(type, body),
      ['state', state] as const,
    );
    await page.locator('[data-revision="1"]').waitFor();
    await page.evaluate(() => document.fonts.ready);
    await page.waitForTimeout(300);
    return await page.screenshot({ caret: 'hide' });
  } finally {
    await page.context().close();
  }
}

describe.each(samples)('%s %s', (file, entry) => {
  it.each(themes)('looks as it did, %s', async (theme) => {
    const name = `${entry.replace(/\(.*/, '')}-${theme}`;
    compareWithScreen(name, await screenshotOf(file, entry, theme));
  });
});

describe('the comparison', () => {
  const ground = (): Pixels => ({ width: 200, height: 200, rgba: new Uint8Array(160_000).fill(200) });

  function withLine(length: number, by: number): Pixels {
    const pixels = ground();
    for (let y = 50; y < 50 + length; y++) {
      const at = 4 * (y * 200 + 100);
      pixels.rgba.fill(200 - by, at, at + 4);
    }
    return pixels;
  }

  it('sees a wire that is gone', () => {
    expect(isSame(differenceOf(ground(), withLine(60, 110)))).toBe(false);
  });

  it('sees a colour that is another over a large part', () => {
    const other = ground();
    other.rgba.fill(188, 0, 16_000);
    expect(isSame(differenceOf(ground(), other))).toBe(false);
  });

  it('does not see the edges of letters', () => {
    expect(isSame(differenceOf(ground(), withLine(10, 30)))).toBe(true);
    expect(isSame(differenceOf(ground(), ground()))).toBe(true);
  });
});
