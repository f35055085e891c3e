/**
 * axe-core on the designer's page, in each kind of theme and each state that a user meets. The page is
 * the one that VS Code shows, under the same policy, with a host that only records what it is told.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureChromium } from '../../scripts/lib/chromium.mjs';
import type { ModelGraph } from '../../src/model/graph';
import { profileViews } from '../../webview/state/views';
import { graphOf } from '../unit/webview/harness/graphs.mjs';
import { buildWebview, serve } from '../unit/webview/harness/serve.mjs';
import { profileOf } from '../unit/webview/harness/profiles';
import { stateOf } from '../unit/webview/harness/states.mjs';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** As much of the results of axe-core as is read here. */
interface Results {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly {
      readonly target: readonly string[];
      readonly failureSummary?: string;
    }[];
  }[];
}

let browser: Browser;
let server: Awaited<ReturnType<typeof serve>>;
let graph: ModelGraph;
let axe = '';

beforeAll(async () => {
  await buildWebview();
  server = await serve();
  graph = await graphOf('resnet-cifar.ts', 'resnet20()');
  axe = await readFile(axeFile, 'utf8');
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

async function show(page: Page, change: object = {}): Promise<void> {
  await send(page, 'state', stateOf(graph, change));
}

/** One picture of a profile, that of a comparison where two are given. */
function profileState(view: string, compared = false): (page: Page) => Promise<void> {
  return async (page) => {
    await show(page);
    const profile = profileOf(graph);
    const before = compared ? { compared: profileOf(graph, { seed: 2, batch: 8 }) } : {};
    await send(page, 'profile', { profile, ...before });
    await send(page, 'profiling', {
      running: { stage: 'Measuring', done: 3, total: 20 },
      stale: true,
      failure,
    });
    await page.getByTestId('tab-profile').click();
    await page.getByTestId(`profile-tab-${view}`).click();
    await page.getByTestId('how-taken').click();
  };
}

const failure = {
  code: 'shape-mismatch',
  severity: 'error',
  message: 'Add cannot merge 56×56×256 with 56×56×64.',
  source: { file: '/models/resnet50.ts', line: 76, column: 7 },
};

/** How each state comes about on a fresh page. */
const states: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'waiting for a model': async (page) => {
    await page.locator('#app').waitFor();
  },
  'the whole network': async (page) => {
    await show(page);
    await page.locator('[data-revision="1"]').waitFor();
  },
  'a selected layer': async (page) => {
    await show(page);
    await page.locator('[data-node-id]').nth(3).click();
  },
  'a selected group': async (page) => {
    await show(page);
    await page.getByTestId('tool-collapse').click();
    await page.locator('[data-group-id]').first().click();
  },
  'a selected skip': async (page) => {
    await show(page);
    await page.getByTestId('skip-row').first().click();
  },
  'the list of entries': async (page) => {
    await show(page);
    await page.getByTestId('entry-button').click();
  },
  'a failure over the last picture': async (page) => {
    await show(page, { stale: true, failures: [failure] });
    await page.getByTestId('failure').waitFor();
  },
  'no model': async (page) => {
    const failures = [{ code: 'no-model', severity: 'error', message: 'net.ts builds no model.' }];
    await show(page, { packedGraph: undefined, failures });
    await page.getByTestId('new-from-sample').waitFor();
  },
  'no profile': async (page) => {
    await show(page);
    await page.getByTestId('tab-profile').click();
  },
  'a profile that cannot be taken so': async (page) => {
    await states['no profile']?.(page);
    await page.getByTestId('profile-batch').fill('none');
    await page.getByTestId('profile-batch').press('Tab');
    await page
      .getByTestId('profile-wrong')
      .getByText(/1,000,000/)
      .waitFor();
  },
  ...Object.fromEntries(
    profileViews.map((view) => [`the ${view} of a profile`, profileState(view)]),
  ),
  'the table of two profiles': profileState('table', true),
  'a heat map of their difference': async (page) => {
    await profileState('table', true)(page);
    await page.getByTestId('tab-graph').click();
    await page.getByTestId('colour-by').selectOption('difference');
    await page.locator('[data-node-id]').nth(3).click();
  },
};

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations: found } = await page.evaluate(() =>
    (Reflect.get(window, 'axe') as { run(root: Document): Promise<Results> }).run(document),
  );
  return found.map(({ id, help, nodes }) => {
    const where = nodes.map(
      ({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary ?? ''}`,
    );
    return `${id}: ${help}\n${where.join('\n')}`;
  });
}

describe.each(['dark', 'light', 'high-contrast'])(
  'in the theme %s axe-core finds nothing',
  (theme) => {
    it.each(Object.entries(states))('in %s', async (_, arrive) => {
      const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      try {
        await page.goto(`${server.origin}/?${theme}`);
        await arrive(page);
        // Colours that fade in have no contrast yet.
        await page.waitForTimeout(400);
        expect(await violations(page)).toEqual([]);
      } finally {
        await page.close();
      }
    });
  },
);
