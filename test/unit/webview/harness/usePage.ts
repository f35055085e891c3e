/** The designer's page in a browser, under the policy that VS Code gives it, for the tests of a file. */
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { ensureChromium } from '../../../../scripts/lib/chromium.mjs';
import type { ModelGraph } from '../../../../src/model/graph';
import { buildWebview, serve } from './serve.mjs';
import { stateOf } from './states.mjs';

export interface Viewport {
  readonly width: number;
  readonly height: number;
}

interface Posted {
  readonly type: string;
  readonly body: unknown;
}

/** A fresh page for each test; one that the page's script or its policy complained in fails. */
export class HarnessPage {
  #browser: Browser | undefined;
  #page: Page | undefined;
  #revision = 0;

  get page(): Page {
    if (this.#page === undefined) throw new Error('A page is there while a test runs.');
    return this.#page;
  }

  async launch(): Promise<void> {
    await buildWebview();
    const executablePath = await ensureChromium();
    this.#browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  }

  async open(url: string, viewport: Viewport, faults: string[]): Promise<void> {
    const page = await this.#browser?.newPage({ viewport });
    this.#page = page;
    this.#revision = 0;
    page?.on('pageerror', ({ message }) => faults.push(message));
    page?.on('console', (message) => {
      if (/Content.Security.Policy|Refused/i.test(message.text())) faults.push(message.text());
    });
    await page?.goto(url);
  }

  async close(): Promise<void> {
    await this.#page?.close();
    this.#page = undefined;
  }

  async end(): Promise<void> {
    await this.#browser?.close();
  }

  /** Sends what the host would send. */
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

  /** Sends the host's next state, with this graph. @returns its revision */
  async give(graph: ModelGraph): Promise<number> {
    this.#revision++;
    await this.send('state', stateOf(graph, { revision: this.#revision }));
    return this.#revision;
  }

  /** Gives a graph and waits until it is fully on the screen. */
  async show(graph: ModelGraph, timeout = 30_000): Promise<void> {
    const revision = await this.give(graph);
    await this.drawn(revision, timeout);
  }

  async drawn(revision: number, timeout = 30_000): Promise<void> {
    await this.page.locator(`[data-revision="${revision}"]`).waitFor({ timeout });
  }
}

export function usePage(viewport: Viewport = { width: 1200, height: 800 }): HarnessPage {
  const harness = new HarnessPage();
  let server: Awaited<ReturnType<typeof serve>> | undefined;
  let faults: string[] = [];
  beforeAll(async () => {
    await harness.launch();
    server = await serve();
  });
  beforeEach(async () => {
    faults = [];
    await harness.open(`${server?.origin ?? ''}/?dark`, viewport, faults);
  });
  afterEach(async () => {
    await harness.close();
    expect(faults).toEqual([]);
  });
  afterAll(async () => {
    await harness.end();
    server?.stop();
  });
  return harness;
}
