/**
 * The same drag and the same zoom over the same graph, in the designer's graph and in other programs, each as it
 * opens the graph: we show all of it, Netron a window's worth of boxes at life size, and Model Explorer all of it up
 * to a thousand boxes; more it puts into closed groups of its own, so it is measured with a thousand too.
 */
import { chromium, type Browser, type Page } from 'playwright-core';
import { ensureChromium } from '../scripts/lib/chromium.mjs';
import type { Picture } from '../src/layout/picture';
import type { GraphNode, ModelGraph } from '../src/model/graph';
import { chains } from '../test/unit/webview/harness/pictures';
import { StageBrowser } from '../test/unit/webview/harness/stage';
import { framePeers, type FramePeer } from './framePages';
import { ratioRow, row, type Row } from './row';

/** Boxes; where a peer does not open the most in time, it is measured with the next. */
const mostFirst = [20_000, 5000, 2000];
const openLimitMs = 120_000;
const steps = 90;
const viewport = { width: 1400, height: 900 };
const middle = { x: viewport.width / 2, y: viewport.height / 2 };

type Gesture = 'drag' | 'zoom';

declare global {
  interface Window {
    /** Milliseconds of the frames that followed what a hand did. */
    frameTimes: number[];
  }
}

/** Runs in the page before its own scripts: times each frame in which, or before which, a hand moved. */
function recorder(): void {
  window.frameTimes = [];
  // Netron takes it away, and Playwright needs it.
  const own = window.eval;
  Object.defineProperty(window, 'eval', { get: () => own, set: () => undefined });
  let moved = 0;
  let before = performance.now();
  const note = (): void => {
    moved = 2;
  };
  for (const type of ['pointermove', 'wheel'])
    window.addEventListener(type, note, { capture: true, passive: true });
  const frame = (): void => {
    const now = performance.now();
    if (moved-- > 0) window.frameTimes.push(now - before);
    before = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

async function drag(page: Page): Promise<void> {
  await page.mouse.down();
  for (let step = 1; step <= steps; step++)
    await page.mouse.move(middle.x - 3 * step, middle.y - 4 * step);
  await page.mouse.up();
}

async function zoom(page: Page): Promise<void> {
  await page.keyboard.down('Control');
  for (let step = 0; step < steps; step++) await page.mouse.wheel(0, step < steps / 2 ? -10 : 10);
  await page.keyboard.up('Control');
}

/** The 95th percentile of the frames of a gesture, milliseconds. */
async function measured(page: Page, gesture: Gesture): Promise<number> {
  await page.mouse.move(middle.x, middle.y);
  await page.waitForTimeout(500);
  await page.evaluate(() => {
    window.frameTimes = [];
  });
  await (gesture === 'drag' ? drag : zoom)(page);
  const times = await page.evaluate(() => window.frameTimes.sort((a, b) => a - b));
  return times[Math.floor(times.length * 0.95)] ?? Number.NaN;
}

type Measured = Readonly<Record<Gesture, number>>;

async function gestures(page: Page): Promise<Measured> {
  return { drag: await measured(page, 'drag'), zoom: await measured(page, 'zoom') };
}

function graphOf({ boxes }: Picture): ModelGraph {
  const nodes = boxes.flatMap(({ type, id }): GraphNode[] => {
    if (type !== 'layer') return [];
    const facts = { config: {}, inputs: [], outputs: [], weights: [], macs: { forward: 0 } };
    const parameters = { trainable: 0, nonTrainable: 0 };
    return [{ id, name: id, className: 'ReLU', ...facts, parameters, scope: null, places: [] }];
  });
  const level = {
    name: 'chains',
    inputs: [],
    outputs: [],
    nodes,
    edges: [],
    scopes: [],
    skips: [],
  };
  const parameters = { trainable: 0, nonTrainable: 0 };
  const facts = { entry: 'chains()', parameters, macs: { forward: 0 }, places: [], complete: true };
  return { ...level, ...facts };
}

async function ours(browser: StageBrowser, picture: Picture): Promise<Measured> {
  const page = await browser.open();
  try {
    await page.evaluate(recorder);
    // As text: the types of a graph's values have no end.
    await page.evaluate(
      (json) => {
        window.stage.show(...(JSON.parse(json) as Parameters<typeof window.stage.show>));
      },
      JSON.stringify(['adaptive', graphOf(picture), picture]),
    );
    return await gestures(page);
  } finally {
    await page.close();
  }
}

async function theirs(browser: Browser, peer: FramePeer, picture: Picture): Promise<Measured> {
  const context = await browser.newContext({ viewport });
  try {
    const page = await context.newPage();
    await page.addInitScript(recorder);
    await peer.open(page, picture, openLimitMs);
    await page.waitForTimeout(2000);
    return await gestures(page);
  } finally {
    await context.close();
  }
}

interface Browsers {
  readonly stage: StageBrowser;
  readonly browser: Browser;
}

/** At the most boxes that the peer opens in time. */
async function rowsBeside(
  { stage, browser }: Browsers,
  peer: FramePeer,
  counts: readonly number[],
): Promise<Row[]> {
  for (const count of counts) {
    const picture = chains(count);
    try {
      const than = await theirs(browser, peer, picture);
      const own = await ours(stage, picture);
      return rowsOf(`frames, ${count} boxes`, own, { name: peer.name, than });
    } catch (error) {
      const [reason] = String(error).split('\n');
      console.error(`${peer.name} with ${count} boxes: ${reason ?? ''}`);
    }
  }
  return [];
}

function rowsOf(title: string, own: Measured, { name, than }: { name: string; than: Measured }) {
  return (['drag', 'zoom'] as const).flatMap((gesture) => {
    const peer = { name, value: than[gesture] };
    const label = `${title}, ${gesture} of the opened graph`;
    return [
      row(`${label} beside ${name}: 95th percentile`, own[gesture], 'ms', null, peer),
      ratioRow(`${label}: times faster than ${name}`, own[gesture], 1, peer),
    ];
  });
}

/** @param args of Chromium, the same for all. */
export async function benchFramesBeside(
  args: readonly string[],
  counts = mostFirst,
): Promise<Row[]> {
  const [stage, executablePath] = [await StageBrowser.start(args), await ensureChromium()];
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', ...args] });
  const rows: Row[] = [];
  try {
    for (const peer of framePeers) {
      rows.push(...(await rowsBeside({ stage, browser }, peer, counts)));
      if (peer.whole !== undefined)
        rows.push(...(await rowsBeside({ stage, browser }, peer, [peer.whole])));
    }
    return rows;
  } finally {
    await Promise.all([stage.stop(), browser.close()]);
  }
}
