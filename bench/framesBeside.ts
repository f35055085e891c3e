/**
 * The same drag and the same zoom over the same graph, in the designer's graph and in other programs, each as it
 * opens the graph: we and Model Explorer show all of it, Netron a window's worth of boxes at life size. Ours is
 * measured in the webview of a real VS Code, and once more in a page of its own; the others in pages of the same size,
 * each in a new browser of the same kind, since one that is shown too much does not always survive it.
 */
import path from 'node:path';
import { chromium } from 'playwright-core';
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
  /** Of Chromium, the same for all. */
  readonly browserArguments: readonly string[];
  ours(count: number): Promise<Measured>;
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
  const executablePath = await ensureChromium();
  const args = ['--no-sandbox', ...site.browserArguments];
  const browser = await chromium.launch({ executablePath, args });
  try {
    const page = await (await browser.newContext({ viewport })).newPage();
    await page.addInitScript(recorder);
    await peer.open(page, chains(count), openLimitMs);
    await page.waitForTimeout(settleMs);
    return await gestures(wholePage(page));
  } finally {
    await browser.close();
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

/** At the most boxes that the peer opens in time, with a row for each number that it does not. */
async function rowsBeside(
  site: Site,
  known: Known,
  peer: FramePeer,
  counts: readonly number[],
): Promise<Row[]> {
  const unopened: Row[] = [];
  for (const count of counts) {
    const title = `frames${site.name}, ${count} boxes`;
    const than = await theirs(site, peer, count).catch((error: unknown) => {
      const [reason] = String(error).split('\n');
      console.error(`${peer.name} with ${count} boxes: ${reason ?? ''}`);
    });
    const opened = row(`${title}: opened by ${peer.name}`, than === undefined ? 0 : 1, 'count');
    if (than === undefined) {
      unopened.push(opened);
      continue;
    }
    const own = known.get(count) ?? (await site.ours(count));
    known.set(count, own);
    return [...unopened, opened, ...rowsOf(title, own, { name: peer.name, than })];
  }
  return unopened;
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
  const ours = (count: number): Promise<Measured> => oursAlone(stage, count);
  try {
    return await rowsAt({ name: '', browserArguments: args, ours }, counts);
  } finally {
    await stage.stop();
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
    return await rowsAt({ name: ' in VS Code', browserArguments: args, ours }, counts);
  } finally {
    await editor.stop();
  }
}
