/** The page in a browser, under the policy that VS Code gives it, for the tests of one file. */
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { ensureChromium } from '../../../../scripts/lib/chromium.mjs';
import { buildWebview, serve } from '../harness/serve.mjs';
import { stateOf } from '../harness/states.mjs';
import { graph, profile } from './support';

interface Posted {
  readonly type: string;
  readonly body: unknown;
}

/** A page of its own for each test, with the model's picture on it. */
export class ProfilePage {
  /** What the page complained of. */
  readonly #faults: string[] = [];

  constructor(readonly page: Page) {
    page.on('pageerror', ({ message }) => this.#faults.push(message));
    page.on('console', (message) => {
      if (/Content Security Policy|Refused/.test(message.text())) this.#faults.push(message.text());
    });
  }

  async start(origin: string): Promise<void> {
    await this.page.goto(`${origin}/?dark`);
    await this.send('state', stateOf(graph));
    await this.page.locator('[data-revision="1"]').waitFor();
  }

  async close(): Promise<void> {
    await this.page.close();
    expect(this.#faults).toEqual([]);
  }

  /** What the host sends. */
  async send(type: string, body: unknown): Promise<void> {
    await this.page.evaluate(
      ([name, value]) =>
        (Reflect.get(window, 'send') as (type: string, body: unknown) => void)(name, value),
      [type, body] as const,
    );
  }

  /** The bodies of what the page told the host, of one type. */
  async posted(type: string): Promise<unknown[]> {
    const all = await this.page.evaluate(() => Reflect.get(window, 'posted') as Posted[]);
    return all.filter((message) => message.type === type).map(({ body }) => body);
  }

  async open(view: string, body: object = { profile }): Promise<void> {
    await this.send('profile', body);
    await this.page.getByTestId('tab-profile').click();
    await this.page.getByTestId(`profile-tab-${view}`).click();
  }
}

/** @param use is given the page of each test. */
export function useProfilePage(use: (page: ProfilePage) => void): void {
  let browser: Browser;
  let server: Awaited<ReturnType<typeof serve>>;

  beforeAll(async () => {
    await buildWebview();
    server = await serve();
    browser = await chromium.launch({
      executablePath: await ensureChromium(),
      args: ['--no-sandbox'],
    });
  });

  afterAll(async () => {
    await browser.close();
    server.stop();
  });

  beforeEach(async () => {
    const opened = new ProfilePage(
      await browser.newPage({ viewport: { width: 1400, height: 900 } }),
    );
    await opened.start(server.origin);
    use(opened);
    return () => opened.close();
  });
}
