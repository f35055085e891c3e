/** Pictures that the designer's page draws as files, under the policy that VS Code's page has. */
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureChromium } from '../../scripts/lib/chromium.mjs';
import type { ModelGraph } from '../../src/model/graph';
import type { PictureRequest } from '../../src/protocol/designer';
import { graphOf } from '../unit/webview/harness/graphs.mjs';
import { buildWebview, serve } from '../unit/webview/harness/serve.mjs';
import { stateOf } from '../unit/webview/harness/states.mjs';

let browser: Browser;
let server: Awaited<ReturnType<typeof serve>>;
let graph: ModelGraph;

beforeAll(async () => {
  await buildWebview();
  server = await serve();
  graph = await graphOf('resnet-cifar.ts', 'resnet20()');
  browser = await chromium.launch({
    executablePath: await ensureChromium(),
    args: ['--no-sandbox'],
  });
});

afterAll(async () => {
  await browser.close();
  server.stop();
});

async function send(page: Page, type: string, body: unknown): Promise<void> {
  await page.evaluate(
    ([name, value]) =>
      (Reflect.get(window, 'send') as (type: string, body: unknown) => void)(name, value),
    [type, body] as const,
  );
}

interface Posted {
  readonly type: string;
  readonly text?: string;
  /** The first bytes of a PNG, and how many there are. */
  readonly head?: readonly number[];
  readonly size?: number;
  readonly scale?: number;
  readonly svg?: string;
  readonly message?: string;
}

/** The first message of one of these types that the page has posted. */
async function answer(page: Page, ...types: readonly string[]): Promise<Posted> {
  const handle = await page.waitForFunction((wanted) => {
    const posted = Reflect.get(window, 'posted') as {
      type: string;
      body: Posted & { bytes?: Uint8Array };
    }[];
    const found = posted.find(({ type }) => wanted.includes(type));
    if (found === undefined) return undefined;
    const { bytes, ...rest } = found.body;
    // All bytes of a picture take a minute to come out of the page.
    const png = bytes && { head: [...bytes.subarray(0, 24)], size: bytes.byteLength };
    return { ...rest, type: found.type, ...png };
  }, types);
  const value = await handle.jsonValue();
  if (value === undefined) throw new Error(`no ${types.join(' or ')} was posted`);
  return value;
}

async function withPage(use: (page: Page) => Promise<void>, shown = true): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) complaints.push(message.text());
  });
  try {
    await page.goto(`${server.origin}/?light`);
    if (shown) {
      await send(page, 'state', stateOf(graph));
      await page.locator('[data-revision="1"]').waitFor();
    }
    await use(page);
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
}

const request = (change: Partial<PictureRequest>): PictureRequest => {
  return { id: 7, format: 'png', scale: 1, ...change };
};

/** Width and height of a PNG, from its header. */
function sizeOf({ head = [] }: Posted): readonly [number, number] {
  const data = Buffer.from(head);
  expect(data.subarray(1, 4).toString()).toBe('PNG');
  return [data.readUInt32BE(16), data.readUInt32BE(20)];
}

describe('a picture as a file', () => {
  it('is a PNG of the SVG at each scale', async () => {
    await withPage(async (page) => {
      await send(page, 'draw', request({ format: 'svg' }));
      const { text = '' } = await answer(page, 'pictureText', 'pictureFailed');
      const [, width, height] = /<svg [^>]*width="(\d+)" height="(\d+)"/.exec(text) ?? [];
      for (const scale of [1, 2, 4]) {
        await page.evaluate(() => Reflect.set(window, 'posted', []));
        await send(page, 'draw', request({ scale }));
        const png = await answer(page, 'picturePng', 'pictureFailed');
        expect(png.scale).toBe(scale);
        expect(sizeOf(png)).toEqual([Number(width) * scale, Number(height) * scale]);
        // A canvas that was never drawn on packs to next to nothing.
        expect(png.size).toBeGreaterThan(20_000);
      }
    });
  });

  it('is Mermaid with the groups open that are open on the page', async () => {
    await withPage(async (page) => {
      let id = 0;
      const chart = async (): Promise<string> => {
        await page.evaluate(() => Reflect.set(window, 'posted', []));
        await send(page, 'draw', request({ format: 'mermaid', id: ++id }));
        return (await answer(page, 'pictureText', 'pictureFailed')).text ?? '';
      };
      expect(await chart()).toContain('subgraph ');
      await page.getByTestId('tool-collapse').click();
      await expect.poll(chart).not.toContain('subgraph ');
      expect(await chart()).toContain('flowchart TB');
    });
  });

  it('has the heat map of the graph, and its legend', async () => {
    await withPage(async (page) => {
      let id = 0;
      const svg = async (): Promise<string> => {
        await page.evaluate(() => Reflect.set(window, 'posted', []));
        await send(page, 'draw', request({ format: 'svg', id: ++id }));
        return (await answer(page, 'pictureText', 'pictureFailed')).text ?? '';
      };
      expect(await svg()).toContain('>convolution<');
      await page.getByTestId('colour-by').selectOption('parameters');
      const heated = await svg();
      const most = await page.getByTestId('heat-most').innerText();
      expect(heated).toContain(`>${most} · parameters, logarithmic, boxes shown<`);
      expect(heated).not.toContain('>convolution<');
      await page.getByTestId('colour-by').selectOption('category');
      expect(await svg()).toContain('>convolution<');
    });
  });

  it('waits for the first picture', async () => {
    await withPage(async (page) => {
      await send(page, 'draw', request({ format: 'svg' }));
      await send(page, 'state', stateOf(graph));
      expect((await answer(page, 'pictureText', 'pictureFailed')).text).toContain('resnet20');
    }, false);
  });
});

describe('Copy Picture', () => {
  it('puts a PNG on the clipboard', async () => {
    await withPage(async (page) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await send(page, 'command', { name: 'copyPicture' });
      expect((await answer(page, 'copied', 'copySvg')).type).toBe('copied');
      const types = await page.evaluate(async () => {
        const items = await navigator.clipboard.read();
        return items.flatMap(({ types: all }) => all);
      });
      expect(types).toEqual(['image/png']);
    });
  });

  it('gives the host an SVG where the page may not', async () => {
    await withPage(async (page) => {
      await page.evaluate(() => {
        navigator.clipboard.write = () => Promise.reject(new Error('not allowed'));
      });
      await send(page, 'command', { name: 'copyPicture' });
      const { type, svg } = await answer(page, 'copied', 'copySvg');
      expect(type).toBe('copySvg');
      expect(svg).toContain('<svg ');
    });
  });
});
