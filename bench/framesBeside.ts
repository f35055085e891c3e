/**
 * The same drag and the same zoom over the same graph, in the designer's graph and in other programs, each as it
 * opens the graph: we and Model Explorer show all of it, Netron a window's worth of boxes at life size. Ours is
 * measured in the webview of a real VS Code, with the others in pages of the same browser and of the same size, and
 * once more in a page of its own.
 */
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { ensureChromium } from '../scripts/lib/chromium.mjs';
import { codeServers } from '../scripts/lib/versions.mjs';
import type { Picture } from '../src/layout/picture';
import type { GraphNode, ModelGraph } from '../src/model/graph';
import { chains } from '../test/unit/webview/harness/pictures';
import { StageBrowser } from '../test/unit/webview/harness/stage';
import { Editor } from '../test/vscode/support/editor';
import { framePeers, type FramePeer } from './framePages';
import { withWholeGraph } from './framesEditor';
import { gestures, recorder, wholePage, type Measured } from './frameTimes';
import { ratioRow, row, type Row } from './row';

/** Boxes; where a peer does not open the most in time, it is measured with the next. */
const mostFirst = [20_000, 5000, 2000];
/** So many every program opens. */
const few = 1000;
const openLimitMs = 120_000;
const settleMs = 2_000;
const viewport = { width: 1400, height: 900 };

/** A place where ours and others are measured alike. */
interface Site {
  /** Of its rows. */
  readonly name: string;
  ours(count: number): Promise<Measured>;
  newPage(): Promise<Page>;
}

function graphOf({ boxes }: Picture): ModelGraph {
  const nodes = boxes.flatMap(({ type, id }): GraphNode[] => {
    if (type !== 'layer') return [];
    const facts = { config: {}, inputs: [], outputs: [], weights: [], macs: { forward: 0 } };
    const parameters = { trainable: 0, nonTrainable: 0 };
    return [{ id, name: id, className: 'ReLU', ...facts, parameters, scope: null, places: [] }];
  });
  const lists = { inputs: [], outputs: [], nodes, edges: [], scopes: [], skips: [] };
  const parameters = { trainable: 0, nonTrainable: 0 };
  const facts = { entry: 'chains()', parameters, macs: { forward: 0 }, places: [], complete: true };
  return { name: 'chains', ...lists, ...facts };
}

async function oursAlone(stage: StageBrowser, count: number): Promise<Measured> {
  const picture = chains(count);
  const page = await stage.open();
  try {
    await page.evaluate(recorder);
    // As text: the types of a graph's values have no end.
    await page.evaluate(
      (json) => {
        window.stage.show(...(JSON.parse(json) as Parameters<typeof window.stage.show>));
      },
      JSON.stringify(['adaptive', graphOf(picture), picture]),
    );
    return await gestures(wholePage(page));
  } finally {
    await page.close();
  }
}

async function theirs(site: Site, peer: FramePeer, count: number): Promise<Measured> {
  const page = await site.newPage();
  try {
    await page.addInitScript(recorder);
    await peer.open(page, chains(count), openLimitMs);
    await page.waitForTimeout(settleMs);
    return await gestures(wholePage(page));
  } finally {
    await page.context().close();
  }
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

/** Ours is measured once for each number of boxes. */
type Known = Map<number, Measured>;

/** At the most boxes that the peer opens in time. */
async function rowsBeside(
  site: Site,
  known: Known,
  peer: FramePeer,
  counts: readonly number[],
): Promise<Row[]> {
  for (const count of counts) {
    const than = await theirs(site, peer, count).catch((error: unknown) => {
      const [reason] = String(error).split('\n');
      console.error(`${peer.name} with ${count} boxes: ${reason ?? ''}`);
    });
    if (than === undefined) continue;
    const own = known.get(count) ?? (await site.ours(count));
    known.set(count, own);
    return rowsOf(`frames${site.name}, ${count} boxes`, own, { name: peer.name, than });
  }
  return [];
}

async function rowsAt(site: Site, counts: readonly number[]): Promise<Row[]> {
  const known: Known = new Map();
  const rows: Row[] = [];
  for (const peer of framePeers)
    for (const tried of [counts, [few]]) rows.push(...(await rowsBeside(site, known, peer, tried)));
  return rows;
}

/** In a page of its own, without the rest of the designer. @param args of Chromium, the same for all. */
export async function benchFramesBeside(
  args: readonly string[],
  counts = mostFirst,
): Promise<Row[]> {
  const stage = await StageBrowser.start(args);
  const executablePath = await ensureChromium();
  const browser: Browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', ...args],
  });
  try {
    const newPage = async (): Promise<Page> => (await browser.newContext({ viewport })).newPage();
    return await rowsAt({ name: '', ours: (count) => oursAlone(stage, count), newPage }, counts);
  } finally {
    await Promise.all([stage.stop(), browser.close()]);
  }
}

/** In the webview of the newest VS Code. @param args of Chromium, the same for all. */
export async function benchFramesInEditor(
  root: string,
  args: readonly string[],
  counts = mostFirst,
): Promise<Row[]> {
  const vsix = path.join(root, 'dist', 'resnet-designer.vsix');
  const editor = await Editor.start(codeServers.newest, { vsix, browserArguments: args });
  const ours = (count: number): Promise<Measured> =>
    withWholeGraph(editor, count, async (surface) => {
      await surface.frame.evaluate(recorder);
      return gestures(surface);
    });
  try {
    const newPage = (): Promise<Page> => editor.newPage(viewport);
    return await rowsAt({ name: ' in VS Code', ours, newPage }, counts);
  } finally {
    await editor.stop();
  }
}
