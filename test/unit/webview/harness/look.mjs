// @ts-check
/** Takes screenshots of the page in every theme and size: `node test/unit/webview/harness/look.mjs`. */
import path from 'node:path';
import { chromium } from 'playwright-core';
import { ensureChromium } from '../../../../scripts/lib/chromium.mjs';
import { importTypeScript } from '../../../../scripts/lib/importTypeScript.mjs';
import { graphOf } from './graphs.mjs';
import { artifacts, buildWebview, serve } from './serve.mjs';
import { stateOf } from './states.mjs';

const wide = { width: 1400, height: 900 };
const narrow = { width: 520, height: 800 };
/** Beside the editor in a window without a side bar. */
const half = { width: 770, height: 800 };
/** The least that a page is made for. */
const slim = { width: 400, height: 800 };
/** Three columns in a small window. */
const sliver = { width: 280, height: 700 };
const low = { width: 620, height: 560 };

await buildWebview();
const graph = await graphOf('resnet50.ts', 'resnet50()');
const { profileOf } = /** @type {typeof import('./profiles')} */ (
  await importTypeScript('test/unit/webview/harness/profiles.ts')
);
const profile = profileOf(graph);
const compared = profileOf(graph, { seed: 2, speed: 0.87, device: 'AMD EPYC 7B12, 2 threads' });
const { origin, stop } = await serve();
const browser = await chromium.launch({
  executablePath: await ensureChromium(),
  args: ['--no-sandbox'],
});
const only = process.argv[2];

/**
 * @param {string} name
 * @param {string} theme
 * @param {{ width: number, height: number }} viewport
 * @param {(page: import('playwright-core').Page) => Promise<unknown>} act
 */
async function shot(name, theme, viewport, act) {
  if (only !== undefined && !name.includes(only)) return;
  const page = await browser.newPage({ viewport });
  page.on('console', (message) => console.log(name, message.type(), message.text()));
  page.on('pageerror', (error) => console.log(name, 'page error', error.message));
  await page.goto(`${origin}/?${theme}`);
  await act(page);
  await page.waitForTimeout(400);
  const posted = await page.evaluate(
    'window.posted.map((m) => m.type === "error" ? JSON.stringify(m.body) : m.type).join(" ")',
  );
  console.log(name, posted);
  await page.screenshot({ path: path.join(artifacts, `${name}.png`) });
  await page.close();
}

/**
 * Moves the pointer onto the first skip: a little way along its line.
 * @param {import('playwright-core').Page} page
 */
async function hoverSkip(page) {
  const [x, y] = await page.evaluate(() => {
    const line = document.querySelector('.skip .hit');
    if (!(line instanceof SVGPathElement)) throw new Error('No skip is drawn.');
    const { x, y } = line.getPointAtLength(200).matrixTransform(line.getScreenCTM() ?? undefined);
    return [x, y];
  });
  await page.mouse.move(x, y);
}

/**
 * @param {import('playwright-core').Page} page
 * @param {object} [change]
 */
async function show(page, change = {}) {
  await send(page, 'state', stateOf(graph, change));
  await page.waitForSelector('[data-revision="1"]');
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} [view]
 * @param {object} [body]
 */
async function showProfile(page, view = 'table', body = { profile }) {
  await show(page);
  await send(page, 'profile', body);
  await page.getByTestId('tab-profile').click();
  await page.getByTestId(`profile-tab-${view}`).click();
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} type
 * @param {object} body
 */
async function send(page, type, body) {
  await page.evaluate(
    ([type, body]) => Reflect.get(window, 'send')(type, body),
    /** @type {const} */ ([type, body]),
  );
}

for (const theme of ['dark', 'light', 'high-contrast']) {
  for (const view of ['table', 'timeline', 'roofline', 'memory', 'batches', 'advice'])
    await shot(`${theme}-profile-${view}`, theme, wide, (page) => showProfile(page, view));
  await shot(`${theme}-profile-compared`, theme, wide, (page) =>
    showProfile(page, 'table', { profile, compared }),
  );
  await shot(`${theme}-profile-heat`, theme, wide, async (page) => {
    await showProfile(page, 'table');
    await page.getByTestId('tab-graph').click();
    await page.getByTestId('colour-by').selectOption('both');
    await page.locator('[data-node-id]').nth(6).click();
  });
  await shot(`${theme}-profile-difference`, theme, wide, async (page) => {
    await showProfile(page, 'table', { profile, compared });
    await page.getByTestId('tab-graph').click();
    await page.getByTestId('colour-by').selectOption('difference');
    await page.locator('[data-node-id]').nth(6).click();
  });
}
for (const view of ['table', 'timeline', 'roofline', 'memory', 'batches']) {
  await shot(`dark-narrow-profile-${view}`, 'dark', narrow, (page) => showProfile(page, view));
  await shot(`light-slim-profile-${view}`, 'light', slim, (page) => showProfile(page, view));
  await shot(`dark-half-profile-${view}`, 'dark', half, (page) => showProfile(page, view));
}
await shot('dark-profile-none', 'dark', wide, async (page) => {
  await show(page);
  await page.getByTestId('tab-profile').click();
});
await shot('dark-profile-running', 'dark', wide, async (page) => {
  await showProfile(page);
  const running = { stage: 'Measuring', done: 12, total: 20 };
  await send(page, 'profiling', { running, stale: true });
  await page.getByTestId('how-taken').click();
});

for (const theme of ['dark', 'light', 'high-contrast']) {
  await shot(`${theme}-wide`, theme, wide, show);
  await shot(`${theme}-narrow`, theme, narrow, show);
  await shot(`${theme}-sliver`, theme, sliver, async (page) => {
    await show(page);
    await page.locator('[data-node-id]').nth(6).click();
  });
  await shot(`${theme}-half`, theme, half, async (page) => {
    await show(page);
    await page.locator('[data-node-id]').nth(6).click();
  });
  await shot(`${theme}-low`, theme, low, (page) =>
    show(page, { stale: true, failures: failures() }),
  );
  await shot(`${theme}-selected`, theme, wide, async (page) => {
    await show(page);
    await page.locator('[data-node-id]').nth(6).click();
    await hoverSkip(page);
  });
  await shot(`${theme}-failure`, theme, wide, (page) =>
    show(page, { stale: true, failures: failures() }),
  );
}
for (const theme of ['dark', 'light', 'high-contrast']) {
  await shot(`${theme}-layers`, theme, wide, async (page) => {
    await show(page);
    await page.getByTestId('tab-layers').click();
    await page.getByTestId('sort-macs').click();
    await page.locator('.grid-row').nth(4).click();
  });
  await shot(`${theme}-blocks`, theme, wide, async (page) => {
    await show(page);
    await page.getByTestId('tab-blocks').click();
  });
  await shot(`${theme}-heat`, theme, wide, async (page) => {
    await show(page);
    await page.getByTestId('colour-by').selectOption('macs');
    await page.locator('[data-node-id]').nth(6).click();
  });
}
await shot('dark-heat-far', 'dark', wide, async (page) => {
  await show(page);
  await page.getByTestId('colour-by').selectOption('parameters');
  await page.getByTestId('tool-fit').click();
});
await shot('dark-layers-narrow', 'dark', narrow, async (page) => {
  await show(page);
  await page.getByTestId('tab-layers').click();
});
await shot('dark-search', 'dark', wide, async (page) => {
  await show(page);
  await page.getByTestId('tool-collapse').click();
  await page.keyboard.press('/');
  await page.keyboard.type('stage 2 conv2d');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(600);
});
await shot('dark-collapsed', 'dark', wide, async (page) => {
  await show(page);
  await page.getByTestId('tool-collapse').click();
});
await shot('dark-fit', 'dark', wide, async (page) => {
  await show(page);
  await page.getByTestId('tool-fit').click();
});
await shot('dark-group', 'dark', wide, async (page) => {
  await show(page);
  await page
    .locator('[data-group-id]')
    .nth(3)
    .click({ position: { x: 60, y: 12 } });
});
await shot('dark-skip', 'dark', wide, async (page) => {
  await show(page);
  await page.getByTestId('skip-row').nth(5).click();
});
await shot('dark-entries', 'dark', wide, async (page) => {
  await show(page);
  await page.getByTestId('entry-button').click();
});
await shot('dark-empty', 'dark', narrow, (page) =>
  show(page, { graph: undefined, failures: [noModel()] }),
);
await shot('dark-first-error', 'dark', wide, (page) =>
  show(page, { graph: undefined, failures: failures() }),
);
await shot('dark-busy', 'dark', wide, async (page) => {
  await show(page, { busy: true });
  await page.waitForTimeout(1200);
});
await browser.close();
stop();

function failures() {
  const file = '/models/resnet50.ts';
  return [
    {
      code: 'shape-mismatch',
      severity: 'error',
      message:
        'Add cannot merge 56×56×256 with 56×56×64. Give both inputs the same shape, for instance by a 1×1 convolution on the shortcut.',
      source: { file, line: 76, column: 7 },
    },
    {
      code: 'write-denied',
      severity: 'warning',
      message: 'The file tried to write to the disk while it was inspected; nothing was written.',
      source: { file, line: 12, column: 1 },
    },
    { code: 'run-stopped', severity: 'information', message: 'fit was not run.' },
  ];
}

function noModel() {
  return {
    code: 'no-model',
    severity: 'error',
    message: 'resnet50.ts builds no model. Export a function that returns one.',
  };
}
