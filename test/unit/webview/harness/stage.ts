/** Renderers in a Chromium, outside VS Code and without the rest of the page. */
import { build } from 'esbuild';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { ensureChromium } from '../../../../scripts/lib/chromium.mjs';
import { themeCss, themes } from './themes.mjs';

const root = process.cwd();

interface Bundle {
  readonly script: string;
  readonly style: string;
}

async function bundle(): Promise<Bundle> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minify: true,
    entryPoints: [
      path.join('test', 'unit', 'webview', 'harness', 'stagePage.ts'),
      path.join('webview', 'main.css'),
    ],
    outdir: 'out',
    logLevel: 'warning',
  });
  const text = (end: string): string =>
    outputFiles.find(({ path: file }) => file.endsWith(end))!.text;
  return { script: text('.js'), style: text('.css') };
}

export interface StageOptions {
  readonly theme?: string;
  /** Pixels of the device for one of CSS. */
  readonly density?: number;
}

/** A browser, and pages in it with an empty stage of 1400×900. */
export class StageBrowser {
  readonly #browser: Browser;
  readonly #bundle: Bundle;

  private constructor(browser: Browser, code: Bundle) {
    this.#browser = browser;
    this.#bundle = code;
  }

  /** @param args of Chromium, such as those that lift the limit on frames. */
  static async start(args: readonly string[] = []): Promise<StageBrowser> {
    const [code, executablePath] = await Promise.all([bundle(), ensureChromium()]);
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', ...args] });
    return new StageBrowser(browser, code);
  }

  async open({ theme = 'dark', density = 1 }: StageOptions = {}): Promise<Page> {
    const viewport = { width: 1400, height: 900 };
    const page = await this.#browser.newPage({ viewport, deviceScaleFactor: density });
    await page.setContent(
      `<!DOCTYPE html><html lang="en"><body class="${themes[theme]?.body ?? ''}">
       <div id="stage" class="graph-pane"></div></body></html>`,
    );
    await page.addStyleTag({ content: `${themeCss(theme)}\n${this.#bundle.style}` });
    await page.addScriptTag({ content: this.#bundle.script });
    return page;
  }

  async stop(): Promise<void> {
    await this.#browser.close();
  }
}

/** Until what was asked for is on the screen. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      }),
  );
}
